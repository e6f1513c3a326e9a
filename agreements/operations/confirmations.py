"""What the others say of a readback: it matches what they understood, or where it does not."""

from datetime import datetime

from django.db import transaction

from agreements.domain.readback import Verdict
from agreements.models import Agreement, Confirmation, Difference, Readback
from agreements.operations.differences import close, require_unsealed
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_readback
from agreements.permissions import may_confirm, may_read_back
from agreements.reports.asked import lines_spoken_for
from agreements.reports.heard import beside
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

LONGEST = 500  # letters of what was understood
MATCHES_NOW = "It matches now."
MARKED_ANEW = "It was marked anew."


class NothingToConfirmError(RefusalError):
    """Nothing was written yet, or nothing was said of it whose lines could be confirmed again."""

    code = "nothing_to_confirm"


@transaction.atomic
def confirm_readback(*, actor: Person, at: datetime, readback: Readback, draft: ConfirmationDraft) -> Confirmation:
    """Say that ``readback`` matches what ``actor`` understood, or where it does not; one word each, the last counts.

    Each place where it does not match is a difference to be settled.
    """
    agreement = lock_agreement(readback.agreement)
    readback = _fresh(readback, agreement)
    if not may_confirm(actor, readback):
        raise ForbiddenError(say("Only the others who are asked to say the terms back can confirm this readback."))
    _require_open(actor, readback)
    _check(draft, agreement)
    word, _ = Confirmation.objects.update_or_create(
        readback=readback,
        person=actor,
        defaults={"matches": draft.matches, "lines": _lines_now(readback), "at": at},
    )
    _mark(readback, draft, actor=actor, at=at)
    data = {"readback": readback.pk, "person": readback.person.name}
    if draft.matches:
        record(agreement=agreement, kind="readback_confirmed", actor=actor, at=at, data=data)
    else:
        data |= {"where": sorted(draft.where), "reason": draft.understood.strip()}
        record(agreement=agreement, kind="mismatch_marked", actor=actor, at=at, data=data, commitment=draft.commitment)
    return word


@transaction.atomic
def reconfirm_lines(*, actor: Person, at: datetime, readback: Readback) -> Readback:
    """Say that ``readback`` still holds after lines of it changed: its author and whoever spoke of it, each for one.

    Lines that did not change since are not asked about; when none did, nothing happens.
    """
    agreement = lock_agreement(readback.agreement)
    readback = _fresh(readback, agreement)
    if not may_read_back(actor, agreement):
        raise ForbiddenError(say("Only those who sign the terms or owe something in them are asked to say them back."))
    _require_open(actor, readback)
    word = readback if readback.person == actor else readback.confirmations.filter(person=actor).first()
    if word is None:
        raise NothingToConfirmError(say("Say first whether it matches what you understood."))
    lines = _lines_now(readback)
    changed = sorted(int(line) for line in lines if word.lines.get(line) != lines[line])
    if changed or word.lines.keys() != lines.keys():
        word.lines = lines
        word.save(update_fields=["lines"])
        data = {"readback": readback.pk, "person": readback.person.name, "lines": changed}
        record(agreement=agreement, kind="readback_confirmed", actor=actor, at=at, data=data)
    return readback


def _fresh(readback: Readback, agreement: Agreement) -> Readback:
    fresh = Readback.objects.select_related("person").get(pk=readback.pk)
    fresh.agreement = agreement
    return fresh


def _require_open(actor: Person, readback: Readback) -> None:
    require_readback(readback.agreement)
    require_unsealed(actor, readback.agreement)
    if readback.written_at is None:
        raise NothingToConfirmError(say("This readback is not written yet."))


def _check(draft: ConfirmationDraft, agreement: Agreement) -> None:
    if draft.matches and draft.where:
        refuse({"where": [say("Either it matches or it does not.")]})
    if not draft.matches and not draft.where:
        refuse({"where": [say("Say where it does not match.")]})
    if len(draft.understood) > LONGEST:
        refuse({"understood": [say("Say it in {most} letters at most.", most=LONGEST)]})
    if draft.commitment is not None and draft.commitment.agreement_id != agreement.pk:
        refuse({"commitment": [say("This commitment is not in these terms.")]})


def _lines_now(readback: Readback) -> dict[str, str]:
    own = lines_spoken_for(readback.person, readback.agreement)
    return beside(readback.agreement).lines_of(own)


def _mark(readback: Readback, draft: ConfirmationDraft, *, actor: Person, at: datetime) -> None:
    """Make the open marks of ``actor`` what they say now; what they say no more settles itself."""
    commitment, heard = draft.commitment, draft.understood.strip()
    marks = readback.differences.filter(marked_by=actor, settled_at=None)
    kept = marks.filter(field__in=draft.where, commitment=commitment, heard=heard)
    there = dict(kept.values_list("pk", "field"))
    close(marks.exclude(pk__in=there), at=at, note=MATCHES_NOW if draft.matches else MARKED_ANEW)
    Difference.objects.bulk_create(
        Difference(
            readback=readback,
            commitment=commitment,
            field=where,
            verdict=Verdict.DIFFERS,
            heard=heard,
            marked_by=actor,
            found_at=at,
        )
        for where in sorted(draft.where - set(there.values()))
    )
