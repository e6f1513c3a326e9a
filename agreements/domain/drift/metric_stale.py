from datetime import date, timedelta
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs, share_of
from agreements.domain.drift.facts import MetricFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso, short
from teams.domain.language import noted, say, say_many

RHYTHMS = {
    1: noted("daily"),
    7: noted("weekly"),
    14: noted("biweekly"),
    28: noted("four-weekly"),
    30: noted("monthly"),
}


class MetricStale(Rule[MetricFacts]):
    """Flag a metric that nobody read in time, until its target day has been read."""

    code = "metric_stale"
    subject = Subject.METRIC
    title = noted("No reading")
    weak = noted("The next reading is due by the metric's cadence, and its grace is over.")
    weak_when = (
        "COALESCE(facts.read_on < facts.target_on, TRUE) AND facts.read_by < cut.grace_before"
        " AND facts.read_by + (facts.every_days * cut.grace_percent + 99) / 100 < cut.today"
    )
    template = noted("No reading for 21 days; the cadence is weekly.")
    next_step = noted("Record a reading.")
    thresholds = ("grace_working_days", "grace_percent")

    @override
    def is_weak(self, facts: MetricFacts, cut: Cutoffs) -> bool:
        if facts.read_on is not None and facts.read_on >= facts.target_on:
            return False
        grace = timedelta(days=share_of(facts.every_days, percent=cut.grace_percent))
        return facts.read_by < cut.grace_before and facts.read_by + grace < cut.today

    @override
    def evidence(self, facts: MetricFacts, cut: Cutoffs) -> Evidence:
        return {"read_on": iso(facts.read_on), "asked_by": iso(facts.read_by), "every_days": facts.every_days}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        every = int(evidence["every_days"] or 1)
        rhythm = say(RHYTHMS[every]) if every in RHYTHMS else say_many(every, "every day", "every {count} days")
        if evidence["read_on"] is None:
            asked = short(day_in(evidence, "asked_by"), as_of=as_of)
            return say(
                "No reading yet; the first was expected by {day}, and the cadence is {rhythm}.",
                day=asked,
                rhythm=rhythm,
            )
        days = in_days((as_of - day_in(evidence, "read_on")).days)
        return say("No reading for {days}; the cadence is {rhythm}.", days=days, rhythm=rhythm)
