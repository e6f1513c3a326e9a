"""Looking at an agreement again: its parties say that they did, and when they will the next time."""

from datetime import date, datetime, timedelta

from django.db import transaction

from agreements.models import Agreement
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_active
from agreements.permissions import may_review
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

LATEST_REVIEW_DAYS = 366


@transaction.atomic
def review_agreement(*, actor: Person, at: datetime, agreement: Agreement, again_on: date, note: str = "") -> Agreement:
    """Record that the parties looked at ``agreement``, and will again on its local date ``again_on``.

    What they found to change is asked for as a change; this alters no term.
    """
    agreement = lock_agreement(agreement)
    if not may_review(actor, agreement):
        raise ForbiddenError(say("Only those who sign for a party, lead one or moderate an agreement can say so."))
    require_active(agreement)
    today = local_date(at, zone=zone(agreement.time_zone))
    if not today < again_on <= today + timedelta(days=LATEST_REVIEW_DAYS):
        refuse(
            {
                "again_on": [
                    say(
                        "Name a day after today, within {most} days.",
                        most=LATEST_REVIEW_DAYS,
                    )
                ]
            }
        )
    was = agreement.look_again_on or agreement.review_on
    agreement.look_again_on = again_on
    agreement.save(update_fields=["look_again_on"])
    data = {"was": was and was.isoformat(), "now": again_on.isoformat(), "said": note.strip()}
    record(agreement=agreement, kind="reviewed", actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    agreement.refresh_from_db()
    return agreement
