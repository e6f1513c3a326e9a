"""What becomes of deliveries: declared, told to who confirms them; sent back and kept, told to who declared them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment, Event
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.commitments import with_people
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.domain.calendar import local_date, zone
from teams.models import Person
from teams.speech import speaking_to

# The state that each of them is told in, and what happened when it is another one.
EXPECTED = {
    Kind.DELIVERY_DECLARED: (CommitmentState.DELIVERED, "it was answered, or taken back"),
    Kind.DELIVERY_RETURNED: (CommitmentState.OPEN, "it is no longer open"),
    Kind.KEPT: (CommitmentState.ACCEPTED, "it is not confirmed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySection(Section):
    """``words``: the evidence, or what is missing. ``in_place_of`` names whom the reader stands in for."""

    deliverable: str
    done_when: str
    due_on: date
    declared_on: date
    owner: str
    accepter: str
    words: str
    in_place_of: str = ""
    answered_on: date | None = None
    days_early: int = 0
    outcome: str = ""


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Deliveries that wait for somebody whose working morning it is, and own ones that were confirmed since."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    declared = _declared().filter(Q(accepted_by__in=among(working)) | Q(accepted_by__delegate__in=among(working)))
    rows = list(declared.filter(declared_at__gt=mornings.at - ASK_LIFE))
    numbers = _last_events(rows, kind="delivered")
    for commitment in rows:
        for one in _told(commitment, working):
            slot = f"declared:{numbers.get(commitment.pk, 0)}"
            yield _morning_due(commitment, one, kind=Kind.DELIVERY_DECLARED, slot=slot)
    kept = _accepted().filter(owner__in=among(working), accepted_at__gt=mornings.at - ASK_LIFE)
    for commitment in kept:
        assert commitment.owner_id is not None
        yield _morning_due(commitment, working[commitment.owner_id], kind=Kind.KEPT, slot="once")


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """What was sent back in the last seven days, to its owner."""
    rows = {row.pk: row for row in _returned()}
    events = Event.objects.filter(commitment__in=rows, kind="sent_back", at__gt=at - ASK_LIFE)
    for event in events.order_by("number"):
        commitment = rows[event.commitment_id or 0]
        assert commitment.owner is not None
        with speaking_to(commitment.owner):
            headline = wording.delivery_returned(commitment.deliverable)
        yield Due(
            kind=Kind.DELIVERY_RETURNED,
            recipient=commitment.owner.pk,
            subject=Subject(agreement=commitment.agreement_id, commitment=commitment.pk),
            slot=f"returned:{event.number}",
            local_on=today_of(commitment.owner, at=event.at),
            due_at=event.at,
            expires_at=event.at + ASK_LIFE,
            headline=headline,
        )


def _told(commitment: Commitment, working: dict[int, PersonMorning]) -> Iterator[PersonMorning]:
    """Who confirms it, and while they are away whoever stands in for them."""
    person = commitment.accepted_by
    assert person is not None
    if person.pk in working:
        yield working[person.pk]
    one = working.get(person.delegate_id or 0)
    if one and person.is_away_on(one.today) and _may_stand_in(one.person, commitment):
        yield one


def _may_stand_in(person: Person, commitment: Commitment) -> bool:
    is_seen = Agreement.objects.visible_to(person).filter(pk=commitment.agreement_id).exists()
    return person.pk != commitment.owner_id and is_seen


def _declared() -> QuerySet[Commitment]:
    return with_people(_in_force()).filter(state=CommitmentState.DELIVERED)


def _accepted() -> QuerySet[Commitment]:
    return with_people(Commitment.objects.filter(state=CommitmentState.ACCEPTED))


def _returned() -> QuerySet[Commitment]:
    """What was declared done and is open again; an index of its own holds the few there are."""
    return with_people(_in_force()).filter(state=CommitmentState.OPEN, declared_at__isnull=False)


def _in_force() -> QuerySet[Commitment]:
    return Commitment.objects.filter(agreement__state=AgreementState.ACTIVE)


def _last_events(rows: Iterable[Commitment], *, kind: str) -> dict[int, int]:
    """The number of the last entry of that kind about each commitment."""
    events = Event.objects.filter(commitment__in=[row.pk for row in rows], kind=kind)
    return dict(events.values_list("commitment").annotate(last=Max("number")).order_by("commitment"))


def _morning_due(commitment: Commitment, one: PersonMorning, *, kind: Kind, slot: str) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=Subject(agreement=commitment.agreement_id, commitment=commitment.pk),
        slot=slot,
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=_headline(commitment, kind),
    )


def _headline(commitment: Commitment, kind: Kind) -> str:
    if kind is Kind.DELIVERY_DECLARED:
        return wording.delivery_declared(commitment.deliverable, team=commitment.team.name)
    return wording.kept(commitment.deliverable, outcome=commitment.outcome or "", days_early=days_early(commitment))


def days_early(commitment: Commitment) -> int:
    """Whole days between the delivery and its date, where the agreement lives; 0 when it came on its date or after."""
    assert commitment.due_on is not None
    assert commitment.delivered_at is not None
    delivered_on = local_date(commitment.delivered_at, zone=zone(commitment.agreement.time_zone))
    return max((commitment.due_on - delivered_on).days, 0)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still as it was told: waiting for this person, open again, or confirmed."""
    keys = {one.commitment_id for one in reminders if one.commitment_id is not None}
    rows = with_people(Commitment.objects.filter(pk__in=keys)).in_bulk()
    said = {event.commitment_id: event for event in _last_words(keys)}
    return {one.pk: _look(one, rows.get(one.commitment_id or 0), said, at) for one in reminders}


