from datetime import date, datetime

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.agreements import complete_agreement, end_agreement
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentConflictError,
    ChangeDraft,
    StaleAlternativeError,
    expire_amendments,
    withdraw_amendment,
)
from agreements.operations.history import broken_histories
from teams.domain.errors import ForbiddenError
from teams.models import Person
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import count, entry, refused


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(feature), by=dana, at=at, within=launched)


def test_who_asked_may_withdraw(amendment: Amendment, launched: Agreement, dana: Person, at: datetime) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=amendment)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.closed_at, amendment.revision) == ("withdrawn", at, 2)
    written = entry(launched, "amendment_withdrawn")
    assert (written.actor, written.data) == (dana, {"amendment": 1, "amendment_id": amendment.pk})


def test_what_has_expired_may_be_withdrawn(amendment: Amendment, dana: Person, at: datetime) -> None:
    late = datetime(2027, 4, 1, tzinfo=at.tzinfo)
    expire_amendments(at=late)
    assert withdraw_amendment(actor=dana, at=late, amendment=amendment).state == "withdrawn"


def test_nobody_else_withdraws(amendment: Amendment, launched: Agreement, maya: Person, at: datetime) -> None:
    with refused(ForbiddenError, launched, amendment):
        withdraw_amendment(actor=maya, at=at, amendment=amendment)


def test_who_signs_decides_for_somebody_who_left(
    amendment: Amendment, dana: Person, maya: Person, at: datetime
) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    assert withdraw_amendment(actor=maya, at=at, amendment=amendment).state == "withdrawn"


def test_nothing_is_withdrawn_twice(amendment: Amendment, launched: Agreement, dana: Person, at: datetime) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=amendment)
    with refused(MoveNotAllowedError, launched, amendment):
        withdraw_amendment(actor=dana, at=at, amendment=amendment)


def test_what_is_open_ends_with_its_agreement(
    amendment: Amendment, launched: Agreement, maya: Person, at: datetime
) -> None:
    end_agreement(actor=maya, at=at, agreement=launched, reason="Merged")
    amendment.refresh_from_db()
    written, ended = entry(launched, "amendment_withdrawn"), entry(launched, "ended")
    assert (amendment.state, written.actor, written.number) == ("withdrawn", maya, ended.number - 1)
    assert broken_histories() == []


def test_what_is_open_is_withdrawn_when_all_is_complete(
    launched: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    cut = AlternativeDraft(
        label="One more",
        changes=(ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=launched.commitments.get(number=1)),),
    )
    asked(cut, by=dana, at=at, within=launched)
    launched.commitments.update(state="released", released_at=at, outcome="released")
    complete_agreement(actor=maya, at=at, agreement=launched)
    assert count(launched, "amendment_withdrawn") == 1


def test_a_change_asked_elsewhere_goes_on_without_what_ended(
    launched: Agreement, feature: Commitment, page: Commitment, dana: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    end_agreement(actor=tomas, at=at, agreement=page.agreement, reason="Merged")
    amendment.refresh_from_db()
    assert amendment.state == "open"
    with pytest.raises(StaleAlternativeError):
        accepted(amendment, by=maya, at=at)


def test_a_change_asked_elsewhere_of_what_ended_is_in_conflict(
    launched: Agreement, page: Commitment, tomas: Person, noor: Person, at: datetime
) -> None:
    amendment = asked(later(page, due_on=date(2027, 3, 25)), by=tomas, at=at, within=launched)
    end_agreement(actor=tomas, at=at, agreement=page.agreement, reason="Merged")
    with refused(AmendmentConflictError, launched):
        accepted(amendment, by=noor, at=at)
