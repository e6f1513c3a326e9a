from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import MetricFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, amount, day_in, iso, number, short
from agreements.domain.metrics import Bound, BoundKind
from teams.domain.language import noted, say


class MetricBound(Rule[MetricFacts]):
    """Flag a metric whose bound, on itself or on another metric, does not hold in its latest reading."""

    code = "metric_bound"
    subject = Subject.METRIC
    title = noted("Outside its bound")
    strong = noted("The latest reading of what the bound stands on lies beyond it.")
    strong_when = (
        "CASE facts.bound_kind WHEN 'at_least' THEN facts.bound_value < facts.bound"
        " WHEN 'at_most' THEN facts.bound_value > facts.bound END"
    )
    template = noted("In-stock rate was 96.1 % on 3 Mar, under the bound of 97 %.")
    next_step = noted("Agree what gives way before the target is pursued further.")

    @override
    def is_strong(self, facts: MetricFacts, cut: Cutoffs) -> bool:
        if facts.bound is None or facts.bound_value is None:
            return False
        return Bound(kind=BoundKind(facts.bound_kind), value=facts.bound).is_broken_by(facts.bound_value)

    @override
    def evidence(self, facts: MetricFacts, cut: Cutoffs) -> Evidence:
        return {
            "metric": facts.bound_name,
            "value": None if facts.bound_value is None else number(facts.bound_value),
            "read_on": iso(facts.bound_read_on),
            "bound": None if facts.bound is None else number(facts.bound),
            "unit": facts.bound_unit,
            "side": "under" if facts.bound_kind == BoundKind.AT_LEAST else "over",
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        unit = str(evidence["unit"])
        return say(
            "{metric} was {value} on {day}, under the bound of {bound}."
            if evidence["side"] == "under"
            else "{metric} was {value} on {day}, over the bound of {bound}.",
            metric=evidence["metric"],
            value=amount(evidence["value"], unit),
            day=short(day_in(evidence, "read_on"), as_of=as_of),
            bound=amount(evidence["bound"], unit),
        )
