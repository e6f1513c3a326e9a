from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import MetricFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, amount, day_in, iso, number, short
from agreements.domain.metrics import Direction, TargetLine

SIDES = {Direction.UP: "below", Direction.DOWN: "above", Direction.HOLD: "off"}


class MetricOffCourse(Rule[MetricFacts]):
    """Flag a metric that is heading past its target (Theil-Sen), or that stays off the line to it."""

    code = "metric_off_course"
    subject = Subject.METRIC
    title = "Off the line"
    weak = "If it goes on as it went, it does not reach its target (from four readings on)."
    strong = "The last 4 readings in a row are off the line from baseline to target."
    weak_when = (
        "CASE facts.direction WHEN 'up' THEN facts.forecast < facts.target"
        " WHEN 'down' THEN facts.forecast > facts.target"
        " ELSE abs(facts.forecast - facts.target) > abs(facts.target) * 0.05 END"
    )
    strong_when = "facts.readings_off >= cut.readings_off_line"
    template = "4 readings below the target line: 362 against 430 expected by now."
    next_step = "Put it on the next sync, and agree what changes."
    thresholds = ("readings_off_line",)

    @override
    def is_strong(self, facts: MetricFacts, cut: Cutoffs) -> bool:
        return facts.readings_off >= cut.readings_off_line

    @override
    def is_weak(self, facts: MetricFacts, cut: Cutoffs) -> bool:
        return facts.forecast is not None and _line(facts).misses_target(facts.forecast)

    @override
    def evidence(self, facts: MetricFacts, cut: Cutoffs) -> Evidence:
        return {
            "value": None if facts.value is None else number(facts.value),
            "read_on": iso(facts.read_on),
            "expected": number(_line(facts).expected_on(facts.read_on or cut.today)),
            "forecast": None if facts.forecast is None else number(facts.forecast),
            "target": number(facts.target),
            "target_on": iso(facts.target_on),
            "unit": facts.unit,
            "side": SIDES[Direction(facts.direction)],
            "readings_off": facts.readings_off,
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        unit = str(evidence["unit"])
        if strength is Strength.STRONG:
            seen = f"{amount(evidence['value'], unit)} against {amount(evidence['expected'], unit)} expected by now"
            return f"{evidence['readings_off']} readings {evidence['side']} the target line: {seen}."
        by = short(day_in(evidence, "target_on"), as_of=as_of)
        goal = f"against a target of {amount(evidence['target'], unit)}"
        return f"At this pace it will be {amount(evidence['forecast'], unit)} on {by}, {goal}."


def _line(facts: MetricFacts) -> TargetLine:
    return TargetLine(
        direction=Direction(facts.direction),
        baseline=facts.baseline,
        starts_on=facts.starts_on,
        target=facts.target,
        target_on=facts.target_on,
    )
