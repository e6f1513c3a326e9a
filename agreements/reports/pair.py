"""The page of two teams: what is open both ways, what became of the latest, where they meet next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from agreements.domain.commitments import Outcome
from agreements.domain.counting import Weeks
from agreements.models import Agreement, Commitment, Sync
from agreements.models.agreements import AgreementQuerySet
from agreements.reports.agreements import AgreementRow, agreement_rows
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.dashboard import countable
from agreements.reports.sides import SHOWN, CameDue, Side, came_due_of, side_of
from teams.models import Person, Team

WEEKS = 12  # that the page looks back
SETTLED = 10  # of the latest that are decided


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


def pair_page(first: Team, second: Team, *, viewer: Person, at: datetime, today: date) -> PairPage:
    """Gather the page of two teams in a fixed number of queries; ``today`` is the reader's."""
    known, weeks = countable(viewer), Weeks(WEEKS, today)
    open_ = Commitment.objects.open().filter(agreement__in=known.running(at=at))
    there, back = {"team": first, "for_team": second}, {"team": second, "for_team": first}
    every = Commitment.objects.filter(agreement__in=known)
    shared = _shared(first, second, viewer=viewer)
    return PairPage(
        there=side_of(open_.filter(**there), viewer=viewer, at=at),
        back=side_of(open_.filter(**back), viewer=viewer, at=at),
        there_came=came_due_of(every.filter(**there), weeks=weeks),
        back_came=came_due_of(every.filter(**back), weeks=weeks),
        weeks=weeks,
        settled=_settled(first, second, viewer=viewer, at=at, today=today),
        agreements=agreement_rows(agreements=shared.order_by("-number")[:SHOWN], viewer=viewer, at=at),
        next_sync=_next_sync(shared, at=at),
    )


def _shared(first: Team, second: Team, *, viewer: Person) -> AgreementQuerySet:
    """The agreements in force that both are parties of, in the reader's sight."""
    both = Q(parties__team__in=[first, second])
    together = Agreement.objects.annotate(sides=Count("parties", filter=both, distinct=True)).filter(sides=2)
    return Agreement.objects.visible_to(viewer).active().filter(pk__in=together.values("pk"))


def _settled(first: Team, second: Team, *, viewer: Person, at: datetime, today: date) -> tuple[CommitmentRow, ...]:
    between = Q(team=first, for_team=second) | Q(team=second, for_team=first)
    decided = Commitment.objects.visible_to(viewer).filter(between, outcome__isnull=False, due_on__lte=today)
    latest = decided.exclude(outcome=Outcome.RELEASED).exclude(state="open").order_by("-due_on", "-pk")
    return commitment_rows(commitments=latest[:SETTLED], viewer=viewer, at=at)


def _next_sync(shared: AgreementQuerySet, *, at: datetime) -> NextSync | None:
    coming = Sync.objects.outside_pauses().filter(
        agreement__in=shared, held_at=None, cancelled_at=None, starts_at__gte=at
    )
    sync = coming.select_related("agreement").order_by("starts_at", "pk").first()
    if sync is None:
        return None
    return NextSync(sync.starts_at, sync.agreement.slug, sync.agreement.title, sync.number)
