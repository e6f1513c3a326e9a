from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Amendment, Commitment, Consent
from agreements.operations.agreements import end_agreement
from agreements.operations.amendments import expire_amendments, reopen_amendment, withdraw_amendment
from agreements.operations.locks import NotActiveError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import count, entry, refused

PASSES = datetime(2027, 3, 11, 23, 0, tzinfo=UTC)  # midnight in Berlin, after the 11th
BEFORE = PASSES - timedelta(microseconds=1)
NEXT = date(2027, 3, 18)


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    """To be answered by Thursday 11 March."""
    return asked(later(feature), by=dana, at=at, within=launched)


@pytest.fixture
def expired(amendment: Amendment) -> Amendment:
    expire_amendments(at=PASSES)
    amendment.refresh_from_db()
    return amendment


def test_it_stays_open_through_its_last_day(amendment: Amendment) -> None:
    assert expire_amendments(at=BEFORE) == 0


def test_what_was_not_answered_expires(amendment: Amendment) -> None:
    assert expire_amendments(at=PASSES) == 1
    amendment.refresh_from_db()
    assert (amendment.state, amendment.closed_at, amendment.revision) == ("expired", PASSES, 2)


def test_expiry_is_an_entry_of_the_clock(expired: Amendment, launched: Agreement) -> None:
    written = entry(launched, "amendment_expired")
    assert (written.actor, written.at, written.data) == (
        None,
        PASSES,
        {"amendment": 1, "amendment_id": expired.pk, "answer_by": "2027-03-11"},
    )


def test_running_twice_equals_once(expired: Amendment, launched: Agreement) -> None:
    assert (expire_amendments(at=PASSES), count(launched, "amendment_expired")) == (0, 1)


def test_the_day_ends_where_the_agreement_lives(amendment: Amendment, launched: Agreement) -> None:
    Agreement.objects.filter(pk=launched.pk).update(time_zone="America/Los_Angeles")
    assert (expire_amendments(at=PASSES), expire_amendments(at=PASSES + timedelta(hours=9))) == (0, 1)


def test_what_is_closed_does_not_expire(amendment: Amendment, dana: Person, at: datetime) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=amendment)
    assert expire_amendments(at=PASSES) == 0


def test_the_cost_does_not_grow_with_what_expires(
    amendment: Amendment,
    launched: Agreement,
    outreach: Commitment,
    lena: Person,
    at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asked(later(outreach), by=lena, at=at, within=launched)
    with django_assert_num_queries(7):  # two of them open and close the savepoint
        expire_amendments(at=PASSES)


def test_nobody_answers_what_has_expired(expired: Amendment, launched: Agreement, tomas: Person) -> None:
    with refused(MoveNotAllowedError, launched, expired):
        accepted(expired, by=tomas, at=PASSES)


def test_who_asked_may_ask_again(expired: Amendment, launched: Agreement, dana: Person) -> None:
    amendment = reopen_amendment(actor=dana, at=PASSES, amendment=expired, answer_by=NEXT)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.answer_by, amendment.closed_at) == ("open", NEXT, None)
    assert entry(launched, "amendment_reopened").data == {
        "amendment": 1,
        "amendment_id": expired.pk,
        "answer_by": "2027-03-18",
    }


def test_only_those_who_have_not_answered_are_asked_again(
    amendment: Amendment, tomas: Person, dana: Person, at: datetime
) -> None:
    accepted(amendment, by=tomas, at=at)
    expire_amendments(at=PASSES)
    reopen_amendment(actor=dana, at=PASSES, amendment=amendment, answer_by=NEXT)
    rows = Consent.objects.filter(asked_at=PASSES).order_by("person__name").values_list("person__name", flat=True)
    assert list(rows) == ["Lena Brandt", "Maya Okafor"]


def test_the_notice_counts_from_the_first_time(expired: Amendment, dana: Person) -> None:
    assert reopen_amendment(actor=dana, at=PASSES, amendment=expired, answer_by=NEXT).notice_days == 10


def test_only_who_asked_asks_again(expired: Amendment, launched: Agreement, maya: Person) -> None:
    with refused(ForbiddenError, launched, expired):
        reopen_amendment(actor=maya, at=PASSES, amendment=expired, answer_by=NEXT)


def test_what_is_open_is_not_asked_again(amendment: Amendment, launched: Agreement, dana: Person, at: datetime) -> None:
    with refused(MoveNotAllowedError, launched, amendment):
        reopen_amendment(actor=dana, at=at, amendment=amendment, answer_by=NEXT)


def test_answers_are_asked_for_until_a_day_to_come(expired: Amendment, launched: Agreement, dana: Person) -> None:
    with refused(InvalidValueError, launched, expired) as raised:
        reopen_amendment(actor=dana, at=PASSES, amendment=expired, answer_by=date(2027, 3, 11))
    assert list(raised.value.fields) == ["answer_by"]


def test_nobody_asks_again_in_what_has_ended(
    expired: Amendment, launched: Agreement, dana: Person, maya: Person
) -> None:
    end_agreement(actor=maya, at=PASSES, agreement=launched, reason="Merged")
    with refused(NotActiveError, expired):
        reopen_amendment(actor=dana, at=PASSES, amendment=expired, answer_by=NEXT)
