"""Why a flag closed: the entry of the same instant that took its cause away, where there is one."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from agreements.models import DriftFlag, Event
from teams.domain.calendar import local_date, zone

# What is written in the same transaction as the flag that it closes, and so at the same instant. Of its commitment:
OF_COMMITMENT = {
    "checked_in": "Back on track: {who} checked in on {day}.",
    "delivered": "{who} declared it done on {day}.",
    "accepted": "Kept: {who} confirmed it on {day}.",
    "sent_back": "{who} sent it back on {day}.",
    "released": "{who} released it on {day}.",
    "lapsed": "It lapsed on {day}.",
    "handed_over": "It changed hands on {day}.",
}
# What only these rules look at:
OF_RULES = {
    "concern_resolved": ("{who} answered the concern on {day}.", {"concern_waiting"}),
    "reading_recorded": (
        "Back on track: {who} added a reading on {day}.",
        {"metric_off_course", "metric_bound", "metric_stale"},
    ),
    "representative_replaced": ("{who} named who signs on {day}.", {"ownerless"}),
}
# Of the agreement, and so of all that is flagged in it:
OF_ALL = {
    "amended": "A change came into force on {day}.",
    "thresholds_set": "{who} changed how the agreement is watched on {day}.",
    "paused": "{who} paused the agreement on {day}.",
    "completed": "The agreement was closed on {day}.",
    "ended": "The agreement was closed on {day}.",
}
KINDS = (*OF_COMMITMENT, *OF_RULES, *OF_ALL)
ELSE = "Its cause is gone since {day}."

type Causes = Mapping[tuple[int, datetime], list[Event]]


def cleared_by(flags: Iterable[DriftFlag]) -> dict[int, str]:
    """How each closed one of ``flags``, which bring their agreements along, came to its end. One query."""
    closed = [flag for flag in flags if flag.closed_at is not None]
    causes = _causes(closed)
    return {flag.pk: _sentence(flag, causes) for flag in closed}


def _causes(closed: Iterable[DriftFlag]) -> Causes:
    wanted = {(flag.agreement_id, flag.closed_at) for flag in closed}
    rows = Event.objects.filter(
        agreement__in={agreement for agreement, _ in wanted}, at__in={at for _, at in wanted}, kind__in=KINDS
    )
    found: dict[tuple[int, datetime], list[Event]] = {}
    for event in rows.select_related("actor").order_by("number"):
        found.setdefault((event.agreement_id, event.at), []).append(event)
    return found


def _sentence(flag: DriftFlag, causes: Causes) -> str:
    assert flag.closed_at is not None
    day = local_date(flag.closed_at, zone=zone(flag.agreement.time_zone))
    told = [(event, _about(event, flag)) for event in causes.get((flag.agreement_id, flag.closed_at), [])]
    event, said = next(((event, said) for event, said in told if said), (None, ELSE))
    who = event.actor.get_short_name() if event and event.actor else "Holdfast"
    return said.format(who=who, day=f"{day.day} {day:%B}")


def _about(event: Event, flag: DriftFlag) -> str:
    """What ``event`` says of ``flag``; empty where it is about something else."""
    if event.kind in OF_COMMITMENT:
        is_same = event.commitment_id is not None and event.commitment_id == flag.commitment_id
        return OF_COMMITMENT[event.kind] if is_same else ""
    if event.kind in OF_RULES:
        said, rules = OF_RULES[event.kind]
        return said if flag.rule in rules else ""
    return OF_ALL[event.kind]
