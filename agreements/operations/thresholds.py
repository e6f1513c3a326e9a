"""How one agreement is watched: numbers of its own in place of the organisation's."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from agreements.domain.agreements import AgreementState
from agreements.domain.drift.thresholds import check_thresholds
from agreements.models import Agreement
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement
from agreements.permissions import may_set_thresholds
from agreements.reports.flag_history import THRESHOLDS_SET
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person

CLOSED = {AgreementState.COMPLETED, AgreementState.ENDED, AgreementState.WITHDRAWN}


class ClosedError(RefusalError):
    """What is closed is watched no more."""

    code = "agreement_closed"


@transaction.atomic
def set_thresholds(*, actor: Person, at: datetime, agreement: Agreement, thresholds: Mapping[str, int]) -> Agreement:
    """Let ``agreement`` be watched by ``thresholds``; what they leave out is as the organisation has it.

    Its flags follow at once. Raises InvalidValueError for a number no rule knows or allows, and ClosedError.
    """
    agreement = lock_agreement(agreement)
    if not may_set_thresholds(actor, agreement):
        raise ForbiddenError(
            say("Those who sign for a party, and who moderates it, settle how an agreement is watched.")
        )
    if agreement.state in CLOSED:
        raise ClosedError(say("{label} is closed, and watched no more.", label=agreement.label))
    check_thresholds(thresholds)
    was, agreement.thresholds = agreement.thresholds, dict(thresholds)
    if was != agreement.thresholds:
        agreement.save(update_fields=["thresholds"])
        data = {"was": was, "now": agreement.thresholds}
        record(agreement=agreement, kind=THRESHOLDS_SET, actor=actor, at=at, data=data)
        drift.refresh(agreement=agreement, at=at)
        agreement.refresh_from_db()
    return agreement
