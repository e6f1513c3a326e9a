"""Which priority of the organisation an agreement serves: a signpost, no term of it, so nobody signs it."""

from datetime import datetime

from django.db import transaction

from agreements.models import Agreement
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement
from agreements.permissions import may_choose_priority
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person, Priority


@transaction.atomic
def choose_priority(*, actor: Person, at: datetime, agreement: Agreement, priority: Priority | None) -> Agreement:
    """Let ``agreement`` serve ``priority``; None means none."""
    agreement = lock_agreement(agreement)
    if not may_choose_priority(actor, agreement):
        raise ForbiddenError(say("Only those who sign for a party, lead one or moderate an agreement can say so."))
    was = agreement.priority
    if was == priority:
        return agreement
    agreement.priority = priority
    agreement.save(update_fields=["priority"])
    data = {"was": {"priority": was and was.name}, "now": {"priority": priority and priority.name}}
    record(agreement=agreement, kind="priority_chosen", actor=actor, at=at, data=data)
    agreement.refresh_from_db()
    return agreement
