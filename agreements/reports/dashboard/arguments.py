"""What the same two teams argue about again and again."""

from dataclasses import dataclass

from agreements.domain.agreements import AgreementState
from agreements.models import DriftFlag
from agreements.reports.dashboard.sight import Sight
from agreements.reports.flags import sentence_of

SHOWN = 5
REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class RecurringArgument:
    """``topic`` came up ``times`` times ``between`` two teams (`Product and Sales`); ``sentence`` says it whole."""

    topic: str
    between: str
    times: int
    sentence: str
    agreement_title: str
    address: str


def recurring_arguments(sight: Sight) -> tuple[RecurringArgument, ...]:
    """Each topic of each two teams once, the most frequent first; one query."""
    flags = (
        DriftFlag.objects.open()
        .visible_to(sight.viewer, at=sight.at)
        .filter(rule=REOPENED, commitment=None, metric=None, agreement__state=AgreementState.ACTIVE)
        .filter(agreement__in=sight.of_teams(sight.readable()))
        .select_related("agreement")
        .order_by("opened_at", "pk")
    )
    found: dict[tuple[str, str], RecurringArgument] = {}
    for flag in flags:
        said = _argument(flag, sight)
        found.setdefault((said.topic.casefold(), said.between), said)
    return tuple(sorted(found.values(), key=lambda said: -said.times)[:SHOWN])


def _argument(flag: DriftFlag, sight: Sight) -> RecurringArgument:
    return RecurringArgument(
        topic=str(flag.evidence.get("topic", "")),
        between=str(flag.evidence.get("between", "")),
        times=int(flag.evidence.get("times", 0)),
        sentence=sentence_of(flag, at=sight.at),
        agreement_title=flag.agreement.title,
        address=f"/agreements/{flag.agreement.slug}/",
    )
