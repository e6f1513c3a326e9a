"""How teams keep their word, for executives every second Monday: the sentence of the dashboard and what drifts.

Agreements between parties only are in its counts, and nowhere else (PRODUCT 6, ruling 8).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.urls import reverse

from agreements.domain.counting import Weeks
from agreements.models import Agreement, Commitment
from agreements.reports.dashboard import CAME_DUE, Dashboard, Matrix, Outcomes, dashboard, matrix, outcomes
from agreements.reports.drifting import DriftingRow
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import begins_fortnight, monday_of
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Person, Role

WEEKS = 12  # that its counts reach back, as on the dashboard
FORTNIGHTS = 4  # points of the line of rates, the last of them now
SHOWN = 5  # sentences
LEAST_COMMITMENTS = 5  # below these, a rate would say more about people than about work
LEAST_PEOPLE = 4
LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowThroughSection(Section):
    """``lines``: what drifts, by name and why; ``rates`` in per cent, the latest last, empty where hidden."""

    outcomes: Outcomes
    drift_words: str
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
    running = Agreement.objects.running(at=at)
    came_due = outcomes(viewer=person, weeks=Weeks(WEEKS, today))
    if not came_due.came_due and not running.exists():
        return ""
    return _headline(came_due, matrix(viewer=person, among=running))


def _headline(came_due: Outcomes, owed: Matrix) -> str:
    worst = owed.worst
    return wording.follow_through(
        in_time=came_due.in_time,
        came_due=came_due.came_due,
        drifting=owed.drifting,
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
    report = dashboard(viewer=reader, at=at, today=today)
    return FollowThroughSection(
        kind=Kind.FOLLOW_THROUGH,
        headline=_headline(report.outcomes, report.matrix),
        path=reverse("dashboard"),
        today=today,
        outcomes=report.outcomes,
        drift_words=_drift_words(report.matrix),
        lines=tuple((_named(row), row.sentence) for row in report.drifting[:SHOWN]),
        more=max(len(report.drifting) - SHOWN, 0),
        rates=_rates(reader, report),
    )


def _drift_words(owed: Matrix) -> str:
    """As the dashboard says it."""
    if not owed.drifting:
        return f"Nothing is drifting; {wording.say_count(owed.open, 'open commitment')} watched."
    worst = owed.worst
    who = f", {worst.drifting} of them owed by {worst.debtor.name} to {worst.creditor.name}" if worst else ""
    return f"{owed.drifting} {'is' if owed.drifting == 1 else 'are'} drifting now{who}."


def _named(row: DriftingRow) -> str:
    """With the way it goes, where one side owes it to the other."""
    return f"{wording.name(row.title)} ({' → '.join(row.parties)})" if row.kind == "commitment" else row.title


def _rates(reader: Person, report: Dashboard) -> tuple[str, ...]:
    """In time over twelve weeks each, a fortnight apart; back to the last that is hidden."""
    ends = (report.today - timedelta(weeks=2 * back) for back in range(FORTNIGHTS))
    known = takewhile(bool, (_rate(reader, until_on) for until_on in ends))
    return tuple(reversed(list(known)))


def _rate(reader: Person, until_on: date) -> str:
    """Empty where it is about fewer than five commitments, or fewer than four people."""
    weeks = Weeks(WEEKS, until_on)
    found = outcomes(viewer=reader, weeks=weeks)
    if found.came_due < LEAST_COMMITMENTS:
        return ""
    owners = Commitment.objects.filter(outcome__in=CAME_DUE, due_on__range=(weeks.first_on, weeks.last_on))
    if owners.values("owner").distinct().count() < LEAST_PEOPLE:
        return ""
    return f"{100 * found.in_time / found.came_due:.0f}"
