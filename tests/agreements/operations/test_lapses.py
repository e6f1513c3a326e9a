from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Commitment, Event
from agreements.operations.amendments import withdraw_amendment
from agreements.operations.lapses import lapse_commitments
from teams.models import Person
from tests.agreements.changing import asked, later
from tests.agreements.operations.history import count, entry
from tests.factories import AgreementFactory, CommitmentFactory, HolidayFactory

DUE = date(2027, 3, 15)  # a Monday; two working days later is Wednesday the 17th
LAPSES = datetime(2027, 3, 17, 23, 0, tzinfo=UTC)  # midnight in Berlin
BEFORE = LAPSES - timedelta(microseconds=1)


def test_what_nobody_delivered_lapses(launch: Agreement, feature: Commitment) -> None:
    assert lapse_commitments(at=LAPSES) == 1
    feature.refresh_from_db()
    assert (feature.state, feature.outcome, feature.lapsed_at, feature.revision) == (
        "lapsed",
        "lapsed",
        LAPSES,
        2,
    )


def test_a_lapse_is_an_entry_of_the_clock(launch: Agreement, feature: Commitment) -> None:
    lapse_commitments(at=LAPSES)
    written = entry(launch, "lapsed")
    assert (written.actor, written.at, written.commitment, written.data) == (
        None,
        LAPSES,
        feature,
        {"due_on": "2027-03-15"},
    )


def test_a_lapse_marks_the_agreement_as_changed(launch: Agreement, feature: Commitment) -> None:
    lapse_commitments(at=LAPSES)
    launch.refresh_from_db()
    assert (launch.updated_at, launch.revision) == (LAPSES, 2)


def test_running_twice_equals_once(launch: Agreement, feature: Commitment) -> None:
    lapse_commitments(at=LAPSES)
    assert lapse_commitments(at=LAPSES) == 0
    assert count(launch, "lapsed") == 1


@pytest.mark.parametrize(
    ("time_zone", "lapses"),
    [
        ("Asia/Tokyo", datetime(2027, 3, 17, 15, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 3, 17, 23, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2027, 3, 18, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_grace_ends_where_the_agreement_lives(organisation: None, time_zone: str, lapses: datetime) -> None:
    CommitmentFactory.create(
        agreement=AgreementFactory.create(is_active=True, time_zone=time_zone), is_open=True, due_on=DUE
    )
    assert [lapse_commitments(at=lapses - timedelta(microseconds=1)), lapse_commitments(at=lapses)] == [0, 1]


def test_one_pass_covers_all_zones(organisation: None) -> None:
    for time_zone in ("Asia/Tokyo", "Europe/Berlin", "America/Los_Angeles"):
        agreement = AgreementFactory.create(is_active=True, time_zone=time_zone)
        CommitmentFactory.create(agreement=agreement, is_open=True, due_on=DUE)
    assert lapse_commitments(at=BEFORE) == 1
    assert lapse_commitments(at=LAPSES) == 1


def test_a_holiday_lengthens_the_grace(feature: Commitment) -> None:
    HolidayFactory.create(on=date(2027, 3, 16))
    assert lapse_commitments(at=LAPSES) == 0


@pytest.mark.parametrize(
    "settled",
    [
        {"state": "delivered", "delivered_at": BEFORE},
        {"state": "open", "delivered_at": BEFORE},  # sent back
        {"state": "released", "released_at": BEFORE},
    ],
)
def test_what_was_delivered_or_released_does_not_lapse(feature: Commitment, settled: dict[str, object]) -> None:
    Commitment.objects.filter(pk=feature.pk).update(**settled)
    assert lapse_commitments(at=LAPSES) == 0


def test_nothing_lapses_in_a_closed_agreement(launch: Agreement, feature: Commitment) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="ended", closed_at=BEFORE, end_reason="Merged")
    assert lapse_commitments(at=LAPSES) == 0


def test_each_agreement_keeps_its_own_chain(organisation: None) -> None:
    first, second = AgreementFactory.create_batch(2, is_active=True)
    for agreement in (second, first, second):
        CommitmentFactory.create(agreement=agreement, is_open=True, due_on=DUE)
    lapse_commitments(at=LAPSES)
    chain = Event.objects.filter(agreement=second).order_by("number")
    assert [event.number for event in chain] == [1, 2]
    assert chain[1].previous_hash == chain[0].hash


def test_the_cost_does_not_grow_with_what_lapses(
    organisation: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        CommitmentFactory.create(agreement=AgreementFactory.create(is_active=True), is_open=True, due_on=DUE)
    with django_assert_num_queries(8):  # two of them open and close the savepoint
        lapse_commitments(at=LAPSES)


@pytest.mark.parametrize("number", [1, 2])
def test_what_an_open_change_names_does_not_lapse(launched: Agreement, dana: Person, at: datetime, number: int) -> None:
    """The feature, which it asks about, and the outreach, which follows."""
    asked(later(launched.commitments.get(number=1)), by=dana, at=at, within=launched)
    launched.commitments.filter(number=number).update(due_on=date(2027, 3, 1))
    assert lapse_commitments(at=datetime(2027, 3, 5, tzinfo=UTC)) == 0


def test_what_a_change_named_lapses_once_that_is_over(launched: Agreement, dana: Person, at: datetime) -> None:
    amendment = asked(later(launched.commitments.get(number=1)), by=dana, at=at, within=launched)
    withdraw_amendment(actor=dana, at=LAPSES, amendment=amendment)
    assert lapse_commitments(at=LAPSES) == 1
