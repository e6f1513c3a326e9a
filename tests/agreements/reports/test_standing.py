from datetime import date, datetime

import pytest

from agreements.models import Agreement, Amendment, Commitment
from agreements.reports.standing import clashes_of, standing_of
from teams.models import Person
from tests.agreements.changing import asked, declined, later


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def outreach(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=2)


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(feature), by=dana, at=at, within=launched)


def due(commitment: Commitment, on: date) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(due_on=on)


def test_what_nobody_touched_is_fresh(amendment: Amendment) -> None:
    assert (standing_of(amendment), clashes_of(amendment)) == ("fresh", ())


def test_what_follows_otherwise_by_now_can_be_rebased(amendment: Amendment, outreach: Commitment) -> None:
    due(outreach, date(2027, 3, 30))
    assert (standing_of(amendment), clashes_of(amendment)) == ("rebasable", ())


def test_what_others_changed_too_is_in_conflict(amendment: Amendment, feature: Commitment) -> None:
    due(feature, date(2027, 3, 18))
    (clash,) = clashes_of(amendment)
    assert (standing_of(amendment), clash.field, clash.was, clash.theirs, clash.ours, clash.can_keep_ours) == (
        "conflicting",
        "due_on",
        "2027-03-15",
        "2027-03-18",
        "2027-03-22",
        True,
    )


def test_what_is_no_longer_open_is_over(amendment: Amendment, feature: Commitment, at: datetime) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="lapsed", lapsed_at=at)
    (clash,) = clashes_of(amendment)
    assert (clash.field, clash.theirs, clash.can_keep_ours) == (None, "lapsed", False)


def test_the_worst_alternative_stands_for_all(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    amendment = asked(later(outreach), later(feature), by=dana, at=at, within=launched)
    due(feature, date(2027, 3, 18))
    assert standing_of(amendment) == "conflicting"


def test_what_was_declined_no_longer_counts(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, tomas: Person, at: datetime
) -> None:
    amendment = asked(later(outreach), later(feature), by=dana, at=at, within=launched)
    due(feature, date(2027, 3, 18))
    declined(amendment, by=tomas, at=at, position=2)
    assert standing_of(amendment) == "fresh"


def test_what_is_over_is_fresh(amendment: Amendment, tomas: Person, at: datetime) -> None:
    declined(amendment, by=tomas, at=at)
    assert standing_of(amendment) == "fresh"
