"""The page of two teams: what is open both ways, what became of the latest, where they meet next.

A department stands for itself and all teams below it; its page with itself is what its teams owe each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from agreements.domain.commitments import CommitmentState, Outcome
from agreements.domain.counting import Weeks
from agreements.models import Agreement, Commitment, Party, Sync
from agreements.models.agreements import AgreementQuerySet
from agreements.reports.agreements import AgreementRow, agreement_rows
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.dashboard.sight import Sight
from agreements.reports.sides import SHOWN, CameDue, Side, readable_of, ways_of
from teams.models import Person

WEEKS = 12  # that the page looks back
SETTLED = 10  # of the latest that are decided


@dataclass(frozen=True, slots=True)
class Ends:
    """The keys of the teams at the two ends of a pair: one each, or a department with all below it."""

    first: frozenset[int]
    second: frozenset[int]

    @property
    def there(self) -> Q:
        return Q(team__in=self.first, for_team__in=self.second)

    @property
    def back(self) -> Q:
        return Q(team__in=self.second, for_team__in=self.first)


@dataclass(frozen=True, slots=True)
class NextSync:
    at: datetime
    agreement_slug: str
    agreement_title: str
    number: int


@dataclass(frozen=True, slots=True)
class PairPage:
    """``there`` is what the first team owes the second, ``back`` the reverse; ``settled`` the latest both ways."""

    there: Side
    back: Side
    there_came: CameDue  # what became of what came due in ``weeks``
    back_came: CameDue
    weeks: Weeks
    settled: tuple[CommitmentRow, ...]
    agreements: tuple[AgreementRow, ...]  # in force
    next_sync: NextSync | None


def pair_page(ends: Ends, *, viewer: Person, at: datetime, today: date) -> PairPage:
    """Gather the page of two teams in a fixed number of queries; ``today`` is the reader's."""
    known, weeks = Sight(viewer, at).countable(), Weeks(WEEKS, today)
    running = known.running(at=at)
    open_ = Commitment.objects.open().filter(agreement__in=running)
    every = Commitment.objects.filter(agreement__in=known)
    shared = _shared(ends, viewer=viewer)
    ways = {"there": ends.there, "back": ends.back}
    shown = {way: readable_of(open_.filter(condition), viewer=viewer) for way, condition in ways.items()}
    rows = _rows({**shown, "settled": _settled(ends, viewer=viewer, today=today)}, viewer=viewer, at=at)
    counted = ways_of(every, running=running, ways=ways, viewer=viewer, weeks=weeks)
    return PairPage(
        there=counted["there"].side(rows["there"]),
        back=counted["back"].side(rows["back"]),
        there_came=counted["there"].came_due,
        back_came=counted["back"].came_due,
        weeks=weeks,
        settled=rows["settled"][::-1],
        agreements=agreement_rows(agreements=shared.order_by("-number")[:SHOWN], viewer=viewer, at=at),
        next_sync=_next_sync(shared, at=at),
    )


def _rows(
    parts: Mapping[str, QuerySet[Commitment]], *, viewer: Person, at: datetime
) -> dict[str, tuple[CommitmentRow, ...]]:
    """The rows of each part by date, the parts read together."""
    keys = [rows.values_list(Value(part), "pk") for part, rows in parts.items()]
    found = list(keys[0].union(*keys[1:], all=True))
    together = Commitment.objects.filter(pk__in={pk for _, pk in found}).order_by("due_on", "pk")
    rows = commitment_rows(commitments=together, viewer=viewer, at=at)
    return {part: tuple(row for row in rows if (part, row.pk) in found) for part in parts}


def _shared(ends: Ends, *, viewer: Person) -> AgreementQuerySet:
    """The agreements in force with a party at either end, in the reader's sight."""
    party = Party.objects.filter(agreement=OuterRef("pk"))
    first, second = Exists(party.filter(team__in=ends.first)), Exists(party.filter(team__in=ends.second))
    return Agreement.objects.visible_to(viewer).active().filter(first, second)


def _settled(ends: Ends, *, viewer: Person, today: date) -> QuerySet[Commitment]:
    """What was decided of what came due, the latest date first; what was adjusted and goes on is open yet."""
    decided = Commitment.objects.visible_to(viewer).filter(ends.there | ends.back, due_on__lte=today)
    ended = decided.filter(outcome__isnull=False).exclude(outcome=Outcome.RELEASED).exclude(state=CommitmentState.OPEN)
    return ended.order_by("-due_on", "-pk")[:SETTLED]


def _next_sync(shared: AgreementQuerySet, *, at: datetime) -> NextSync | None:
    coming = Sync.objects.outside_pauses().filter(
        agreement__in=shared, held_at=None, cancelled_at=None, starts_at__gte=at
    )
    sync = coming.select_related("agreement").order_by("starts_at", "pk").first()
    if sync is None:
        return None
    return NextSync(sync.starts_at, sync.agreement.slug, sync.agreement.title, sync.number)
