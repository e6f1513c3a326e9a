"""Changes of what is in force: told at once to those whose answer they need, and when declined to who asked.

What a mail says of a change is what its page shows that reader: nothing of agreements that they may not see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from agreements.domain.amendments import AmendmentState, Answer
from agreements.models import Alternative, Amendment, Consent
from agreements.reports.amendments import amendment_page
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.sight import path_to
from reminders.reports.ways import Way, headline_of, way_of
from teams.domain.calendar import end_of_day, zone
from teams.models import Person
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSection(Section):
    """``title`` and ``reason`` are empty for who may not read the agreement it was asked for in."""

    title: str
    reason: str
    brought_by: str
    is_counter: bool
    answer_by: date
    notice: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinedSection(Section):
    title: str
    words: tuple[tuple[str, str, str], ...]  # who declined which alternative, and why


@dataclass(frozen=True, slots=True)
class Batch:
    """Alternatives that were brought together, and who has answered none of them."""

    amendment: Amendment
    alternatives: tuple[Alternative, ...]
    asked_at: dict[int, datetime]  # by person

    @property
    def slot(self) -> str:
        """Name the batch and what it says: brought up to date with other terms, it is told anew."""
        said = "".join(one.content_hash for one in self.alternatives)
        return f"{self.alternatives[0].position}:{sha256(said.encode()).hexdigest()[:12]}"

    @property
    def is_counter(self) -> bool:
        return self.alternatives[0].brought_at != self.amendment.asked_at


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Every open change, to everybody affected who has not answered; and those declined in the last seven days."""
    amendments = Amendment.objects.open().select_related("agreement", "asked_by")
    found = [(batch, _draft(batch, person)) for batch in batches(amendments) for person in batch.asked_at]
    known = set(Reminder.objects.filter(key__in=[due.key for _, due in found]).values_list("key", flat=True))
    people = Person.objects.in_bulk({due.recipient for _, due in found})
    for batch, due in found:
        if due.key not in known:
            person = people[due.recipient]
            with speaking_to(person):
                headline = _section(batch, person, at).headline
            yield replace(due, local_on=today_of(person, at=due.due_at), headline=headline)
    yield from _declined(at)


def batches(amendments: Collection[Amendment]) -> Iterator[Batch]:
    """Everything that ``amendments`` ask, as it was brought. Two queries."""
    of = {amendment.pk: amendment for amendment in amendments}
    together: dict[tuple[int, datetime], list[Alternative]] = defaultdict(list)
    for one in Alternative.objects.filter(amendment__in=of).order_by("amendment", "position"):
        together[one.amendment_id, one.brought_at].append(one)
    words: dict[int, list[Consent]] = defaultdict(list)
    for word in Consent.objects.filter(alternative__amendment__in=of).select_related("person").order_by("pk"):
        words[word.alternative_id].append(word)
    for (amendment, _), alternatives in together.items():
        asked = _asked([words[one.pk] for one in alternatives])
        yield Batch(of[amendment], tuple(alternatives), {person: word.asked_at for person, word in asked.items()})


def _asked(alternatives: Sequence[Sequence[Consent]]) -> dict[int, Consent]:
    """Who has said nothing yet, with an account, while one of ``alternatives`` is still open: nobody declined it."""
    answered = {word.person_id for words in alternatives for word in words if word.answer}
    still_open = [words for words in alternatives if all(word.answer != Answer.DECLINE for word in words)]
    waiting = [word for words in still_open for word in words if word.person.is_active]
    return {word.person_id: word for word in waiting if word.person_id not in answered}


def _draft(batch: Batch, person: int) -> Due:
    """What is known without reading the change: enough to tell whether it was planned."""
    amendment, asked_at = batch.amendment, batch.asked_at[person]
    return Due(
        kind=Kind.CHANGE_PROPOSED,
        recipient=person,
        subject=Subject(agreement=amendment.agreement_id, amendment=amendment.pk),
        subject_on=amendment.answer_by,
        slot=batch.slot,
        local_on=asked_at.date(),
        due_at=asked_at,
        expires_at=end_of_day(amendment.answer_by, zone=zone(amendment.agreement.time_zone)),
        headline="",
    )


