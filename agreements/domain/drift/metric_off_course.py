from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import MetricFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, amount, day_in, iso, number, short
from agreements.domain.metrics import Direction, TargetLine
from teams.domain.language import noted, say

SIDES = {Direction.UP: "below", Direction.DOWN: "above", Direction.HOLD: "off"}
OFF_LINE = {
    "below": noted("{count} readings below the target line: {value} against {expected} expected by now."),
    "above": noted("{count} readings above the target line: {value} against {expected} expected by now."),
    "off": noted("{count} readings off the target line: {value} against {expected} expected by now."),
}


class MetricOffCourse(Rule[MetricFacts]):
    """Flag a metric that is heading past its target (Theil-Sen), or that stays off the line to it."""

    code = "metric_off_course"
    subject = Subject.METRIC
    title = noted("Off the line")
    weak = noted("If it goes on as it went, it does not reach its target (from four readings on).")
    strong = noted("The last 4 readings in a row are off the line from baseline to target.")
    weak_when = (
        "CASE facts.direction WHEN 'up' THEN facts.forecast < facts.target"
        " WHEN 'down' THEN facts.forecast > facts.target"
        " ELSE abs(facts.forecast - facts.target) > abs(facts.target) * 0.05 END"
    )
    strong_when = "facts.readings_off >= cut.readings_off_line"
    template = noted("4 readings below the target line: 362 against 430 expected by now.")
    next_step = noted("Put it on the next sync, and agree what changes.")
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
            return say(
                OFF_LINE[str(evidence["side"])],
                count=evidence["readings_off"],
                value=amount(evidence["value"], unit),
                expected=amount(evidence["expected"], unit),
            )
        return say(
            "At this pace it will be {forecast} on {day}, against a target of {target}.",
            forecast=amount(evidence["forecast"], unit),
            day=short(day_in(evidence, "target_on"), as_of=as_of),
            target=amount(evidence["target"], unit),
        )


def _line(facts: MetricFacts) -> TargetLine:
    return TargetLine(
        direction=Direction(facts.direction),
        baseline=facts.baseline,
        starts_on=facts.starts_on,
        target=facts.target,
        target_on=facts.target_on,
    )
