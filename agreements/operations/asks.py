"""Asking the owner of a commitment how it stands: anybody of a party, once a day for all of them."""

from datetime import datetime

from django.db import transaction

from agreements.models import Ask, Commitment
from agreements.operations.events import record
from agreements.operations.locks import lock_commitment, require_active
from agreements.permissions import may_ask_owner
from agreements.reports.asks import ONE_A_DAY, asked_today, is_askable
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

LONGEST = 280  # letters of a note


class NothingToAskError(RefusalError):
    """Only what is open, and does not rest, has news."""

    code = "nothing_to_ask"


class AskedTodayError(RefusalError):
    """One ask a day is enough; the owner is told of it once."""

    code = "asked_today"


@transaction.atomic
def ask(*, actor: Person, at: datetime, commitment: Commitment, note: str = "") -> Ask:
    """Ask its owner how ``commitment`` stands; ``note`` goes with it.

    Raises NothingToAskError, and AskedTodayError when somebody asked on this local day of the agreement, or its
    round of check-ins opens on it.
    """
    commitment = lock_commitment(commitment)
    if not may_ask_owner(actor, commitment):
        raise ForbiddenError(say("Members of the parties ask whoever owns a commitment; nobody asks themselves."))
    _require_askable(commitment, at)
    refuse({"note": [say("Say it in {most} letters at most.", most=LONGEST)]} if len(note.strip()) > LONGEST else {})
    today = local_date(at, zone=zone(commitment.agreement.time_zone))
    asked = Ask.objects.create(commitment=commitment, asked_by=actor, asked_at=at, asked_on=today, note=note.strip())
    data = {"ask": asked.pk, "asked": str(commitment.owner), "said": asked.note}
    record(agreement=commitment.agreement, kind="asked", actor=actor, at=at, data=data, commitment=commitment)
    return asked


def _require_askable(commitment: Commitment, at: datetime) -> None:
    require_active(commitment.agreement)
    if not is_askable(commitment, at=at):
        raise NothingToAskError(
            say("{commitment} is not waited for just now: nobody is asked about it.", commitment=commitment)
        )
    if said := asked_today(commitment, at=at):
        raise AskedTodayError(f"{said} {ONE_A_DAY}")
