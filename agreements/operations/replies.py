"""A note that came by mail joins the answer that its writer had given already."""

from datetime import datetime

from django.db import transaction

from agreements.domain.commitments import CommitmentState
from agreements.models import CheckIn
from agreements.operations.checkins import NotOpenError
from agreements.operations.events import record
from agreements.operations.locks import lock_commitment, require_active
from teams.domain.language import say

LONGEST = 4_000  # characters


@transaction.atomic
def note_reply(*, check_in: CheckIn, at: datetime, note: str) -> CheckIn:
    """Add ``note`` to an answer, in the name of whoever gave it; how the commitment stands stays as it was said.

    A note that it had keeps its place above the new one. Raises NotOpenError where nobody is asked any more.
    """
    commitment = lock_commitment(check_in.commitment)
    require_active(commitment.agreement)
    given = CheckIn.objects.select_related("person").filter(pk=check_in.pk).first()
    if given is None or commitment.state != CommitmentState.OPEN:
        raise NotOpenError(say("{label} waits for no note.", label=commitment.label))
    was = _facts(given)
    given.note = "\n".join(filter(None, (given.note, note.strip())))[:LONGEST]
    given.save(update_fields=["note"])
    round_on = given.round_on.isoformat() if given.round_on else None
    data = {"role": given.role, "round_on": round_on, "was": was, "now": _facts(given)}
    record(
        agreement=commitment.agreement, kind="reply_noted", actor=given.person, at=at, data=data, commitment=commitment
    )
    return given


def _facts(given: CheckIn) -> dict[str, str | None]:
    expected_on = given.expected_on.isoformat() if given.expected_on else None
    return {"standing": given.standing, "expected_on": expected_on, "note": given.note}
