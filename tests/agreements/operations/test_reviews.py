"""Looking at it again: the flag of the review date closes, and the next day is named."""

from datetime import date, datetime, timedelta

import pytest

from agreements.models import Agreement, DriftFlag
from agreements.operations.drift import sweep
from agreements.operations.locks import NotActiveError
from agreements.operations.reviews import review_agreement
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import AgreementFactory

AGAIN = date(2027, 6, 1)


def test_it_closes_the_flag_until_the_next_time(launch: Agreement, maya: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(review_on=date(2027, 2, 26))
    sweep(at=at)
    flag = DriftFlag.objects.get(rule="review_due", closed_at=None)
    review_agreement(actor=maya, at=at, agreement=launch, again_on=AGAIN, note=" Both dates hold. ")

    flag.refresh_from_db()
    assert flag.closed_at == at
    sweep(at=at + timedelta(days=93))  # the day after the first of June
    assert DriftFlag.objects.get(rule="review_due", closed_at=None).evidence == {"review_on": "2027-06-01"}


def test_it_alters_no_term_and_is_told(launch: Agreement, maya: Person, at: datetime) -> None:
    found = review_agreement(actor=maya, at=at, agreement=launch, again_on=AGAIN, note=" Both dates hold. ")

    assert (found.review_on, found.next_review_on) == (launch.review_on, AGAIN)
    assert entry(launch, "reviewed").data == {"was": None, "now": "2027-06-01", "said": "Both dates hold."}


@pytest.mark.parametrize("again_on", [date(2027, 3, 1), date(2026, 1, 1), date(2028, 3, 3)])
def test_the_next_day_lies_within_a_year(launch: Agreement, maya: Person, at: datetime, again_on: date) -> None:
    with refused(InvalidValueError, launch) as error:
        review_agreement(actor=maya, at=at, agreement=launch, again_on=again_on)
    assert list(error.value.fields) == ["again_on"]


def test_others_do_not_say_so(launch: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, launch):
        review_agreement(actor=outsider, at=at, agreement=launch, again_on=AGAIN)


def test_only_what_is_in_force_is_looked_at_again(maya: Person, at: datetime) -> None:
    draft = AgreementFactory.create(created_by=maya)
    with refused(NotActiveError, draft):
        review_agreement(actor=maya, at=at, agreement=draft, again_on=AGAIN)
