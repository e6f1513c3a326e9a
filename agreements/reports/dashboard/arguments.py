"""What the same two teams argue about again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agreements.models import DriftFlag
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


def recurring_arguments(flags: Iterable[DriftFlag], *, at: datetime) -> tuple[RecurringArgument, ...]:
    """Each topic of each two teams once, the most frequent first; ``flags`` of the rule, oldest first."""
    found: dict[tuple[str, str], RecurringArgument] = {}
    for flag in flags:
        said = _argument(flag, at)
        found.setdefault((said.topic.casefold(), said.between), said)
    return tuple(sorted(found.values(), key=lambda said: -said.times)[:SHOWN])


def _argument(flag: DriftFlag, at: datetime) -> RecurringArgument:
    return RecurringArgument(
        topic=str(flag.evidence.get("topic", "")),
        between=str(flag.evidence.get("between", "")),
        times=int(flag.evidence.get("times", 0)),
        sentence=sentence_of(flag, at=at),
        agreement_title=flag.agreement.title,
        address=f"/agreements/{flag.agreement.slug}/",
    )
