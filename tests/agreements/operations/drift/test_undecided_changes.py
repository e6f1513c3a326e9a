"""Changes that nobody decided on: one of the feature, to be answered by Thursday 11 March 2027, also by others."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Amendment, Commitment, DriftFlag
from agreements.operations.amendments import expire_amendments, reopen_amendment, withdraw_amendment
from agreements.operations.drift import sweep
from teams.models import Person
from tests.agreements.changing import accepted, asked, declined, later

OVER = datetime(2027, 3, 11, 23, 0, tzinfo=UTC)  # the first instant after it in Berlin
WAITS = "Change 1 was to be answered by 11 Mar, 1 day ago"


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(feature), by=dana, at=at, within=launched)


def said() -> list[str]:
    found = DriftFlag.objects.open().filter(rule="amendment_unanswered", strength="strong").order_by("pk")
    return list(found.values_list("sentence", flat=True))


def test_it_waits_when_its_last_day_to_answer_is_over(amendment: Amendment) -> None:
    sweep(at=OVER - timedelta(seconds=1))
    before = said()
    sweep(at=OVER)
    assert (before, len(said())) == ([], 1)


def test_it_says_who_has_not_answered_while_they_are_few(
    amendment: Amendment, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    waiting = set(amendment.alternatives.get().consents.filter(answer=None).values_list("person", flat=True))
    for person in (maya, tomas):
        if person.pk in waiting:
            accepted(amendment, by=person, at=at)
    sweep(at=OVER)
    assert said() == [f"{WAITS}; {lena.name} has not answered."]


def test_it_stays_while_nobody_decides_after_it_expired(amendment: Amendment) -> None:
    expire_amendments(at=OVER)
    sweep(at=OVER)
    assert len(said()) == 1


def test_it_ends_when_it_is_withdrawn(amendment: Amendment, dana: Person) -> None:
    sweep(at=OVER)
    withdraw_amendment(actor=dana, at=OVER, amendment=amendment)
    assert said() == []


def test_it_ends_when_it_is_asked_again(amendment: Amendment, dana: Person) -> None:
    expire_amendments(at=OVER)
    sweep(at=OVER)
    reopen_amendment(actor=dana, at=OVER, amendment=amendment, answer_by=date(2027, 3, 18))
    assert said() == []


def test_one_that_was_declined_waits_no_more(amendment: Amendment, tomas: Person, at: datetime) -> None:
    declined(amendment, by=tomas, at=at)
    sweep(at=OVER)
    assert said() == []


def test_the_longest_waiting_one_speaks(
    amendment: Amendment, launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    asked(later(feature, due_on=date(2027, 3, 29)), by=dana, at=at - timedelta(days=1), within=launched)
    sweep(at=OVER)
    assert said()[0].startswith("Change 2 was to be answered by 10 Mar, 2 days ago")
