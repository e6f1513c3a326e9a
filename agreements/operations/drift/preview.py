"""What other thresholds would flag today: the rules over the present facts, with nothing written."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Case, Count, Q, Value, When

from agreements.domain.drift.registry import RULES, AnyRule
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.thresholds import check_thresholds
from agreements.models import Agreement, DriftFlag
from agreements.operations.drift.selections import KINDS, Kind, Parameters, as_parameters, with_cut
from agreements.operations.drift.watch import WATCHED_STATES, Tried, cutoffs_of, moment
from agreements.permissions import may_set_thresholds
from teams.domain.errors import ForbiddenError
from teams.models import Person
from teams.permissions import may_administer

type Counts = Counter[tuple[str, str]]  # by kind of subject and code of the rule

# Only what a threshold moves is counted; the rest stays as it is.
MOVED = tuple(rule for rule in RULES if rule.thresholds)

# One row a kind of subject, with a count for each of its rules that a threshold moves.
COUNTS = """
SELECT '{subject}', ARRAY[{codes}]::text[], ARRAY[{counts}]
FROM ({facts}) facts JOIN cut ON cut.agreement_id = facts.agreement_id
"""

KIND = Case(
    When(commitment__isnull=False, then=Value(Subject.COMMITMENT.value)),
    When(metric__isnull=False, then=Value(Subject.METRIC.value)),
    default=Value(Subject.AGREEMENT.value),
)


@dataclass(frozen=True, slots=True)
class WouldFlag:
    """How many flags a rule has `now`, and how many it `would` have today. `now` lags behind by up to one sweep."""

    rule: AnyRule
    now: int
    would: int


def preview_of_all(*, actor: Person, at: datetime, thresholds: Mapping[str, int]) -> tuple[WouldFlag, ...]:
    """What these numbers of the organisation would flag in everything that is watched. Five queries.

    For administrators, who read counts of what they may not read. An agreement's own numbers stand. Raises
    InvalidValueError for a number that no rule knows or allows.
    """
    if not may_administer(actor):
        raise ForbiddenError("Only administrators of the organisation can do this.")
    check_thresholds(thresholds)
    watched = Agreement.objects.filter(state__in=WATCHED_STATES)
    return _preview(list(watched.values_list("pk", flat=True)), actor, at, Tried(of_all=_as_kept(thresholds)))


def preview_of_agreement(
    *, actor: Person, at: datetime, agreement: Agreement, thresholds: Mapping[str, int]
) -> tuple[WouldFlag, ...]:
    """What these numbers of its own would flag in ``agreement``; what they leave out is as the organisation has it.

    For those who may set them; a flag that they are not shown yet is in neither count. Raises InvalidValueError as
    above. Four queries, and one for who may.
    """
    if not may_set_thresholds(actor, agreement):
        raise ForbiddenError("Those who sign for a party, and who moderates it, settle how an agreement is watched.")
    check_thresholds(thresholds)
    return _preview([agreement.pk], actor, at, Tried(own=_as_kept(thresholds)))


def _as_kept(thresholds: Mapping[str, int]) -> str:
    return json.dumps(dict(thresholds), sort_keys=True)


def _preview(agreements: Sequence[int], actor: Person, at: datetime, tried: Tried) -> tuple[WouldFlag, ...]:
    cuts = as_parameters(cutoffs_of(agreements, moment(at), tried=tried))
    found, (shown, hidden) = _found(cuts), _open(agreements, actor, at)
    names = [(rule, (str(rule.subject), rule.code)) for rule in MOVED]
    return tuple(WouldFlag(rule, now=shown[name], would=max(found[name] - hidden[name], 0)) for rule, name in names)


def _found(cuts: Parameters) -> Counts:
    """How many subjects each rule flags by these cut-offs. One query."""
    found: Counts = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {**cuts, "subjects": None})
        for subject, codes, counts in cursor.fetchall():
            found.update({(subject, code): count for code, count in zip(codes, counts, strict=True)})
    return found


def _open(agreements: Sequence[int], actor: Person, at: datetime) -> tuple[Counts, Counts]:
    """How many flags of each rule are open in ``agreements``: shown to ``actor``, and not yet. One query."""
    flags = DriftFlag.objects.open().filter(agreement__in=agreements)
    is_shown = Q(pk__isnull=False) if actor.is_administrator else Q(shown_at__lte=at) | Q(first_told=actor)
    rows = flags.annotate(subject_kind=KIND).values_list("subject_kind", "rule").order_by()
    counts = list(rows.annotate(shown=Count("pk", filter=is_shown), all=Count("pk")))
    shown: Counts = Counter({(subject, rule): count for subject, rule, count, _ in counts})
    hidden: Counts = Counter({(subject, rule): both - count for subject, rule, count, both in counts})
    return shown, hidden


@cache
def _statement() -> str:
    return with_cut() + " UNION ALL ".join(_counts(kind) for kind in KINDS if _moved(kind))


def _counts(kind: Kind) -> str:
    rules = _moved(kind)
    fires = (f"count(*) FILTER (WHERE ({rule.strong_when}) OR ({rule.weak_when}))" for rule in rules)
    codes = ", ".join(f"'{rule.code}'" for rule in rules)
    return COUNTS.format(subject=kind.subject, codes=codes, counts=", ".join(fires), facts=kind.sql)


def _moved(kind: Kind) -> list[AnyRule]:
    return [rule for rule in kind.rules if rule.thresholds]
