"""Differences between what was heard and what is recorded: found by the rules, marked by people, settled by either."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from agreements.domain.mismatches import Where
from agreements.domain.readback import TO_SETTLE, Finding
from agreements.models import Agreement, Difference, Readback, Version
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement, require_readback
from agreements.permissions import may_settle
from agreements.reports.asked import WRITTEN, asked_of, is_sealed_from
from agreements.reports.heard import beside
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

TERMS_CHANGED = "The terms were changed."
ASKED_NO_MORE = "Somebody else is asked in their place."
LONGEST = 500  # letters of what was heard that a difference repeats; the text has all of them

# Open, or settled by a person: what the rules settled by themselves opens again when it is found again.
STANDS = Q(settled_at=None) | Q(settled_by__isnull=False)

type Key = tuple[int | None, str, str, str, str]


class SayBackFirstError(RefusalError):
    """Who is asked says back their own first; then they see, and may answer, what the others heard."""

    code = "say_back_first"


class AlreadySettledError(RefusalError):
    """A difference is settled once; its note stands."""

    code = "already_settled"


@transaction.atomic
def settle(*, actor: Person, at: datetime, difference: Difference, note: str) -> Difference:
    """Note why ``difference`` is fine as it stands. Its author and whoever proposed the terms may."""
    agreement = lock_agreement(difference.readback.agreement)
    difference = _fresh(difference)
    if not may_settle(actor, difference):
        raise ForbiddenError(say("Only the person who said it and whoever proposed the terms can settle a difference."))
    require_readback(agreement)
    require_unsealed(actor, agreement)
    if difference.settled_at is not None:
        raise AlreadySettledError(say("This difference is settled."))
    if not note.strip():
        refuse({"note": [say("Say why it is fine as it stands.")]})
    difference.settled_at, difference.settled_by, difference.note = at, actor, note.strip()
    difference.save()
    data = {
        "readback": difference.readback_id,
        "person": difference.readback.person.name,
        "difference": difference.pk,
        "field": difference.field,
        "recorded": difference.recorded,
        "heard": difference.heard,
        "reason": difference.note,
    }
    commitment = difference.commitment
    record(agreement=agreement, kind="difference_settled", actor=actor, at=at, data=data, commitment=commitment)
    return difference


def find_differences_anew(*, version: Version, at: datetime) -> None:
    """Lay every readback beside the terms of ``version``, just proposed.

    What is found no more settles itself, and so does what was marked about a line that changed; what is found again
    keeps its note. Nothing of people who are not asked any more holds signing up.
    """
    agreement = version.agreement
    written = list(Readback.objects.filter(WRITTEN, agreement=agreement).select_related("person"))
    if not written:
        return
    terms, asked = beside(agreement), {asked.person: asked for asked in asked_of(agreement)}
    found = {
        readback: terms.found_in(readback, own=asked[readback.person].lines) if readback.person in asked else ()
        for readback in written
    }
    bring_in_line(found, at=at, note=TERMS_CHANGED)
    _close_marks(version, dropped=[row for row in written if row.person not in asked], at=at)


def settle_unasked(*, agreement: Agreement, at: datetime) -> None:
    """Settle what was heard by people who are not asked any more: it holds signing up no longer."""
    asked = [asked.person for asked in asked_of(agreement)]
    heard = Difference.objects.filter(readback__agreement=agreement)
    close(heard.exclude(readback__person__in=asked), at=at, note=ASKED_NO_MORE)


def bring_in_line(found: Mapping[Readback, Sequence[Finding]], *, at: datetime, note: str) -> None:
    """Make the differences of each readback those that were ``found``; what is found no more settles with ``note``."""
    rows = Difference.objects.filter(STANDS, readback__in=found, marked_by=None)
    standing = {(row.readback_id, _key(row.commitment_id, row)): row for row in rows}
    now = {
        (readback.pk, _key(finding.commitment, finding)): finding
        for readback, findings in found.items()
        for finding in findings
        if finding.verdict in TO_SETTLE
    }
    close(
        Difference.objects.filter(pk__in=[standing[gone].pk for gone in standing.keys() - now.keys()]), at=at, note=note
    )
    new = now.keys() - standing.keys()
    Difference.objects.bulk_create(_row(now[place], readback=place[0], at=at) for place in now if place in new)


def close(differences: QuerySet[Difference], *, at: datetime, note: str) -> None:
    """Settle those of ``differences`` that are open, by what happened rather than by somebody's note."""
    differences.filter(settled_at=None).update(settled_at=at, note=note)


def require_unsealed(actor: Person, agreement: Agreement) -> None:
    """Refuse who is asked and has not written: nobody answers words that they may not read yet."""
    if is_sealed_from(actor, agreement):
        raise SayBackFirstError(say("Say back first what you heard. Then you read what the others wrote."))


def _fresh(difference: Difference) -> Difference:
    rows = Difference.objects.select_related("readback__person", "commitment")
    fresh = rows.filter(pk=difference.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This difference went with its commitment, which has just been removed."))
    return fresh


def _key(commitment: int | None, said: Difference | Finding) -> Key:
    """Name what was found, so that it is known again: as a row holds it."""
    return commitment, str(said.field), str(said.verdict), said.recorded[:LONGEST], said.heard[:LONGEST]


def _row(finding: Finding, *, readback: int, at: datetime) -> Difference:
    return Difference(
        readback_id=readback,
        commitment_id=finding.commitment,
        field=finding.field,
        verdict=finding.verdict,
        recorded=finding.recorded[:LONGEST],
        heard=finding.heard[:LONGEST],
        why=finding.why,
        found_at=at,
    )


def _close_marks(version: Version, *, dropped: Collection[Readback], at: datetime) -> None:
    """Settle what people marked about lines that changed since the last proposal, or about ``dropped`` readbacks."""
    changed = _changed_since_last(version)
    marks = Difference.objects.open().filter(readback__agreement=version.agreement).exclude(marked_by=None)
    closed = [
        mark.pk
        for mark in marks.select_related("readback")
        if mark.readback in dropped or not changed.isdisjoint(_subjects(mark))
    ]
    close(Difference.objects.filter(pk__in=closed), at=at, note=TERMS_CHANGED)


def _subjects(mark: Difference) -> set[int | str]:
    """The lines that a mark is about: one, else all that its readback speaks for; and maybe the metrics."""
    lines = {mark.commitment_id} if mark.commitment_id else {int(line) for line in mark.readback.lines}
    return {*lines, *({Where.HOW_MEASURED} & {mark.field})}


def _changed_since_last(version: Version) -> set[int | str]:
    last = version.agreement.versions.filter(pk__lt=version.pk).order_by("-pk").first()
    if last is None:
        return set()
    was, now = _lines(last.terms), _lines(version.terms)
    return {line for line in was.keys() | now.keys() if was.get(line) != now.get(line)}


def _lines(terms: Mapping[str, Any]) -> dict[int | str, object]:
    return {Where.HOW_MEASURED: terms["metrics"], **{line["id"]: line for line in terms["commitments"]}}
