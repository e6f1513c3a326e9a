"""Answers that wait for another one: of the two people asked in a round, neither reads the other first (PRODUCT 3.3).

An answer is sealed from the other of the two, and from whoever stands in for them, until they answer that round or
its sync starts. What is off track, and the date on which something is expected, is never sealed.

What was heard, and what differs in it, is sealed from who is asked too until they have written their own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from agreements.domain.cadence import round_without_cadence
from agreements.domain.commitments import Standing
from agreements.models import CheckIn, CheckInRole, Commitment, Event, Sync
from agreements.permissions import acts_for
from agreements.reports.asked import sealed_among
from teams.domain.calendar import local_date, zone
from teams.models import Person
from teams.reports.calendar import working_calendar

OF_ANSWERS = ("checked_in", "check_in_undone", "reply_noted")
OF_READBACKS = ("mismatch_marked", "difference_settled")  # the ones that repeat what was heard
LONGEST_ROUND = timedelta(days=60)  # far more than one lasts, however many holidays; it keeps old rounds unread


@dataclass(frozen=True, slots=True)
class Seal:
    """Names one answer: the commitment's id, who gave it ("owner" or "receiver"), and the round."""

    commitment: int | None
    role: str
    round_on: date | None


def seals(*, commitments: Collection[int], viewer: Person, at: datetime) -> frozenset[Seal]:
    """The answers about ``commitments`` that ``viewer`` may not read yet at ``at``. One query, or two."""
    waiting = half_answered(commitments=commitments, at=at)
    return frozenset(seal_of(answer) for answer in waiting if is_sealed(answer, viewer))


def half_answered(*, commitments: Collection[int], at: datetime) -> list[CheckIn]:
    """Answers of the rounds open at ``at`` that wait for the other one, for `is_sealed`; none of them is off track."""
    others = CheckIn.objects.filter(commitment=OuterRef("commitment"), round_on=OuterRef("round_on"))
    sync = Sync.objects.filter(agreement=OuterRef("commitment__agreement"), slot_on=OuterRef("round_on"))
    answers = (
        CheckIn.objects.filter(commitment__in=commitments, round_on__gt=at.date() - LONGEST_ROUND)
        .exclude(standing=Standing.OFF_TRACK)
        .exclude(Exists(others.exclude(role=OuterRef("role"))))
        .annotate(sync_at=Subquery(sync.values("starts_at")[:1]))
        .select_related("commitment__agreement", "commitment__owner", "commitment__accepted_by")
    )
    return [answer for answer in answers if _ends_at(answer) > at]


def is_sealed(answer: CheckIn, viewer: Person) -> bool:
    """Whether ``viewer`` is the other one asked, or stands in for them; who acts for both answers as the owner."""
    owes = acts_for(viewer, answer.commitment.owner)
    if answer.role == CheckInRole.RECEIVER:
        return owes
    return not owes and acts_for(viewer, answer.commitment.accepted_by)


def seal_of(answer: CheckIn) -> Seal:
    return Seal(answer.commitment_id, answer.role, answer.round_on)


def known_standing(commitment: Commitment, *, sealed: Collection[Seal]) -> str | None:
    """The owner's latest word as far as it is not ``sealed``; only the latest of them can be."""
    is_sealed = any(seal.commitment == commitment.pk and seal.role == CheckInRole.OWNER for seal in sealed)
    if not is_sealed:
        return commitment.standing
    return commitment.recent[-2] if len(commitment.recent) > 1 else None


def veil(events: Collection[Event], *, viewer: Person, at: datetime) -> None:
    """Take out of ``events``, in place, what sealed answers and readbacks say; what is never sealed stays."""
    _veil_readbacks(events, viewer=viewer)
    answers = [event for event in events if event.kind in OF_ANSWERS]
    about = {event.commitment_id for event in answers if event.commitment_id is not None}
    sealed = seals(commitments=about, viewer=viewer, at=at) | _taken_back(answers, viewer=viewer, at=at)
    for event in answers:
        if _seal_of_event(event) in sealed:
            event.data = event.data | {"was": _veiled(event.data["was"]), "now": _veiled(event.data["now"])}


def _taken_back(answers: Collection[Event], *, viewer: Person, at: datetime) -> frozenset[Seal]:
    """What was said and taken back again, as long as it would be sealed had it stayed."""
    told = {
        seal for seal in map(_seal_of_event, answers) if seal.round_on and seal.round_on > at.date() - LONGEST_ROUND
    }
    if not told:
        return frozenset()
    given = CheckIn.objects.filter(commitment__in={seal.commitment for seal in told})
    answered = set(given.values_list("commitment", "round_on"))
    gone = [seal for seal in told if (seal.commitment, seal.round_on) not in answered]
    return frozenset(seal for seal in gone if _would_be_sealed(seal, viewer=viewer, at=at))


def _would_be_sealed(seal: Seal, *, viewer: Person, at: datetime) -> bool:
    assert seal.commitment is not None  # an answer is about one
    assert seal.round_on is not None  # or nothing is sealed
    commitment = Commitment.objects.select_related("agreement", "owner", "accepted_by").get(pk=seal.commitment)
    answer: Any = CheckIn(commitment=commitment, role=seal.role, round_on=seal.round_on)
    sync = Sync.objects.filter(agreement=commitment.agreement_id, slot_on=seal.round_on)
    answer.sync_at = sync.values_list("starts_at", flat=True).first()
    return is_sealed(answer, viewer) and _ends_at(answer) > at


def _veil_readbacks(events: Collection[Event], *, viewer: Person) -> None:
    """Leave of what is told about others' words only whose they are, for who is asked and has not written."""
    told = [event for event in events if event.kind in OF_READBACKS]
    sealed = sealed_among({event.agreement_id for event in told}, person=viewer)
    for event in told:
        if event.agreement_id in sealed:
            event.data = {name: event.data[name] for name in ("readback", "person")}
            event.commitment = None


def _ends_at(answer: Any) -> datetime:
    """The end of the round of ``answer``: its sync's start, or without a cadence its third working day's end."""
    starts_at: datetime | None = answer.sync_at
    if starts_at is not None:
        return starts_at
    agreement = answer.commitment.agreement
    here = zone(agreement.time_zone)
    asked = round_without_cadence(
        answer.round_on,
        activated_on=local_date(agreement.activated_at, zone=here),
        zone=here,
        calendar=working_calendar(),
    )
    assert asked is not None  # a round is named by the day on which it opened
    return asked.ends_at


def _seal_of_event(event: Event) -> Seal:
    round_on = event.data["round_on"]
    return Seal(event.commitment_id, event.data["role"], round_on and date.fromisoformat(round_on))


def _veiled(facts: dict[str, str | None] | None) -> dict[str, str | None] | None:
    """What an answer said, without what is sealed; an earlier one of the round may have been off track."""
    if facts is None or facts["standing"] == Standing.OFF_TRACK:
        return facts
    return facts | {"standing": None, "note": ""}
