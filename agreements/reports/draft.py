"""How far a draft has come: what is in it, for the steps that write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Count

from agreements.domain.cadence import Frequency
from agreements.domain.rhythm import rhythm
from agreements.models import Agreement, Cadence

SHOWN = 3
HORIZON = timedelta(days=400)  # holds three occurrences of most cadences, and one of the rarest


@dataclass(frozen=True, slots=True)
class DraftSteps:
    parties: int
    commitments: int
    metrics: int
    cadences: int  # 0 or 1


@dataclass(frozen=True, slots=True)
class CadenceInWords:
    """``words`` such as "every second Tuesday"; ``first`` are its first instants, aware."""

    words: str
    cadence: Cadence
    first: Sequence[datetime]


def draft_steps(agreement: Agreement) -> DraftSteps:
    """Count what ``agreement`` holds, with one query."""
    kinds = ("parties", "commitments", "metrics", "cadence")
    counts = {f"n_{kind}": Count(kind, distinct=True) for kind in kinds}
    found = Agreement.objects.filter(pk=agreement.pk).aggregate(**counts)
    return DraftSteps(*(found[name] for name in counts))


def cadence_in_words(agreement: Agreement) -> CadenceInWords | None:
    """Say how often the parties will meet, None where they did not decide yet."""
    cadence = Cadence.objects.filter(agreement=agreement).first()
    if cadence is None:
        return None
    words = rhythm(
        frequency=Frequency(cadence.frequency),
        interval=cadence.interval,
        weekday=cadence.weekday,
        nth=cadence.nth,
    )
    return CadenceInWords(words=words, cadence=cadence, first=_first(cadence, cadence.anchor_on))


def _first(cadence: Cadence, from_day: date) -> Sequence[datetime]:
    rule = cadence.rule
    days = rule.occurrences(from_day=from_day, until_day=from_day + HORIZON)
    return tuple(rule.starts_at(day) for day in islice(days, SHOWN))
