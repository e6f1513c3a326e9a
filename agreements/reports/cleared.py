"""Why a flag closed: the entry of the same instant that took its cause away, where there is one."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from agreements.models import DriftFlag, Event
from teams.domain.calendar import local_date, zone

# What is written in the same transaction as the flag that it closes, and so at the same instant.
SENTENCES = {
    "checked_in": "Back on track: {who} checked in on {day}.",
    "delivered": "{who} declared it done on {day}.",
    "accepted": "Kept: {who} confirmed it on {day}.",
    "sent_back": "{who} sent it back on {day}.",
    "released": "{who} released it on {day}.",
    "lapsed": "It lapsed on {day}.",
    "amended": "Back on track: a change came into force on {day}.",
    "amendment_withdrawn": "{who} withdrew the change on {day}.",
    "amendment_reopened": "{who} asked again on {day}.",
    "activated": "Every party has signed: it came into force on {day}.",
    "answers_extended": "{who} gave more time to answer on {day}.",
    "taken_back": "{who} took the proposal back on {day}.",
    "withdrawn": "The agreement was put aside on {day}.",
    "reading_recorded": "Back on track: {who} added a reading on {day}.",
    "concern_resolved": "{who} answered the concern on {day}.",
    "handed_over": "It changed hands on {day}.",
    "representative_replaced": "{who} named who signs on {day}.",
    "thresholds_set": "{who} changed how the agreement is watched on {day}.",
    "paused": "{who} paused the agreement on {day}.",
    "completed": "The agreement was closed on {day}.",
    "ended": "The agreement was closed on {day}.",
}
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
        agreement__in={agreement for agreement, _ in wanted}, at__in={at for _, at in wanted}, kind__in=SENTENCES
    )
    found: dict[tuple[int, datetime], list[Event]] = {}
    for event in rows.select_related("actor").order_by("number"):
        found.setdefault((event.agreement_id, event.at), []).append(event)
    return found


def _sentence(flag: DriftFlag, causes: Causes) -> str:
    assert flag.closed_at is not None
    day = local_date(flag.closed_at, zone=zone(flag.agreement.time_zone))
    event = next((one for one in causes.get((flag.agreement_id, flag.closed_at), []) if _is_about(one, flag)), None)
    said = SENTENCES[event.kind] if event else ELSE
    who = event.actor.get_short_name() if event and event.actor else "Holdfast"
    return said.format(who=who, day=f"{day.day} {day:%B}")


def _is_about(event: Event, flag: DriftFlag) -> bool:
    """About the same commitment, or about the whole agreement."""
    return event.commitment_id is None or event.commitment_id == flag.commitment_id
