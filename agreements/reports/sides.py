"""One side of what is open between teams: the rows that one may read, and counts of all that one may count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from agreements.domain.agreements import Health
from agreements.domain.commitments import CommitmentState
from agreements.domain.counting import CAME_DUE, LEAST_PEOPLE, Outcomes, Rate, Weeks
from agreements.domain.plots import Share
from agreements.models import Agreement, Commitment
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.filters import that_came_due
from teams.models import Person

SHOWN = 30  # rows of one side; the rest is behind "All"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Side:
    """What is open one way. ``rows`` are the first by date; ``hidden`` of the ``open`` ones may not be read."""

    rows: tuple[CommitmentRow, ...]
    open: int
    drifting: int
    hidden: int

    @property
    def readable(self) -> int:
        return self.open - self.hidden

    @property
    def is_cut(self) -> bool:
        return self.readable > len(self.rows)


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """What is due in a week from ``starts_on``, a Monday, to ``ends_on``, both inclusive; of it ``drifting``.

    Without a start: all that is due before; without an end: all that is due after.
    """

    starts_on: date | None
    ends_on: date | None
    open: int = 0
    drifting: int = 0

    @property
    def shares(self) -> tuple[Share, ...]:
        """The parts of its column."""
        return Share(self.open - self.drifting, "open"), Share(self.drifting, "drifting")


@dataclass(frozen=True, slots=True)
class CameDue:
    """What became of the promises of so many ``people``."""

    outcomes: Outcomes
    people: int

    @property
    def kept(self) -> Rate:
        return self._rate(self.outcomes.kept, self.outcomes.came_due)

    @property
    def changed_before(self) -> Rate:
        return self._rate(self.outcomes.adjusted_early, self.outcomes.changed)

    def _rate(self, part: int, whole: int) -> Rate:
        return Rate(part, whole, is_shown=self.people >= LEAST_PEOPLE)


def is_drifting(viewer: Person) -> Q:
    """What ``viewer`` has been told is drifting; owners hear first, administrators see all (PRODUCT 3.4)."""
    return Q(**{"health" if viewer.is_administrator else "shown_health": Health.DRIFTING})


def side_of(commitments: QuerySet[Commitment], *, viewer: Person, at: datetime) -> Side:
    """``commitments`` are all open ones that ``viewer`` may count; eight queries whatever their number."""
    readable = Q(agreement__in=Agreement.objects.visible_to(viewer))
    counts = commitments.aggregate(
        open=Count("pk"),
        drifting=Count("pk", filter=is_drifting(viewer)),
        readable=Count("pk", filter=readable),
    )
    first = commitments.filter(readable).order_by("due_on", "pk")[:SHOWN]
    rows = commitment_rows(commitments=first, viewer=viewer, at=at)
    return Side(rows, counts["open"], counts["drifting"], counts["open"] - counts["readable"])


def readable_of(commitments: QuerySet[Commitment], *, viewer: Person) -> QuerySet[Commitment]:
    """The first of some open ones that ``viewer`` may read, by date."""
    readable = commitments.filter(agreement__in=Agreement.objects.visible_to(viewer))
    return readable.order_by("due_on", "pk")[:SHOWN]


@dataclass(frozen=True, slots=True)
class Way:
    """The counts of one way between teams: what is open, and what became of the rest."""

    open: int
    drifting: int
    readable: int
    came_due: CameDue

    def side(self, rows: tuple[CommitmentRow, ...]) -> Side:
        return Side(rows, self.open, self.drifting, self.open - self.readable)


def ways_of(
    every: QuerySet[Commitment],
    *,
    running: QuerySet[Agreement],
    ways: Mapping[str, Q],
    viewer: Person,
    weeks: Weeks,
) -> dict[str, Way]:
    """The counts of several ways over ``every`` commitment; what is open in ``running`` ones is open. One query."""
    is_open = Q(state=CommitmentState.OPEN, agreement__in=running)
    outcomes = {outcome.value: that_came_due(weeks) & Q(outcome=outcome) for outcome in CAME_DUE}
    parts = {
        "open": is_open,
        "drifting": is_open & is_drifting(viewer),
        "readable": is_open & Q(agreement__in=Agreement.objects.visible_to(viewer)),
        **outcomes,
    }
    counts = {
        f"{way}_{name}": Count("pk", filter=condition & part)
        for way, condition in ways.items()
        for name, part in parts.items()
    }
    people = {
        f"{way}_people": Count("owner", distinct=True, filter=condition & that_came_due(weeks))
        for way, condition in ways.items()
    }
    one_of_them = Q()
    for condition in ways.values():
        one_of_them |= condition
    found = every.filter(one_of_them).aggregate(**counts, **people)
    return {way: _way({name: found[f"{way}_{name}"] for name in (*parts, "people")}) for way in ways}


def _way(found: dict[str, int]) -> Way:
    came_due = CameDue(Outcomes(**{outcome.value: found[outcome.value] for outcome in CAME_DUE}), found["people"])
    return Way(found["open"], found["drifting"], found["readable"], came_due)


def load_per_week(
    commitments: QuerySet[Commitment], *, viewer: Person, today: date, weeks: int = 8
) -> tuple[WeekLoad, ...]:
    """What is due before this week where there is any, in each of ``weeks`` from this one on, and after. One query."""
    by_week = commitments.annotate(week=TruncWeek("due_on")).values("week").order_by("week")
    counted = by_week.annotate(open=Count("pk"), drifting=Count("pk", filter=is_drifting(viewer)))
    found = list(counted.values_list("week", "open", "drifting"))
    monday = today - timedelta(days=today.weekday())
    end = monday + weeks * WEEK
    known = {week: (open_, drifting) for week, open_, drifting in found}
    mondays = [monday + index * WEEK for index in range(weeks)]
    before = _sum(found, None, monday - timedelta(days=1), upto=monday)
    after = _sum(found, end, None, since=end)
    coming = [WeekLoad(start, start + timedelta(days=6), *known.get(start, (0, 0))) for start in mondays]
    return (*([before] if before.open else []), *coming, *([after] if after.open else []))


def _sum(
    found: Iterable[tuple[date, int, int]],
    starts_on: date | None,
    ends_on: date | None,
    *,
    since: date = date.min,
    upto: date = date.max,
) -> WeekLoad:
    inside = [(open_, drifting) for week, open_, drifting in found if since <= week < upto]
    return WeekLoad(starts_on, ends_on, sum(row[0] for row in inside), sum(row[1] for row in inside))


def came_due_of(commitments: QuerySet[Commitment], *, weeks: Weeks) -> CameDue:
    """What became of those of ``commitments`` that came due in ``weeks``, in all agreements. One query."""
    decided = commitments.filter(that_came_due(weeks))
    counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in CAME_DUE}
    found = decided.aggregate(people=Count("owner", distinct=True), **counts)
    return CameDue(people=found.pop("people"), outcomes=Outcomes(**found))
