"""What somebody heard, in their own words: begun, kept as a private draft, sent, and sent anew."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from agreements.domain.readback import Said
from agreements.models import Agreement, Readback
from agreements.operations.differences import bring_in_line
from agreements.operations.drafts import ReadbackDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_readback
from agreements.permissions import may_read_back
from agreements.reports.asked import has_signed, lines_spoken_for, readback_of
from agreements.reports.heard import Beside, beside
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say, say_number
from teams.models import Person
from teams.operations.values import plain, refuse

LONGEST = 20_000  # letters of a text
LONGEST_ANSWER = 120  # letters of a quantity beside it
WRITTEN_ANEW = "It was said anew, in other words."


class AlreadyWrittenError(RefusalError):
    """What the others read changes only when it is sent again, never by the draft that is kept while one types."""

    code = "already_written"


class WordGivenError(RefusalError):
    """Who has signed the terms has given their word on them; what they heard stands as it is."""

    code = "word_given"


@transaction.atomic
def save_draft(*, actor: Person, at: datetime, agreement: Agreement, text: str) -> Readback:
    """Keep what ``actor`` has typed so far, for nobody else to read and in no history; ten minutes run from the first.

    A readback that was sent is left as it is: AlreadyWrittenError.
    """
    readback = _own(actor, _lock(agreement, actor=actor), at)
    if readback.written_at is not None:
        raise AlreadyWrittenError(say("You have sent it. The others read what you change when you send it again."))
    readback.text, readback.saved_at = _checked(text), at
    readback.save()
    return readback


@transaction.atomic
def write_readback(*, actor: Person, at: datetime, agreement: Agreement, draft: ReadbackDraft) -> Readback:
    """Send what ``actor`` heard: laid beside the terms, and open to the others who have written theirs.

    Until they sign it may be sent again; what others confirmed of the former words is then asked of them anew.
    """
    agreement = _lock(agreement, actor=actor)
    if has_signed(actor, agreement):
        raise WordGivenError(say("You have signed these terms; what you heard stands as it is."))
    readback = _own(actor, agreement, at)
    is_again = readback.written_at is not None
    terms, own = beside(agreement), lines_spoken_for(actor, agreement)
    _fill(readback, draft, terms)
    readback.lines, readback.saved_at, readback.written_at = terms.lines_of(own), at, at
    readback.revision += is_again
    readback.save()
    readback.confirmations.all().delete()
    bring_in_line({readback: terms.found_in(readback, own=own)}, at=at, note=WRITTEN_ANEW)
    data = {"readback": readback.pk, "is_again": is_again}
    record(agreement=agreement, kind="readback_written", actor=actor, at=at, data=data)
    return readback


def _lock(agreement: Agreement, *, actor: Person) -> Agreement:
    agreement = lock_agreement(agreement)
    if not may_read_back(actor, agreement):
        raise ForbiddenError(say("Only those who sign the terms or owe something in them are asked to say them back."))
    require_readback(agreement)
    return agreement


def _own(actor: Person, agreement: Agreement, at: datetime) -> Readback:
    """The readback of ``actor``, begun now if it was not before; the lock keeps it the only one."""
    begun = readback_of(actor, agreement)
    return begun or Readback.objects.create(agreement=agreement, person=actor, started_at=at, saved_at=at)


def _fill(readback: Readback, draft: ReadbackDraft, terms: Beside) -> None:
    readback.text = _checked(draft.text)
    if not readback.text:
        refuse({"text": [say("Say in your own words what you heard.")]})
    _check_answers(draft.said, terms)
    readback.said = [{name: plain(value) for name, value in asdict(said).items()} for said in draft.said]
    readback.order = draft.order or ""


def _checked(text: str) -> str:
    if len(text) > LONGEST:
        refuse({"text": [say("Say it in {most} letters at most.", most=say_number(LONGEST))]})
    return text.strip()


def _check_answers(answers: Sequence[Said], terms: Beside) -> None:
    about = [said.commitment for said in answers]
    if not terms.hashes.keys() >= set(about):
        refuse({"commitments": [say("One of these commitments is not in the terms.")]})
    if len(set(about)) < len(about):
        refuse({"commitments": [say("Answer once about each commitment.")]})
    if any(len(said.quantity or "") > LONGEST_ANSWER for said in answers):
        refuse({"commitments": [say("Write a quantity in {most} letters at most.", most=LONGEST_ANSWER)]})
