"""Terms came into force: told at once to everybody named in them, with the one page and its dates as a file."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import ChangeKind
from agreements.domain.handovers import HandoverRole
from agreements.models import Agreement, Event, Handover, Version
from agreements.reports.calendar import calendar_of
from agreements.reports.changes import how_often
from agreements.reports.facts import Fact, facts, line
from agreements.reports.sheet import Sheet, sheet_of, sheet_text
from reminders.domain import wording
from reminders.domain.attachments import Attachment
from reminders.domain.kinds import Kind
from reminders.domain.moments import IN_FORCE_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.people import named_in
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.domain.language import ENGLISH, say, spoken
from teams.models import Person
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True, kw_only=True)
class InForceSection(Section):
    """``sheet`` is the one page, ``text`` the same as plain text.

    ``changed``: what an agreed change did, a sentence a thing; empty for a first version.
    """

    title: str
    version: int
    changed: tuple[str, ...]
    sheet: Sheet
    text: str
    calendar: Attachment

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return (self.calendar,)


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Versions that came into force within the last seven days."""
    versions = {version.agreement_id: version for version in _in_force().filter(in_force_at__gt=at - IN_FORCE_LIFE)}
    named = named_in(versions.keys())
    people = Person.objects.in_bulk(set().union(*named.values()))
    for agreement, version in versions.items():
        for person in named[agreement]:
            yield _due(version, people[person])


def _in_force() -> QuerySet[Version]:
    """The latest version in force of each active agreement."""
    later = Version.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number"), in_force_at__isnull=False
    )
    latest = Version.objects.filter(~Exists(later), in_force_at__isnull=False)
    return latest.filter(agreement__state=AgreementState.ACTIVE).select_related(
        "agreement", "handover__commitment", "handover__from_person", "handover__to_person", "metric"
    )


def _due(version: Version, person: Person) -> Due:
    assert version.in_force_at is not None
    with speaking_to(person):
        headline = wording.in_force(version.agreement.title, version=version.number)
    return Due(
        kind=Kind.IN_FORCE,
        recipient=person.pk,
        subject=Subject(agreement=version.agreement_id, version=version.pk),
        slot="once",
        local_on=today_of(person, at=version.in_force_at),
        due_at=version.in_force_at,
        expires_at=version.in_force_at + IN_FORCE_LIFE,
        headline=headline,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What is the same in everybody's mail about one version."""

    sheet: Sheet
    changed: tuple[str, ...]
    calendar: Attachment


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still in force, in that version."""
    versions = _in_force().in_bulk([one.version_id for one in reminders])
    changed = _changed(versions.values())
    pages = {pk: _page(version.agreement, changed[pk], at) for pk, version in versions.items()}
    return {
        one.pk: _section(one, version, pages[version.pk], at)
        if (version := versions.get(one.version_id or 0))
        else Gone("another version is in force, or the agreement is closed")
        for one in reminders
    }


def _page(agreement: Agreement, changed: tuple[str, ...], at: datetime) -> _Page:
    sheet = sheet_of(agreement=agreement, at=at)
    assert sheet is not None  # it has a version in force
    dates = Attachment(
        name=f"{agreement.label}.ics",
        subtype="calendar",
        params={"method": "PUBLISH", "charset": "utf-8"},
        content=calendar_of(agreement=agreement, at=at),
    )
    return _Page(sheet, changed, dates)


def _changed(versions: Collection[Version]) -> dict[int, tuple[str, ...]]:
    """What the amendment, hand-over or metric of each version changed in its own agreement, as its history tells it."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    by_entry = {(version.agreement_id, version.number): version.pk for version in versions if version.amendment_id}
    for event in Event.objects.filter(agreement__in=[agreement for agreement, _ in by_entry], kind="amended"):
        if pk := by_entry.get((event.agreement_id, event.data["version"])):
            found[pk] = tuple(map(_told, event.data["changes"]))
    for version in versions:
        if version.handover is not None:
            found[version.pk] = (_handed(version.handover),)
        if version.metric is not None:
            found[version.pk] = (
                say("New: {metric}, a joint metric that matters to every party", metric=version.metric),
            )
    return found


def _handed(handover: Handover) -> str:
    facts = {"what": handover.commitment, "now": handover.to_person, "was": handover.from_person}
    if handover.role == HandoverRole.OWNER:
        return say("{what}: owner {now} (was {was})", **facts)
    return say("{what}: confirmed by {now} (was {was})", **facts)


def _told(change: Mapping[str, Any]) -> str:
    """One change: what it is now, and what it was."""
    kind, now = ChangeKind(change["kind"]), change["now"]
    if kind is ChangeKind.DROP_COMMITMENT:
        return say("{deliverable}: released", deliverable=change["deliverable"])
    if kind is ChangeKind.ADD_COMMITMENT:
        terms = line({field: now[field] for field in ("owner", "due_on")})
        return say("New: {deliverable}, {terms}", deliverable=now["deliverable"], terms=terms)
    if kind is ChangeKind.CADENCE:
        return say("When we meet: {how_often}", how_often=how_often(now))
    was = {fact.words: fact.value for fact in facts(change["was"])}
    name = change.get("deliverable") or change["name"]
    said = [_was_and_now(fact, was.get(fact.words)) for fact in facts(now)]
    return f"{name}: {'; '.join(said)}"


def _was_and_now(fact: Fact, was: str | None) -> str:
    now = f"{_within(fact.words)} {fact.value}"
    return say("{now} (was {was})", now=now, was=was) if was else now


def _within(words: str) -> str:
    """As they stand in a sentence: nouns are in capitals in German."""
    return words.lower() if spoken() == ENGLISH else words


def _section(reminder: Reminder, version: Version, page: _Page, at: datetime) -> InForceSection:
    agreement = version.agreement
    return InForceSection(
        kind=Kind.IN_FORCE,
        headline=wording.in_force(agreement.title, version=version.number),
        path=reverse("agreement", args=[agreement.slug]),
        today=today_of(reminder.recipient, at=at),
        title=agreement.title,
        version=version.number,
        changed=page.changed,
        sheet=page.sheet,
        text=sheet_text(page.sheet).rstrip(),
        calendar=page.calendar,
    )
