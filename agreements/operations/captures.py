"""A line that somebody typed becomes a commitment of a draft, or a change that asks to add one to what is in force."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import ChangeKind
from agreements.domain.capture import Captured, Name
from agreements.models import Agreement, Amendment, Commitment, Sync
from agreements.operations.amendments import ask_for_change
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft, ChangeDraft
from agreements.operations.commitments import add_commitment
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement
from teams.domain.errors import InvalidValueError, RefusalError
from teams.domain.language import say
from teams.models import Person, Team

LONGEST_LABEL = 160
PLACE = "alternatives.0.changes.0."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a line became: a commitment of a draft, or a change of an agreement in force; the other is None."""

    commitment: Commitment | None = None
    amendment: Amendment | None = None


def draft_of(captured: Captured, *, done_when: str = "") -> CommitmentDraft:
    """Return a line of which both teams are found as a commitment; a metric that it names stands in when it is done."""
    people = Person.objects.in_bulk([captured[name].key for name in (Name.OWNER, Name.ACCEPTED_BY)], field_name="email")
    teams = Team.objects.in_bulk([captured[name].key for name in (Name.TEAM, Name.FOR_TEAM)], field_name="slug")
    due_on, metric = captured[Name.DUE_ON].key, captured[Name.METRIC].words
    said = done_when.strip() or said_in(captured)
    return CommitmentDraft(
        deliverable=captured[Name.DELIVERABLE].key,
        done_when=say("{said}\nIt moves {metric}.", said=said, metric=metric) if metric else said,
        owner=people.get(captured[Name.OWNER].key),
        team=teams[captured[Name.TEAM].key],
        for_team=teams[captured[Name.FOR_TEAM].key],
        accepted_by=people.get(captured[Name.ACCEPTED_BY].key),
        due_on=date.fromisoformat(due_on) if due_on else None,
    )


def said_in(captured: Captured) -> str:
    """Return the line as it was typed, in one row."""
    return " ".join(captured.text.split())


@transaction.atomic
def capture(
    *, actor: Person, at: datetime, agreement: Agreement, draft: CommitmentDraft, said: str, sync: Sync | None = None
) -> Kept:
    """Add ``draft`` to ``agreement``, by asking everybody it affects where that is in force.

    ``said`` is the line as it was typed, and says when it is done where the draft does not. ``sync`` is the one in
    which it was said. Raises InvalidValueError naming the fields of the draft.
    """
    agreement = lock_agreement(agreement)
    draft = draft if draft.done_when.strip() else replace(draft, done_when=said)
    if agreement.state == AgreementState.ACTIVE:
        amendment = _ask(actor, at, agreement, draft, _reason(said, sync))
        kept, about = Kept(amendment=amendment), {"amendment": amendment.number}
    else:
        commitment = add_commitment(actor=actor, at=at, agreement=agreement, draft=draft)
        kept, about = Kept(commitment=commitment), {"number": commitment.number}
    data = {"sentence": said, "sync": sync.number if sync else None, "deliverable": draft.deliverable.strip(), **about}
    record(agreement=agreement, kind="captured", actor=actor, at=at, data=data)
    return kept


def _ask(actor: Person, at: datetime, agreement: Agreement, draft: CommitmentDraft, reason: str) -> Amendment:
    change = ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=draft)
    way = AlternativeDraft(
        label=say("New: {deliverable}", deliverable=draft.deliverable.strip())[:LONGEST_LABEL], changes=(change,)
    )
    try:
        return ask_for_change(
            actor=actor, at=at, agreement=agreement, draft=AmendmentDraft(reason=reason, alternatives=(way,))
        )
    except InvalidValueError as error:
        raise _about_the_line(error) from error


def _about_the_line(error: RefusalError) -> InvalidValueError:
    """The same refusal, with its fields named as those of the draft."""
    fields = {name.removeprefix(PLACE): said for name, said in error.fields.items()}
    return InvalidValueError(error.message, fields=fields)


def _reason(said: str, sync: Sync | None) -> str:
    return (
        say("Said in sync {number}: “{said}”", number=sync.number, said=said)
        if sync
        else say("Written down in one line: “{said}”", said=said)
    )
