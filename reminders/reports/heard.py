"""When anybody last took up what a flag stands on: a check-in, a change asked for, a decision or a topic."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Max, Q

from agreements.models import AmendedAgreement, Change, CheckIn, Decision, DriftFlag, Topic
from reminders.reports.flag_sections import subject_of

type Key = tuple[str, int]  # "commitment", "metric" or "agreement", and its id


def heard_of(flags: Sequence[DriftFlag]) -> dict[int, datetime]:
    """By flag, when its subject was last taken up; nothing for one that never was. Seven queries."""
    if not flags:
        return {}
    latest: dict[Key, datetime] = {}
    for key, at in _words(flags):
        latest[key] = max(at, latest.get(key, at))
    found = {flag.pk: latest[_key(flag)] for flag in flags if _key(flag) in latest}
    for flag, at in _topics(flags):
        found[flag.pk] = max(at, found.get(flag.pk, at))
    return found


def _key(flag: DriftFlag) -> Key:
    if flag.commitment_id:
        return "commitment", flag.commitment_id
    return ("metric", flag.metric_id) if flag.metric_id else ("agreement", flag.agreement_id)


def _words(flags: Iterable[DriftFlag]) -> Iterator[tuple[Key, datetime]]:
    keys = {_key(flag) for flag in flags}
    of = {kind: [number for name, number in keys if name == kind] for kind in ("commitment", "metric", "agreement")}
    check_ins = CheckIn.objects.filter(commitment__in=of["commitment"])
    for commitment, at in check_ins.values_list("commitment").annotate(Max("at")).order_by():
        yield ("commitment", commitment), at
    for kind in ("commitment", "metric"):
        named = {f"{kind}__in": of[kind]}
        changes = Change.objects.filter(**named).values_list(kind)
        decisions = Decision.objects.filter(**named).values_list(kind)
        for number, at in changes.annotate(Max("alternative__amendment__asked_at")).order_by():
            yield (kind, number), at
        for number, at in decisions.annotate(Max("made_at")).order_by():
            yield (kind, number), at
    yield from _of_agreements(of["agreement"])


def _of_agreements(agreements: Sequence[int]) -> Iterator[tuple[Key, datetime]]:
    amended = AmendedAgreement.objects.filter(agreement__in=agreements).values_list("agreement")
    for agreement, at in amended.annotate(Max("amendment__asked_at")).order_by():
        yield ("agreement", agreement), at
    whole = Q(commitment=None, metric=None, concern=None, amendment=None, topic=None)
    decisions = Decision.objects.filter(whole, sync__agreement__in=agreements).values_list("sync__agreement")
    for agreement, at in decisions.annotate(Max("made_at")).order_by():
        yield ("agreement", agreement), at


def _topics(flags: Sequence[DriftFlag]) -> Iterator[tuple[DriftFlag, datetime]]:
    """A topic is words: those that name the subject are about it."""
    rows = Topic.objects.filter(agreement__in={flag.agreement_id for flag in flags})
    topics = list(rows.values_list("agreement", "text", "added_at"))
    for flag in flags:
        name = subject_of(flag).casefold()
        yield from (
            (flag, at) for agreement, text, at in topics if agreement == flag.agreement_id and name in text.casefold()
        )
