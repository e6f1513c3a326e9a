"""One flag with its story: why, what people did with it, and when it was there before."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.drift.strengths import Strength
from agreements.models import DriftFlag, Event
from agreements.models.flags import DriftFlagQuerySet
from agreements.reports.cleared import cleared_by
from agreements.reports.flag_acts import FlagActs, flag_acts
from agreements.reports.flag_history import ACTS
from agreements.reports.flags import FlagRow, flag_row
from teams.domain.language import say
from teams.models import Person

FORMER = 5  # how many earlier ones are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An entry of its life: ``who`` did ``what``; ``quote`` is what they wrote, ``mark`` a code word or empty."""

    at: datetime
    who: str
    what: str
    quote: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPage:
    """`former` are the earlier flags of its rule and subject, the latest first; `later` is the one that followed.

    `cleared` says why a closed one closed; the names are empty where nobody did that.
    """

    row: FlagRow
    acts: FlagActs
    happenings: tuple[Happening, ...]
    former: tuple[DriftFlag, ...]
    later: DriftFlag | None
    cleared: str
    first_told: str
    acknowledged_by: str
    snoozed_by: str
    snooze_reason: str


def flag_page(flag: DriftFlag, *, viewer: Person, at: datetime) -> FlagPage:
    """The page of ``flag``, which ``viewer`` may see; its subject and the people it names come along."""
    row = flag_row(flag, at=at)
    alike = _alike(flag).visible_to(viewer, at=at)
    return FlagPage(
        row=row,
        acts=flag_acts(flag, row, viewer=viewer, at=at),
        happenings=_happenings(flag),
        former=tuple(alike.filter(closed_at__lte=flag.opened_at).order_by("-closed_at", "-pk")[:FORMER]),
        later=alike.filter(previous=flag).first(),
        cleared=cleared_by([flag]).get(flag.pk, ""),
        first_told=str(flag.first_told or ""),
        acknowledged_by=str(flag.acknowledged_by or ""),
        snoozed_by=str(flag.snoozed_by or ""),
        snooze_reason=flag.snooze_reason,
    )


def _alike(flag: DriftFlag) -> DriftFlagQuerySet:
    """All others of its rule and subject."""
    same = DriftFlag.objects.filter(
        rule=flag.rule, agreement=flag.agreement_id, commitment=flag.commitment_id, metric=flag.metric_id
    )
    return same.exclude(pk=flag.pk)


def _happenings(flag: DriftFlag) -> tuple[Happening, ...]:
    """Opened, grown, eased, seen, rested and woken, the oldest first. One query."""
    events = Event.objects.filter(
        agreement=flag.agreement_id,
        commitment=flag.commitment_id,
        kind__in=("flagged", *ACTS),
        data__rule=flag.rule,
        data__metric=flag.metric_id,
        at__gte=flag.opened_at,
    )
    if flag.closed_at is not None:
        events = events.filter(at__lte=flag.closed_at)
    return tuple(map(_happening, events.select_related("actor").order_by("number")))


def _happening(event: Event) -> Happening:
    return Happening(
        at=event.at,
        who=event.actor.name if event.actor else "Holdfast",
        what=_what(event),
        quote=str(event.data.get("reason") or ""),
        mark=str(event.data.get("now") or ""),
    )


def _what(event: Event) -> str:
    match event.kind:
        case "flag_acknowledged":
            return say("has seen it")
        case "flag_snoozed":
            return f"let it rest until {date.fromisoformat(event.data['until']):%-d %B}"
        case "flag_unsnoozed":
            return say("ended its rest")
    if event.data["was"] is None:
        return say("saw it")
    return say("saw it grow stronger") if event.data["now"] == Strength.STRONG else say("saw it grow weaker")
