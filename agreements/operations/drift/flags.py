"""Decides on the subjects that were found: which flags open, change or close, and what their histories say of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.findings import Finding, findings
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence
from agreements.models import DriftFlag
from agreements.operations.drift.selections import Found, Key
from agreements.operations.drift.watch import Moment
from agreements.operations.drift.writing import Changed, Changes, Closed, Opened
from agreements.operations.events import Entry
from teams.domain.calendar import WorkingCalendar, local_date, morning, zone

SHOWN_FROM = time(9, 0)  # wall time of whoever is told first
SNOOZE = ("snoozed_until", "snoozed_at", "snoozed_by", "snooze_reason")


class Held(NamedTuple):
    """An open flag as it is kept. The subject is a commitment, a metric, or else the agreement; all by their keys."""

    pk: int
    rule: str
    strength: str
    evidence: Evidence
    sentence: str
    agreement_id: int
    commitment_id: int | None
    metric_id: int | None

    @property
    def key(self) -> Key:
        return _key(self.agreement_id, self.commitment_id, self.metric_id)


def decide(
    *,
    found: Iterable[Found],
    cuts: Mapping[int, Cutoffs],
    agreements: Sequence[int],
    subjects: Collection[Key] | None,
    now: Moment,
) -> Changes:
    """Compare what the rules say with the flags that stand on ``subjects`` (None: all of ``agreements``).

    ``found``: those that are watched; flags on any other are closed. One query, and one more where any is opened.
    """
    changes = Changes()
    held = _open_flags(agreements, subjects)
    for subject in found:
        flags = held.pop(subject.key, {})
        said = findings(rules=subject.kind.rules, facts=subject.facts, cut=cuts[subject.agreement])
        for code, finding in said.items():
            if code in flags:
                _change(flags[code], finding, changes)
            else:
                _open(subject, finding, changes, now)
        for code in flags.keys() - said.keys():
            _close(flags[code], changes)
    for flags in held.values():
        for flag in flags.values():
            _close(flag, changes)
    changes.opened = list(_linked(changes.opened))
    return changes


def _open_flags(agreements: Sequence[int], subjects: Collection[Key] | None) -> dict[Key, dict[str, Held]]:
    held: defaultdict[Key, dict[str, Held]] = defaultdict(dict)
    flags = DriftFlag.objects.open().filter(agreement__in=agreements)
    flags = flags.filter(Q() if subjects is None else _stands_on(subjects)).order_by("pk")
    for flag in map(Held._make, flags.values_list(*Held._fields)):
        held[flag.key][flag.rule] = flag
    return held


def _stands_on(subjects: Collection[Key]) -> Q:
    named: defaultdict[Subject, list[int]] = defaultdict(list)
    for kind, pk in subjects:
        named[kind].append(pk)
    on_agreement = Q(commitment=None, metric=None, agreement__in=named[Subject.AGREEMENT])
    on_part = Q(commitment__in=named[Subject.COMMITMENT]) | Q(metric__in=named[Subject.METRIC])
    return on_agreement | on_part


def _key(agreement: int, commitment: int | None, metric: int | None) -> Key:
    if commitment:
        return Subject.COMMITMENT, commitment
    return (Subject.METRIC, metric) if metric else (Subject.AGREEMENT, agreement)


def _open(subject: Found, finding: Finding, changes: Changes, now: Moment) -> None:
    flag = Opened(
        rule=finding.rule.code,
        strength=finding.strength,
        agreement_id=subject.agreement,
        commitment_id=subject.pk if subject.kind.subject is Subject.COMMITMENT else None,
        metric_id=subject.pk if subject.kind.subject is Subject.METRIC else None,
        first_told_id=subject.first_told,
        sentence=finding.sentence,
        evidence=finding.evidence,
        next_step=finding.rule.next_step,
        shown_at=_shown_at(subject, finding, now).isoformat(),
    )
    changes.opened.append(flag)
    changes.entries.append(_entry("flagged", flag, was=None, now=flag.strength))


def _linked(opened: Sequence[Opened]) -> Iterator[Opened]:
    """Let each name the one of its rule and subject that closed last. One query, none where nothing opened."""
    if not opened:
        return
    closed = DriftFlag.objects.exclude(closed_at=None).filter(
        agreement__in={flag.agreement_id for flag in opened}, rule__in={flag.rule for flag in opened}
    )
    subject = ("agreement_id", "commitment_id", "metric_id", "rule")
    latest = closed.order_by(*subject, "-closed_at", "-pk").distinct(*subject)
    found = {tuple(row): pk for pk, *row in latest.values_list("pk", *subject)}
    for flag in opened:
        previous = found.get((flag.agreement_id, flag.commitment_id, flag.metric_id, flag.rule))
        yield flag._replace(previous_id=previous) if previous else flag


def _shown_at(subject: Found, finding: Finding, now: Moment) -> datetime:
    """At once, or on the next working day's morning of the person who is told first."""
    if not finding.rule.is_owner_first or subject.zone is None:
        return now.at
    return _next_morning(now.at, subject.zone, now.calendar)


@lru_cache(maxsize=64)
def _next_morning(at: datetime, name: str, calendar: WorkingCalendar) -> datetime:
    """Worked out once for all who live in one zone."""
    here = zone(name)
    return morning(calendar.next_working_day(local_date(at, zone=here)), zone=here, at=SHOWN_FROM)


def _change(flag: Held, finding: Finding, changes: Changes) -> None:
    if flag.strength == finding.strength and flag.evidence == finding.evidence:
        return
    changed = Changed(flag.pk, finding.strength, finding.sentence, finding.evidence)
    if flag.strength == finding.strength:
        changes.reworded.append(changed)
        return
    changes.strengthened.append(changed._replace(wakes=finding.strength == Strength.STRONG))
    said = flag._replace(sentence=finding.sentence)
    changes.entries.append(_entry("flagged", said, was=flag.strength, now=finding.strength))


def wake(flag: DriftFlag) -> None:
    """End its snooze; the caller saves."""
    flag.snoozed_until, flag.snoozed_at, flag.snoozed_by, flag.snooze_reason = None, None, None, ""


def _close(flag: Held, changes: Changes) -> None:
    changes.closed.append(Closed(flag.pk))
    changes.entries.append(_entry("flag_cleared", flag, was=flag.strength, now=None))


def _entry(kind: str, flag: Held | Opened, *, was: str | None, now: str | None) -> Entry:
    data = {"rule": flag.rule, "metric": flag.metric_id, "was": was, "now": now, "sentence": flag.sentence}
    return Entry(flag.agreement_id, flag.commitment_id, kind, data)
