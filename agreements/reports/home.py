"""Home: what needs me, what I promised and am owed, how my agreements stand, what comes, how I follow through."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from agreements.domain.commitments import ADJUSTED, Outcome
from agreements.domain.counting import CAME_DUE
from agreements.models import Commitment
from agreements.reports.change_decisions import about_changes
from agreements.reports.concern_decisions import about_concerns
from agreements.reports.confirm_decisions import about_deliveries
from agreements.reports.handover_decisions import about_handovers
from agreements.reports.home_agreements import OwnAgreements, own_agreements
from agreements.reports.home_promises import Promises, promises
from agreements.reports.metric_decisions import about_metrics
from agreements.reports.prepared import Prepared
from agreements.reports.six_weeks import ComingSync, Week, coming_of, six_weeks
from agreements.reports.terms_decisions import Decision, about_terms
from agreements.reports.waiting import ASSENT, DECIDE, waiting
from teams.models import Person

LOOKS_BACK = timedelta(weeks=26)
ENOUGH = 5  # come due, before a share of them is said


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """What became of one's own commitments that came due in half a year; nobody else is shown it."""

    in_time: int = 0
    came_due: int = 0

    @property
    def share(self) -> int | None:
        """In percent; None while there are too few to speak of."""
        return round(100 * self.in_time / self.came_due) if self.came_due >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Home:
    """A part that is None did not load; the others stand."""

    waits: Counter[str]
    decisions: tuple[Decision, ...] | None
    owe: Promises | None
    owed: Promises | None
    agreements: OwnAgreements | None
    syncs: tuple[ComingSync, ...] | None
    weeks: tuple[Week, ...] | None
    follow_through: FollowThrough | None

    @property
    def next_sync(self) -> ComingSync | None:
        return self.syncs[0] if self.syncs else None

    @property
    def is_first_day(self) -> bool:
        """Nothing is promised, owed, agreed or asked yet, and all of that is known."""
        known = (self.decisions, self.owe, self.owed, self.agreements)
        if any(part is None for part in known):
            return False
        counts = (self.owe and self.owe.count, self.owed and self.owed.count, self.agreements and self.agreements.count)
        return not self.decisions and not any(counts)


def home(*, viewer: Person, at: datetime, today: date, loaded: "Loader | None" = None) -> Home:
    """The page of ``viewer`` as of ``at``; ``loaded`` decides what becomes of a part that cannot be read.

    Six queries, and a few for each kind of decision that waits.
    """
    load = loaded or _as_it_is
    waits = load(lambda: waiting(viewer, at=at)) or Counter()
    sides = load(lambda: promises(viewer=viewer, at=at, today=today))
    owe, owed = sides or (None, None)
    syncs = load(lambda: coming_of(viewer, at=at, today=today))
    return Home(
        waits=waits,
        decisions=load(lambda: decisions_of(viewer, at=at, waits=waits)),
        owe=owe,
        owed=owed,
        agreements=load(lambda: own_agreements(viewer=viewer, at=at)),
        syncs=syncs,
        weeks=None if syncs is None or owe is None else six_weeks(syncs=syncs, dates=owe.dates, today=today),
        follow_through=load(lambda: follow_through(viewer, today=today)),
    )


type Loader = Callable[[Callable[[], Any]], Any]


def _as_it_is(read: Callable[[], Any]) -> Any:
    return read()


def decisions_of(viewer: Person, *, at: datetime, waits: Counter[str] | None = None) -> tuple[Decision, ...]:
    """What waits for ``viewer`` alone, the longest first; kinds of which nothing ``waits`` are not looked for."""
    waits = waiting(viewer, at=at) if waits is None else waits
    found = [row for kinds, read in _KINDS.items() if any(waits[kind] for kind in kinds) for row in read(viewer, at)]
    return tuple(sorted(found, key=lambda decision: decision.since))


_KINDS: dict[tuple[str, ...], Callable[[Person, datetime], list[Decision]]] = {
    ("read_back", "answer", "settle", "sign", DECIDE): lambda viewer, at: about_terms(viewer, at=at),
    ("consent", "ask_again"): lambda viewer, _: about_changes(viewer),
    ("handover", "owner_left", "receiver_left", "signer_left"): lambda viewer, _: about_handovers(viewer),
    ("concern", "statement", "ruling"): lambda viewer, _: about_concerns(viewer),
    (ASSENT,): lambda viewer, at: about_metrics(viewer, at=at),
    ("confirm",): lambda viewer, _: about_deliveries(viewer),
}


def follow_through(viewer: Person, *, today: date) -> FollowThrough:
    """One query."""
    rows: dict[str, int] = dict(OUTCOMES.read(viewer, today, today - LOOKS_BACK))
    in_time = rows.get(Outcome.KEPT, 0) + rows.get(Outcome.ADJUSTED_EARLY, 0)
    return FollowThrough(in_time=in_time, came_due=sum(rows.values()))


def _outcomes(viewer: Person, today: date, since: date) -> QuerySet[Any, Any]:
    is_decided = Q(due_on__lte=today) | Q(outcome__in=ADJUSTED)
    mine = Commitment.objects.filter(is_decided, owner=viewer, outcome__in=CAME_DUE, due_on__gt=since)
    return mine.order_by().values_list("outcome").annotate(of=Count("pk"))


OUTCOMES = Prepared("outcomes", _outcomes, (date, date))
