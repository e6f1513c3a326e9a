"""The sums that make up a page, in one union: of the summaries, and of rows that no summary tells apart.

No summary knows of pauses, which end by the clock, nor who may read what is open to its parties only: the rows of
paused agreements are taken off again, and an ordinary reader's own are added to what the whole organisation may read.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Count, DateField, DateTimeField, F, IntegerField, Max, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Least, TruncWeek

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.commitments import ADJUSTED, CommitmentState
from agreements.domain.counting import CAME_DUE, Weeks, week_of
from agreements.models import Commitment, PairNow, PairWeek, Sync, TeamCount, TeamWeek, Visibility
from agreements.reports.dashboard.sight import Sight, not_paused
from agreements.reports.filters import that_came_due
from agreements.reports.sync_costs import RETURNED, SPENT

NUMBERS = ("n1", "n2", "n3", "n4", "n5")
COLUMNS = ("part", "debtor", "creditor", "monday", *NUMBERS, "instant")
NO_NUMBER, NO_DAY = Cast(Value(None), IntegerField()), Cast(Value(None), DateField())
NO_INSTANT, ZERO = Cast(Value(None), DateTimeField()), Value(0)
HEALTHS = (Health.WATCH, Health.QUIET, Health.DRIFTING)

type Part = QuerySet[Any, Any]


class Row(NamedTuple):
    """One sum: of what part, of whom or when, and up to five counts."""

    part: str
    debtor: int
    creditor: int
    monday: date
    counts: tuple[int, ...]
    instant: datetime | None


def counts(sight: Sight, *, weeks: Weeks, paused: frozenset[int]) -> Iterator[Row]:
    """Every sum of a page; one query."""
    first, *others = [
        *_now(sight, paused),
        *_weeks(sight, weeks),
        *_stood(sight, weeks),
        *_unread(sight, weeks, paused),
        _hours(sight, weeks),
    ]
    for part, debtor, creditor, monday, n1, n2, n3, n4, n5, instant in first.union(*others, all=True):
        numbers = (n1 or 0, n2 or 0, n3 or 0, n4 or 0, n5 or 0)
        yield Row(part, debtor, creditor, monday, numbers, instant)


def _part(
    name: str, rows: Part, *numbers: Any, debtor: Any = NO_NUMBER, creditor: Any = NO_NUMBER, monday: Any = NO_DAY
) -> Part:
    """Sums of ``rows`` by what is named, with ``numbers`` as their counts."""
    keys = {"part": Value(name, output_field=TextField()), "debtor": debtor, "creditor": creditor, "monday": monday}
    filled = dict(zip(NUMBERS, (*numbers, *(ZERO for _ in range(len(NUMBERS)))), strict=False))
    instant = Max("counted_at") if name == "stood" else Max("last_sync_at") if name == "sync" else NO_INSTANT
    summed: Part = rows.order_by().annotate(**keys).values(*keys).annotate(**filled, instant=instant)
    listed: Part = summed.values_list(*COLUMNS)
    return listed


def _now(sight: Sight, paused: frozenset[int]) -> Iterator[Part]:
    pair = {"debtor": F("team_id"), "creditor": F("for_team_id")}
    known = "known_" if sight.viewer.is_administrator else ""
    columns = ("open", *(f"{known}{health.value}" for health in HEALTHS))
    sums = PairNow.objects.filter(sight.either_side(), _summed(sight))
    yield _part("now", sums, *map(Sum, columns), **pair)
    open_ones = Commitment.objects.filter(sight.either_side(), state=CommitmentState.OPEN)
    if paused:
        off = open_ones.filter(_told_apart(sight), agreement__in=paused)
        yield _part("now", off, *(-count for count in _by_health(sight)), **pair)
    if not sight.counts_all:
        own = sight.own().filter(state=AgreementState.ACTIVE).exclude(pk__in=paused)
        yield _part("now", open_ones.filter(agreement__in=own), *_by_health(sight), **pair)


def _told_apart(sight: Sight) -> Q:
    """Of paused agreements, those that the summaries counted in."""
    return Q() if sight.counts_all else Q(agreement__visibility=Visibility.ORGANISATION)


def _summed(sight: Sight) -> Q:
    return Q() if sight.counts_all else Q(is_public=True)


def _by_health(sight: Sight) -> tuple[Count, ...]:
    return (Count("pk"), *(Count("pk", filter=Q(**{sight.health: health})) for health in HEALTHS))


def _weeks(sight: Sight, weeks: Weeks) -> Iterator[Part]:
    """What came due by week, twice as far back as shown, and by team in the weeks shown."""
    model = PairWeek if sight.teams else TeamWeek
    sums = model.objects.filter(sight.either_side() & _summed(sight), week__gte=weeks.before.first_on)
    present = week_of(weeks.today)
    past = Q(week__lte=present)
    by_week = (Sum("kept", filter=past), Sum("adjusted_early"), Sum("adjusted_late"), Sum("lapsed", filter=past))
    monday = Least(F("week"), Value(present))
    yield _part("week", sums, *by_week, Sum("made", filter=past), monday=monday)
    yield _part("team", sums.filter(week__gte=weeks.first_on), *by_week, debtor=F("team_id"))
    if not sight.counts_all:
        yield from _own_weeks(sight, weeks)


def _own_weeks(sight: Sight, weeks: Weeks) -> Iterator[Part]:
    own = Commitment.objects.filter(sight.either_side(), agreement__in=sight.own())
    past = Q(due_on__lte=weeks.last_on)
    by_outcome = tuple(
        Count("pk", filter=Q(outcome=outcome) & (Q() if outcome in ADJUSTED else past)) for outcome in CAME_DUE
    )
    decided = own.filter(outcome__in=CAME_DUE)
    since = decided.filter(due_on__gte=weeks.before.first_on)
    monday = Least(Cast(TruncWeek("due_on"), DateField()), Value(week_of(weeks.today)))
    yield _part("week", since, *by_outcome, monday=monday)
    yield _part("team", decided.filter(due_on__gte=weeks.first_on), *by_outcome, debtor=F("team_id"))
    made = own.filter(opened_at__gte=_midnight(weeks.before.first_on))
    none = (ZERO,) * len(CAME_DUE)
    yield _part("week", made, *none, Count("pk"), monday=Cast(TruncWeek("opened_at", tzinfo=UTC), DateField()))


def _unread(sight: Sight, weeks: Weeks, paused: frozenset[int]) -> Iterator[Part]:
    """Of what is open to its parties only: all that is counted, less what rests and less what the reader may read."""
    if not sight.counts_all:
        return
    owed = PairNow.objects.filter(sight.either_side(), is_public=False)
    yield _part("unread", owed, Sum("open"))
    decided = PairWeek if sight.teams else TeamWeek
    sums = decided.objects.filter(sight.either_side(), is_public=False, week__gte=weeks.first_on)
    past = Q(week__lte=week_of(weeks.today))
    due = Sum("kept", filter=past) + Sum("lapsed", filter=past) + Sum("adjusted_early") + Sum("adjusted_late")
    yield _part("unread", sums, ZERO, due)
    private = Commitment.objects.filter(sight.either_side(), agreement__visibility=Visibility.PARTIES)
    resting = private.filter(agreement__in=paused, state=CommitmentState.OPEN)
    yield _part("unread", resting, -Count("pk"))
    own = Commitment.objects.filter(sight.either_side(), agreement__in=sight.own())
    is_open = Q(agreement__state=AgreementState.ACTIVE, state=CommitmentState.OPEN) & not_paused(paused)
    yield _part("unread", own, -Count("pk", filter=is_open), -Count("pk", filter=that_came_due(weeks)))


def _stood(sight: Sight, weeks: Weeks) -> Iterator[Part]:
    """As the hourly job counted; what is open to its parties only is in it for those who count all."""
    counted = TeamCount.objects.filter(_summed(sight), week__range=(weeks.before.first_on, weeks.last_on))
    if sight.teams:
        counted = counted.filter(team__in=sight.teams)
    sums = map(Sum, ("open", "drifting", "asked", "answered"))
    yield _part("stood", counted, *sums, monday=F("week"))
    yield _part("sync", counted, debtor=F("team_id"))


def _hours(sight: Sight, weeks: Weeks) -> Part:
    began = Q(starts_at__gte=_midnight(weeks.first_on), starts_at__lte=sight.at, person_minutes__isnull=False)
    syncs = Sync.objects.filter(began)
    if sight.teams or not sight.counts_all:
        syncs = syncs.filter(agreement__in=sight.countable())
    return _part("hours", syncs, SPENT, RETURNED)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
