"""The drifting list: one row a subject, with its strongest reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from agreements.domain.agreements import AgreementState, Health
from agreements.models import Agreement, Commitment, DriftFlag, Strength
from agreements.reports.flags import sentence_of
from agreements.reports.pulse import pulses
from teams.models import Person

SHOWN = 20  # rows of the list; the register holds the rest
READ = 200  # flags looked at for them: a subject has a few


@dataclass(frozen=True, slots=True)
class DriftingRow:
    """A drifting commitment, metric or agreement. ``parties``: debtor and creditor, or all of the agreement."""

    kind: str  # "commitment", "metric" or "agreement"
    title: str
    agreement_slug: str
    agreement_title: str
    number: int | None  # of the commitment within its agreement
    metric_id: int | None
    parties: tuple[str, ...]
    owner: str | None
    due_on: date | None
    sentence: str
    rule: str
    strength: str
    pulse: tuple[str | None, ...]

    @property
    def address(self) -> str:
        """The page of the subject, below the site's root."""
        page = f"/agreements/{self.agreement_slug}/"
        if self.number is not None:
            return f"{page}commitments/{self.number}/"
        return f"{page}metrics/{self.metric_id}/" if self.metric_id else page


def drifting_rows(*, viewer: Person, at: datetime) -> tuple[DriftingRow, ...]:
    """The soonest of what drifts in ``viewer``'s sight, by date; each with its strongest, oldest reason."""
    health = "health" if viewer.is_administrator else "shown_health"
    drifting = Commitment.objects.filter(**{health: Health.DRIFTING}).values("pk")
    flags = (
        DriftFlag.objects.open()
        .visible_to(viewer, at=at)
        .filter(agreement__state=AgreementState.ACTIVE)
        .filter(Q(commitment__in=drifting) | Q(commitment=None, strength=Strength.STRONG))
        .select_related("agreement", "commitment__team", "commitment__for_team", "commitment__owner", "metric")
        .annotate(subject_due_on=Coalesce("commitment__due_on", "metric__target_on"))
        .order_by(
            F("subject_due_on").asc(nulls_last=True), "commitment", "metric", "strength", "opened_at", "pk"
        )  # "strong" sorts before "weak"
    )
    strongest: dict[str, DriftFlag] = {}
    for flag in flags[:READ]:
        if len(strongest) < SHOWN:
            strongest.setdefault(flag.subject, flag)
    parties = _parties({flag.agreement_id for flag in strongest.values()})
    said = pulses(commitments=[flag.commitment for flag in strongest.values() if flag.commitment], at=at)
    rows = [_row(flag, parties[flag.agreement_id], said, at) for flag in strongest.values()]
    return tuple(sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.title)))


def _parties(agreements: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = dict.fromkeys(agreements, ())
    names = Agreement.objects.filter(pk__in=agreements).values_list("pk", "parties__team__name").order_by("parties__pk")
    for pk, name in names:
        found[pk] = (*found[pk], name)
    return found


def _row(
    flag: DriftFlag, parties: tuple[str, ...], said: dict[int, tuple[str | None, ...]], at: datetime
) -> DriftingRow:
    commitment, metric, agreement = flag.commitment, flag.metric, flag.agreement
    subject = commitment or metric
    return DriftingRow(
        kind=flag.subject.split("/")[0],
        title=str(subject) if subject else agreement.title,
        agreement_slug=agreement.slug,
        agreement_title=agreement.title,
        number=commitment.number if commitment else None,
        metric_id=metric.pk if metric else None,
        parties=(commitment.team.name, commitment.for_team.name) if commitment else parties,
        owner=commitment.owner.get_short_name() if commitment and commitment.owner else None,
        due_on=commitment.due_on if commitment else metric.target_on if metric else None,
        sentence=sentence_of(flag, at=at),
        rule=flag.rule,
        strength=flag.strength,
        pulse=said[commitment.pk] if commitment else (),
    )
