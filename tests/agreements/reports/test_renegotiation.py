from datetime import datetime

import pytest

from agreements.models import Agreement, Commitment
from agreements.operations.amendments import withdraw_amendment
from agreements.reports.renegotiation import in_renegotiation, is_in_renegotiation
from teams.models import Person
from tests.agreements.changing import asked, later
from tests.factories import AgreementFactory


def test_an_agreement_without_a_change_is_not_in_renegotiation(launched: Agreement) -> None:
    assert not is_in_renegotiation(launched)


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


def test_an_open_change_puts_it_in_renegotiation(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    asked(later(feature), by=dana, at=at, within=launched)
    assert is_in_renegotiation(launched)


def test_a_change_that_is_over_does_not(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=asked(later(feature), by=dana, at=at, within=launched))
    assert not is_in_renegotiation(launched)


def test_a_list_knows_it_of_each_row(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    AgreementFactory.create(number=launched.number + 1)
    asked(later(feature), by=dana, at=at, within=launched)
    rows = Agreement.objects.annotate(changing=in_renegotiation()).order_by("number")
    assert list(rows.values_list("changing", flat=True)) == [True, False]