def _declined(at: datetime) -> Iterator[Due]:
    """To who asked: every way was declined."""
    found = Amendment.objects.filter(
        state=AmendmentState.DECLINED, closed_at__gt=at - ASK_LIFE, asked_by__is_active=True
    ).select_related("agreement", "asked_by")
    for amendment in found:
        assert amendment.closed_at is not None  # the database holds that
        with speaking_to(amendment.asked_by):
            headline = wording.change_declined(amendment.agreement.title)
        yield Due(
            kind=Kind.CHANGE_DECLINED,
            recipient=amendment.asked_by_id,
            subject=Subject(agreement=amendment.agreement_id, amendment=amendment.pk),
            subject_on=amendment.answer_by,
            slot="once",
            local_on=today_of(amendment.asked_by, at=amendment.closed_at),
            due_at=amendment.closed_at,
            expires_at=amendment.closed_at + ASK_LIFE,
            headline=headline,
        )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open and unanswered, in the words of now; or declined by everybody, as it was told."""
    asked = [one for one in reminders if one.kind == Kind.CHANGE_PROPOSED]
    declined = [one for one in reminders if one.kind == Kind.CHANGE_DECLINED]
    return _look_at_asked(asked, at) | _look_at_declined(declined, at)


def _look_at_asked(reminders: Sequence[Reminder], at: datetime) -> Look:
    amendments = Amendment.objects.open().filter(pk__in={one.amendment_id for one in reminders})
    found = {
        _draft(batch, person).key: batch
        for batch in batches(amendments.select_related("agreement", "asked_by"))
        for person in batch.asked_at
    }
    return {
        one.pk: _section(batch, one.recipient, at)
        if (batch := found.get(one.key))
        else Gone("it was answered, changed or closed")
        for one in reminders
    }


def _look_at_declined(reminders: Sequence[Reminder], at: datetime) -> Look:
    """It stays declined: nothing leads on from there."""
    words: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    pks = {one.amendment_id for one in reminders}
    declined = Consent.objects.filter(alternative__amendment__in=pks, answer=Answer.DECLINE)
    for word in declined.select_related("alternative", "person").order_by("alternative__position", "pk"):
        words[word.alternative.amendment_id].append((word.person.name, word.alternative.label, word.reason))
    amendments = Amendment.objects.select_related("agreement").in_bulk(pks)
    return {one.pk: _declined_section(amendments[one.amendment_id or 0], words, one.recipient, at) for one in reminders}


def _declined_section(
    amendment: Amendment, words: dict[int, list[tuple[str, str, str]]], reader: Person, at: datetime
) -> DeclinedSection:
    return DeclinedSection(
        kind=Kind.CHANGE_DECLINED,
        headline=wording.change_declined(amendment.agreement.title),
        path=path_to(amendment, may_read=True),
        today=today_of(reader, at=at),
        title=amendment.agreement.title,
        words=tuple(words[amendment.pk]),
    )


def _section(batch: Batch, reader: Person, at: datetime) -> ChangeSection:
    amendment, today = batch.amendment, today_of(reader, at=at)
    page = amendment_page(amendment=amendment, viewer=reader, at=at)
    may_read = amendment.agreement in page.touched
    brought = {one.pk for one in batch.alternatives}
    options = [option for option in page.options if option.alternative.pk in brought and option.may_answer]
    who = _who(options[0].alternative.brought_by, amendment) if may_read else ""
    return ChangeSection(
        kind=Kind.CHANGE_PROPOSED,
        headline=headline_of(options, who=who, is_counter=batch.is_counter, today=today),
        path=path_to(amendment, may_read=may_read),
        today=today,
        title=amendment.agreement.title if may_read else "",
        reason=amendment.reason if may_read else "",
        brought_by=who and options[0].alternative.brought_by.name,
        is_counter=batch.is_counter,
        answer_by=amendment.answer_by,
        notice=page.notice,
        ways=tuple(way_of(option, may_read=may_read, today=today) for option in options),
    )


def _who(person: Person, amendment: Amendment) -> str:
    """The team that ``person`` signs for or belongs to in this agreement, else their own name."""
    parties = amendment.agreement.parties.filter(Q(representative=person) | Q(team__memberships__person=person))
    party = parties.select_related("team").order_by("pk").first()
    return party.team.name if party else person.name
