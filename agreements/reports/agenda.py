"""What a sync should spend its minutes on, read live: drift first, then doubt, then what is due before the next one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, CheckInRole, Commitment, DriftFlag, Strength, Sync
from agreements.reports.flags import sentence_of
from agreements.reports.seals import half_answered, is_sealed
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One thing to talk about; ``commitment`` is None when it concerns a metric or the agreement itself."""

    subject: str
    reason: str
    is_drifting: bool
    commitment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    items: tuple[AgendaItem, ...]  # in the order in which waiting costs most
    on_track: int  # open commitments that need no time

    @property
    def drifting(self) -> int:
        return sum(item.is_drifting for item in self.items)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the agendas of some agreements are made from, by agreement."""

    flags: dict[int, list[DriftFlag]]
    commitments: dict[int, list[Commitment]]
    sealed: list[CheckIn]  # answers of owners that some may not read yet
    until: dict[int, date]  # the day of the sync after the next; nothing due later is on the agenda


def agenda(*, agreement: Agreement, viewer: Person, at: datetime) -> Agenda:
    """The agenda of the next sync of ``agreement`` as ``viewer``, who may read it, sees it at ``at``."""
    return agendas(agreements={agreement.pk}, viewers=[viewer], at=at)[agreement.pk, viewer.pk]


def agendas(*, agreements: Collection[int], viewers: Collection[Person], at: datetime) -> dict[tuple[int, int], Agenda]:
    """The agendas of many agreements for many people, by agreement and person. Five queries, or six."""
    facts = _facts(agreements, at)
    return {(one, person.pk): _agenda(facts, one, person, at) for one in agreements for person in viewers}


def _facts(agreements: Collection[int], at: datetime) -> _Facts:
    flags, commitments = defaultdict(list), defaultdict(list)
    rows: QuerySet[DriftFlag] = DriftFlag.objects.open().filter(agreement__in=agreements)
    for flag in rows.select_related("agreement", "commitment", "metric").order_by("opened_at", "pk"):
        flags[flag.agreement_id].append(flag)
    for commitment in Commitment.objects.open().filter(agreement__in=agreements).order_by("due_on", "number"):
        commitments[commitment.agreement_id].append(commitment)
    keys = [commitment.pk for group in commitments.values() for commitment in group]
    sealed = [answer for answer in half_answered(commitments=keys, at=at) if answer.role == CheckInRole.OWNER]
    return _Facts(flags, commitments, sealed, _days_after_next(agreements, at))


def _days_after_next(agreements: Collection[int], at: datetime) -> dict[int, date]:
    """The local day of the second sync to come of each agreement that has one."""
    ahead: dict[int, list[Sync]] = defaultdict(list)
    rows = Sync.objects.outside_pauses().filter(agreement__in=agreements, starts_at__gt=at, cancelled_at=None)
    for sync in rows.select_related("cadence").order_by("starts_at"):
        ahead[sync.agreement_id].append(sync)
    return {
        agreement: local_date(syncs[1].starts_at, zone=zone(syncs[1].cadence.time_zone))
        for agreement, syncs in ahead.items()
        if len(syncs) > 1
    }


def _agenda(facts: _Facts, agreement: int, viewer: Person, at: datetime) -> Agenda:
    flagged = [_flagged(flag, at) for flag in _shown(facts.flags[agreement], viewer, at)]
    taken = {item.commitment for item in flagged}
    rest = [one for one in facts.commitments[agreement] if one.pk not in taken]
    until = facts.until.get(agreement)
    sealed = {answer.commitment_id for answer in facts.sealed if is_sealed(answer, viewer)}
    said = [item for one in rest if (item := _unflagged(one, until, may_tell=one.pk not in sealed))]
    items = (*sorted(flagged, key=lambda item: not item.is_drifting), *said)
    return Agenda(items=items, on_track=len(rest) - len(said))


def _shown(flags: list[DriftFlag], viewer: Person, at: datetime) -> list[DriftFlag]:
    """One flag a subject, the strongest that ``viewer`` may see: the rule of ``DriftFlagQuerySet.visible_to``."""
    strongest: dict[str, DriftFlag] = {}
    for flag in flags:
        is_shown = viewer.is_administrator or flag.shown_at <= at or flag.first_told_id == viewer.pk
        if is_shown and (flag.subject not in strongest or flag.strength == Strength.STRONG):
            strongest[flag.subject] = flag
    return list(strongest.values())


def _flagged(flag: DriftFlag, at: datetime) -> AgendaItem:
    return AgendaItem(
        subject=str(flag.commitment or flag.metric or flag.agreement.title),
        reason=sentence_of(flag, at=at),
        is_drifting=flag.strength == Strength.STRONG,
        commitment=flag.commitment_id,
    )


def _unflagged(commitment: Commitment, until: date | None, *, may_tell: bool) -> AgendaItem | None:
    """A commitment that brings itself to the table: by its owner's doubt where one may tell it, or by its date."""
    assert commitment.due_on is not None  # the database holds that for everything in force
    reason = ""
    if may_tell and commitment.standing in {Standing.AT_RISK, Standing.OFF_TRACK}:
        reason = "Its owner has some doubt." if commitment.standing == Standing.AT_RISK else "It needs adjusting."
    elif until is not None and commitment.due_on < until:
        reason = (
            f"Due {commitment.due_on:%a} {commitment.due_on.day} {commitment.due_on:%b}, before the sync after this."
        )
    if not reason:
        return None
    return AgendaItem(subject=commitment.deliverable, reason=reason, is_drifting=False, commitment=commitment.pk)
