"""How teams keep their word, for executives every second Monday: the sentence of the dashboard and what drifts.

Agreements between parties only are in its counts, and nowhere else (PRODUCT 6, ruling 8).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from agreements.reports.dashboard.brief import Brief, brief
from agreements.reports.dashboard.drifting import DriftingRow, drifting_rows
from agreements.reports.dashboard.sentence import Sentence
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import begins_fortnight, monday_of
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Person, Role

SHOWN = 5  # sentences
LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowThroughSection(Section):
    """``lines``: what drifts, by name and why; ``rates`` in per cent, the latest last, empty where hidden."""

    sentence: Sentence
    lines: tuple[tuple[str, str], ...]
    more: int
    rates: tuple[str, ...]


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """On the first working morning of every second week; nothing where no agreement is in force yet."""
    executives = [
        one
        for one in mornings.people.values()
        if one.person.role == Role.EXECUTIVE
        and not one.is_day_off
        and begins_fortnight(one.today, calendar=one.calendar)
    ]
    said: dict[date, str] = {}  # to all of them the same counts
    for one in executives:
        if one.today not in said:
            said[one.today] = _counted(one.person, at=mornings.at, today=one.today)
        if said[one.today]:
            yield _due(one, said[one.today])


def _counted(person: Person, *, at: datetime, today: date) -> str:
    said = brief(viewer=person, at=at, today=today)
    return _headline(said) if said.outcomes.came_due or said.agreements else ""


def _headline(said: Brief) -> str:
    worst = said.sentence.worst
    return wording.follow_through(
        in_time=said.outcomes.in_time,
        came_due=said.outcomes.came_due,
        drifting=said.sentence.drifting,
        look_at=f"{worst.debtor.name} → {worst.creditor.name}" if worst else "",
    )


def _due(one: PersonMorning, headline: str) -> Due:
    return Due(
        kind=Kind.FOLLOW_THROUGH,
        recipient=one.person.pk,
        subject=Subject(),
        subject_on=monday_of(one.today),
        slot="fortnight",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + LIFE,
        headline=headline,
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """As it stands now, for who is still an executive."""
    return {
        one.pk: _section(one.recipient, at) if one.recipient.is_executive else Gone("they are no executive any more")
        for one in reminders
    }


def _section(reader: Person, at: datetime) -> FollowThroughSection:
    today = today_of(reader, at=at)
    said, drifting = brief(viewer=reader, at=at, today=today), drifting_rows(viewer=reader, at=at)
    return FollowThroughSection(
        kind=Kind.FOLLOW_THROUGH,
        headline=_headline(said),
        path=reverse("dashboard"),
        today=today,
        sentence=said.sentence,
        lines=tuple((_named(row), row.sentence) for row in drifting[:SHOWN]),
        more=max(len(drifting) - SHOWN, 0),
        rates=tuple(map(str, said.rates)),
    )


def _named(row: DriftingRow) -> str:
    """With the way it goes, where one side owes it to the other."""
    return f"{wording.name(row.title)} ({' → '.join(row.parties)})" if row.kind == "commitment" else row.title