def _last_words(keys: set[int]) -> QuerySet[Event]:
    """The last return of each; later ones come later."""
    return Event.objects.filter(commitment__in=keys, kind="sent_back").select_related("actor").order_by("number")


def _look(
    reminder: Reminder, commitment: Commitment | None, said: dict[int | None, Event], at: datetime
) -> Section | Gone:
    if commitment is None:
        return Gone("it was removed")
    if reason := _why_gone(Kind(reminder.kind), commitment, reminder.recipient):
        return Gone(reason)
    return _section(reminder, commitment, said.get(commitment.pk), at)


def _why_gone(kind: Kind, commitment: Commitment, reader: Person) -> str:
    """Why there is nothing left to say; empty when there is."""
    if kind is Kind.DELIVERY_DECLARED:
        is_theirs, gone = reader.pk in _answers(commitment), "somebody else confirms it now"
    else:
        is_theirs, gone = reader.pk == commitment.owner_id, "somebody else owns it now"
    expected, otherwise = EXPECTED[kind]
    if commitment.state != expected:
        return otherwise
    return "" if is_theirs else gone


def _answers(commitment: Commitment) -> set[int | None]:
    person = commitment.accepted_by
    assert person is not None
    return {person.pk, person.delegate_id}


def _section(reminder: Reminder, commitment: Commitment, returned: Event | None, at: datetime) -> DeliverySection:
    kind, reader, accepter = Kind(reminder.kind), reminder.recipient, commitment.accepted_by
    assert commitment.due_on is not None
    assert accepter is not None
    is_returned = kind is Kind.DELIVERY_RETURNED
    return DeliverySection(
        kind=kind,
        headline=wording.delivery_returned(commitment.deliverable) if is_returned else _headline(commitment, kind),
        path=reverse("commitment", args=[commitment.agreement.slug, commitment.number]),
        today=today_of(reader, at=at),
        deliverable=commitment.deliverable,
        done_when=commitment.done_when,
        due_on=commitment.due_on,
        declared_on=_declared_on(commitment, reader, is_first=is_returned),
        owner=str(commitment.owner),
        accepter=str(returned.actor if is_returned and returned and returned.actor else accepter),
        words=str(returned.data.get("reason", "")) if is_returned and returned else commitment.evidence,
        in_place_of=accepter.name if kind is Kind.DELIVERY_DECLARED and reader != accepter else "",
        answered_on=today_of(reader, at=commitment.accepted_at) if commitment.accepted_at else None,
        days_early=days_early(commitment) if kind is Kind.KEPT else 0,
        outcome=commitment.outcome or "",
    )


def _declared_on(commitment: Commitment, reader: Person, *, is_first: bool) -> date:
    """The reader's date of the latest declaration, or of the first, which stays on record."""
    at = commitment.delivered_at if is_first else commitment.declared_at or commitment.delivered_at
    assert at is not None
    return today_of(reader, at=at)
