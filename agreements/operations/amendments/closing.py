"""A change that ends without changing anything: given up by whoever asked, or with the agreement it was asked in."""

from datetime import datetime

from django.db import transaction

from agreements.domain.amendments import AmendmentMove
from agreements.models import Agreement, Amendment
from agreements.operations import drift
from agreements.operations.amendments.holding import Held, hold
from agreements.operations.amendments.settling import close
from agreements.permissions import may_decide_on_change
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person


@transaction.atomic
def withdraw_amendment(*, actor: Person, at: datetime, amendment: Amendment) -> Amendment:
    """Give up a change that is open or has expired. Only whoever asked for it may."""
    held = hold(amendment)
    if not may_decide_on_change(actor, held.amendment):
        raise ForbiddenError(say("Only the person who asked for the change can withdraw it."))
    close(held, AmendmentMove.WITHDRAW, actor=actor, at=at)
    drift.refresh(agreement=held.home, at=at)
    return held.amendment


def withdraw_all(*, agreement: Agreement, actor: Person, at: datetime) -> None:
    """Withdraw what is open in ``agreement``, for an operation that holds it and ends it."""
    rows = Amendment.objects.open().filter(agreement=agreement).select_for_update(of=("self",), no_key=True)
    for amendment in rows.order_by("pk"):
        amendment.agreement = agreement
        amendment.revision += 1
        close(Held(amendment, {agreement.pk: agreement}), AmendmentMove.WITHDRAW, actor=actor, at=at)
