"""Decides on the subjects that were found, and writes what changed: flags and their entries in the history."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Q

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.findings import Finding, findings
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.strengths import Strength
from agreements.models import DriftFlag, Event
from agreements.operations.drift.results import SweepResult
from agreements.operations.drift.selections import Found, Key
from agreements.operations.drift.watch import Moment
from agreements.operations.events import record_all
from teams.domain.calendar import local_date, morning, zone

SHOWN_FROM = time(9, 0)  # wall time of whoever is told first
SNOOZE = ("snoozed_until", "snoozed_at", "snoozed_by", "snooze_reason")


@dataclass(slots=True)
class Changes:
    """What one pass is about to write."""

    opened: list[DriftFlag] = field(default_factory=list)
    closed: list[DriftFlag] = field(default_factory=list)
    strengthened: list[DriftFlag] = field(default_factory=list)
    reworded: list[DriftFlag] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


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
                _change(flags[code], finding, changes, now.at)
            else:
                _open(subject, finding, changes, now)
        for code in flags.keys() - said.keys():
            _close(flags[code], changes, now.at)
    for flags in held.values():
        for flag in flags.values():
            _close(flag, changes, now.at)
    _link(changes.opened)
    return changes


def write(changes: Changes, *, at: datetime) -> SweepResult:
    """Write it all in a few statements, however much there is. The caller holds the agreements."""
    DriftFlag.objects.bulk_create(changes.opened, ignore_conflicts=True, batch_size=1000)
    DriftFlag.objects.filter(pk__in=[flag.pk for flag in changes.closed], closed_at=None).update(closed_at=at)
    DriftFlag.objects.bulk_update(changes.reworded, ["sentence", "evidence"], batch_size=1000)
    DriftFlag.objects.bulk_update(changes.strengthened, ["strength", "sentence", "evidence", *SNOOZE], batch_size=1000)
    if changes.events:
        record_all(events=changes.events, at=at)
    return SweepResult(
        opened=len(changes.opened),
        closed=len(changes.closed),
        strengthened=len(changes.strengthened),
        reworded=len(changes.reworded),
    )


def _open_flags(agreements: Sequence[int], subjects: Collection[Key] | None) -> dict[Key, dict[str, DriftFlag]]:
    held: defaultdict[Key, dict[str, DriftFlag]] = defaultdict(dict)
    flags = DriftFlag.objects.open().filter(agreement__in=agreements)
    for flag in flags.filter(Q() if subjects is None else _stands_on(subjects)).order_by("pk"):
        held[_subject_of(flag)][flag.rule] = flag
    return held


def _stands_on(subjects: Collection[Key]) -> Q:
    named: defaultdict[Subject, list[int]] = defaultdict(list)
    for kind, pk in subjects:
        named[kind].append(pk)
    on_agreement = Q(commitment=None, metric=None, agreement__in=named[Subject.AGREEMENT])
    on_part = Q(commitment__in=named[Subject.COMMITMENT]) | Q(metric__in=named[Subject.METRIC])
    return on_agreement | on_part


def _subject_of(flag: DriftFlag) -> Key:
    if flag.commitment_id:
        return Subject.COMMITMENT, flag.commitment_id
    if flag.metric_id:
        return Subject.METRIC, flag.metric_id
    return Subject.AGREEMENT, flag.agreement_id


def _open(subject: Found, finding: Finding, changes: Changes, now: Moment) -> None:
    flag = DriftFlag(
        rule=finding.rule.code,
        strength=finding.strength,
        agreement_id=subject.agreement,
        commitment_id=subject.pk if subject.kind.subject is Subject.COMMITMENT else None,
        metric_id=subject.pk if subject.kind.subject is Subject.METRIC else None,
        first_told_id=subject.first_told,
        sentence=finding.sentence,
        evidence=dict(finding.evidence),
        next_step=finding.rule.next_step,
        opened_at=now.at,
        shown_at=_shown_at(subject, finding, now),
    )
    changes.opened.append(flag)
    changes.events.append(_event("flagged", flag, was=None, now=flag.strength, at=now.at))


def _link(opened: Sequence[DriftFlag]) -> None:
    """Let each name the one of its rule and subject that closed last. One query, none where nothing opened."""
    if not opened:
        return
    closed = DriftFlag.objects.exclude(closed_at=None).filter(
        agreement__in={flag.agreement_id for flag in opened}, rule__in={flag.rule for flag in opened}
    )
    subject = ("agreement", "rule", "commitment", "metric")
    latest = closed.order_by(*subject, "-closed_at", "-pk").distinct(*subject)
    found = {(_subject_of(flag), flag.rule): flag for flag in latest}
    for flag in opened:
        flag.previous = found.get((_subject_of(flag), flag.rule))


def _shown_at(subject: Found, finding: Finding, now: Moment) -> datetime:
    """At once, or on the next working day's morning of the person who is told first."""
    if not finding.rule.is_owner_first or subject.zone is None:
        return now.at
    here = zone(subject.zone)
    day = now.calendar.next_working_day(local_date(now.at, zone=here))
    return morning(day, zone=here, at=SHOWN_FROM)


def _change(flag: DriftFlag, finding: Finding, changes: Changes, at: datetime) -> None:
    was = flag.strength
    if was == finding.strength and flag.evidence == finding.evidence:
        return
    flag.strength, flag.evidence, flag.sentence = finding.strength, dict(finding.evidence), finding.sentence
    if was == flag.strength:
        changes.reworded.append(flag)
        return
    if flag.strength == Strength.STRONG:
        wake(flag)
    changes.strengthened.append(flag)
    changes.events.append(_event("flagged", flag, was=was, now=flag.strength, at=at))


def wake(flag: DriftFlag) -> None:
    """End its snooze; the caller saves."""
    flag.snoozed_until, flag.snoozed_at, flag.snoozed_by, flag.snooze_reason = None, None, None, ""


def _close(flag: DriftFlag, changes: Changes, at: datetime) -> None:
    changes.closed.append(flag)
    changes.events.append(_event("flag_cleared", flag, was=flag.strength, now=None, at=at))


def _event(kind: str, flag: DriftFlag, *, was: str | None, now: str | None, at: datetime) -> Event:
    data = {"rule": flag.rule, "metric": flag.metric_id, "was": was, "now": now, "sentence": flag.sentence}
    return Event(
        agreement_id=flag.agreement_id,
        commitment_id=flag.commitment_id,
        kind=kind,
        at=at,
        data=data,
    )
