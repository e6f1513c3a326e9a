"""The sweep reads the facts that the rules are about: each rule on rows to both sides of its cut-off."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.models import DriftFlag
from agreements.operations.drift import sweep
from teams.models import Organisation
from tests.agreements.operations.drift.scenes import FAR, in_force, later, met, promise, signs
from tests.factories import (
    AT,
    DependencyFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
    ReadingFactory,
)

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Berlin", datetime(2027, 3, 15, 22, 59, tzinfo=UTC), []),
        ("Europe/Berlin", datetime(2027, 3, 15, 23, 0, tzinfo=UTC), [("past_due", "strong")]),
        ("Asia/Tokyo", datetime(2027, 3, 15, 14, 59, tzinfo=UTC), []),
        ("Asia/Tokyo", datetime(2027, 3, 15, 15, 0, tzinfo=UTC), [("past_due", "strong")]),
    ],
)
def test_a_date_passes_in_the_agreements_own_zone(zone: str, at: datetime, expected: list[tuple[str, str]]) -> None:
    promise(in_force(time_zone=zone), due_on=date(2027, 3, 15), standing_at=at - timedelta(hours=1))
    sweep(at=at)
    assert signs() == expected


@pytest.mark.parametrize(
    ("said_at", "at", "expected"),
    [
        # The sync of 1 March opened its round on 24 February; its grace ends with 4 March.
        (datetime(2027, 2, 23, 9, 0, tzinfo=UTC), datetime(2027, 3, 4, 22, 59, tzinfo=UTC), []),
        (datetime(2027, 2, 23, 9, 0, tzinfo=UTC), datetime(2027, 3, 4, 23, 0, tzinfo=UTC), [("silent", "weak")]),
        (datetime(2027, 2, 24, 9, 0, tzinfo=UTC), datetime(2027, 3, 4, 23, 0, tzinfo=UTC), []),
        # The sync of 15 March starts at 09:00 and ends at 09:30 UTC.
        (datetime(2027, 2, 23, 9, 0, tzinfo=UTC), datetime(2027, 3, 15, 9, 29, tzinfo=UTC), [("silent", "weak")]),
        (datetime(2027, 2, 23, 9, 0, tzinfo=UTC), datetime(2027, 3, 15, 9, 30, tzinfo=UTC), [("silent", "strong")]),
        (datetime(2027, 3, 3, 9, 0, tzinfo=UTC), datetime(2027, 3, 15, 9, 30, tzinfo=UTC), []),
    ],
)
def test_silence_begins_after_the_grace_and_doubles_with_the_next_sync(
    said_at: datetime, at: datetime, expected: list[tuple[str, str]]
) -> None:
    agreement = in_force()
    met(agreement, date(2027, 3, 1), date(2027, 3, 15))
    promise(agreement, opened_at=datetime(2027, 2, 1, tzinfo=UTC), standing_at=said_at)
    sweep(at=at)
    assert signs() == expected


def test_a_cancelled_sync_asks_nobody() -> None:
    agreement = in_force()
    met(agreement, date(2027, 3, 1), held_at=None, cancelled_at=AT)
    promise(agreement, opened_at=datetime(2027, 2, 1, tzinfo=UTC), standing_at=None, standing=None)
    sweep(at=later(days=7))
    assert signs() == []


def test_a_commitment_younger_than_the_round_was_not_asked_for() -> None:
    agreement = in_force()
    met(agreement, date(2027, 3, 1))
    promise(agreement, opened_at=datetime(2027, 2, 24, 9, 0, tzinfo=UTC), standing_at=None, standing=None)
    sweep(at=later(days=7))
    assert signs() == []


def test_without_a_cadence_rounds_count_from_activation() -> None:
    agreement = in_force()
    promise(agreement, opened_at=agreement.activated_at, standing_at=None, standing=None)
    sweep(at=datetime(2027, 3, 22, 22, 59, tzinfo=UTC))  # round of 15 to 18 March, grace until the 21st
    assert signs() == [("silent", "weak")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"standing": "off_track"}, [("off_track", "strong")]),
        ({"standing": "at_risk"}, [("at_risk", "weak")]),
        (
            {"standing": "off_track", "recent": ["on_track", "at_risk", "off_track"]},
            [("at_risk", "strong"), ("off_track", "strong")],
        ),
        ({"expected_on": FAR}, []),
        ({"expected_on": FAR + timedelta(days=1)}, [("expected_after_due", "strong")]),
        ({"due_on": date(2027, 3, 9)}, []),
        ({"due_on": date(2027, 3, 8), "standing_at": later(days=-15)}, [("due_soon_unsaid", "weak")]),
        ({"due_on": date(2027, 3, 9), "standing_at": later(days=-15)}, []),
        ({"due_on": date(2027, 3, 8), "standing_at": later(days=-14)}, []),
    ],
)
def test_the_owners_word(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    promise(in_force(), **changes)
    sweep(at=AT)
    assert signs() == expected


@pytest.mark.parametrize("role", ["owner", "accepted_by"])
def test_somebody_left(role: str) -> None:
    promise(in_force(), **{role: PersonFactory.create(is_active=False)})
    sweep(at=AT)
    assert signs() == [("ownerless", "strong")]


def test_a_signer_left() -> None:
    agreement = in_force()
    PartyFactory.create(agreement=agreement, representative=PersonFactory.create(name="Tomas", is_active=False))
    sweep(at=AT)
    flag = DriftFlag.objects.get()
    assert (flag.rule, flag.commitment, flag.metric) == ("ownerless", None, None)


@pytest.mark.parametrize(
    ("upstream", "lag", "expected"),
    [
        ({"due_on": date(2027, 5, 31)}, 1, []),
        ({"due_on": date(2027, 5, 31)}, 2, [("upstream", "strong")]),
        ({"due_on": date(2027, 5, 1), "expected_on": date(2027, 5, 1)}, 0, []),
        ({"due_on": date(2027, 5, 1), "standing": "off_track"}, 0, [("off_track", "strong"), ("upstream", "weak")]),
        ({"due_on": date(2027, 5, 31), "standing": "off_track"}, 1, [("off_track", "strong"), ("upstream", "strong")]),
        (
            {"due_on": date(2027, 5, 1), "expected_on": date(2027, 6, 2)},
            0,
            [("expected_after_due", "strong"), ("upstream", "strong")],
        ),
        ({"due_on": date(2027, 5, 1), "state": "lapsed", "lapsed_at": AT}, 0, [("upstream", "weak")]),
        ({"due_on": date(2028, 5, 1), "state": "released", "released_at": AT}, 0, []),
    ],
)
def test_what_it_waits_on(upstream: dict[str, Any], lag: int, expected: list[tuple[str, str]]) -> None:
    agreement = in_force()
    waited_for = promise(agreement, **upstream)
    DependencyFactory.create(downstream=promise(agreement), upstream=waited_for, lag_days=lag)
    sweep(at=AT)
    assert signs() == expected


def test_drift_follows_a_chain_to_its_end_in_one_sweep() -> None:
    first, second, third = (promise(in_force()) for _ in range(3))
    first.standing = "off_track"
    first.save()
    DependencyFactory.create(downstream=second, upstream=first, lag_days=0)
    DependencyFactory.create(downstream=third, upstream=second, lag_days=0)
    sweep(at=AT)
    assert signs() == [("off_track", "strong"), ("upstream", "strong"), ("upstream", "strong")]


@pytest.mark.parametrize(
    ("visibility", "name"), [("organisation", "Metering API"), ("parties", "a commitment in another agreement")]
)
def test_what_others_may_not_read_is_not_named(visibility: str, name: str) -> None:
    hidden = promise(in_force(visibility=visibility), deliverable="Metering API", due_on=FAR + timedelta(days=9))
    DependencyFactory.create(downstream=promise(in_force()), upstream=hidden, lag_days=0)
    sweep(at=AT)
    assert DriftFlag.objects.get().sentence == f"Waits for {name}, which now lands 9 days after this one is due."


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([100, 120, 140, 160], []),
        ([100, 110, 120, 130], [("metric_off_course", "weak")]),
        ([100, 110, 120], []),
        ([99, 99, 99, 99], [("metric_off_course", "strong")]),
    ],
)
def test_where_the_readings_are_heading(readings: list[int], expected: list[tuple[str, str]]) -> None:
    metric = MetricFactory.create(agreement=in_force(), target_on=date(2027, 6, 1), target=Decimal(400))
    for week, value in enumerate(readings):
        ReadingFactory.create(metric=metric, on=date(2027, 2, 1) + timedelta(weeks=week), value=value)
    sweep(at=AT)
    assert signs() == expected


@pytest.mark.parametrize(("value", "expected"), [("97", []), ("96.9", [("metric_bound", "strong")])])
def test_a_bound_on_another_metric(value: str, expected: list[tuple[str, str]]) -> None:
    agreement = in_force()
    stock = MetricFactory.create(agreement=agreement, name="In-stock rate", unit="%")
    MetricFactory.create(agreement=agreement, bound=Decimal(97), bound_kind="at_least", bound_on=stock)
    ReadingFactory.create(metric=stock, on=date(2027, 2, 22), value=Decimal(50))
    ReadingFactory.create(metric=stock, on=date(2027, 2, 28), value=Decimal(value))
    sweep(at=AT)
    assert signs() == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 3, 10, 22, 59, tzinfo=UTC), []),  # asked by Monday 8 March, grace until the 10th
        (datetime(2027, 3, 10, 23, 0, tzinfo=UTC), [("metric_stale", "weak")]),
    ],
)
def test_a_metric_nobody_read(at: datetime, expected: list[tuple[str, str]]) -> None:
    MetricFactory.create(agreement=in_force())
    sweep(at=at)
    assert signs() == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([True, True], []),
        ([True, False], [("sync_not_held", "weak")]),
        ([False, False], [("sync_not_held", "strong")]),
        ([False, True], []),
    ],
)
def test_syncs_that_were_not_held(held: list[bool], expected: list[tuple[str, str]]) -> None:
    agreement = in_force(activated_at=datetime(2027, 2, 1, tzinfo=UTC))
    syncs = met(agreement, date(2027, 2, 8), date(2027, 2, 22))
    for sync, was_held in zip(syncs, held, strict=True):
        sync.held_at = AT if was_held else None
        sync.save()
    sweep(at=AT)
    assert signs() == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 3, 15, 22, 59, tzinfo=UTC), []),
        (datetime(2027, 3, 15, 23, 0, tzinfo=UTC), [("review_due", "weak")]),
    ],
)
def test_a_day_to_look_at_it_again(at: datetime, expected: list[tuple[str, str]]) -> None:
    in_force(review_on=date(2027, 3, 15))
    sweep(at=at)
    assert signs() == expected


def test_a_sync_passes_with_its_day() -> None:
    agreement = in_force()
    met(agreement, date(2027, 3, 1), held_at=None)
    sweep(at=datetime(2027, 3, 1, 22, 59, tzinfo=UTC))
    before = signs()
    sweep(at=datetime(2027, 3, 1, 23, 0, tzinfo=UTC))
    assert (before, signs()) == ([], [("sync_not_held", "weak")])


def test_thresholds_of_the_organisation_and_of_the_agreement() -> None:
    Organisation.objects.update(thresholds={"due_soon_days": 20})
    facts = {"due_on": date(2027, 3, 15), "standing_at": later(days=-15)}
    promise(in_force(), **facts)
    promise(in_force(thresholds={"due_soon_days": 2}), **facts)
    sweep(at=AT)
    assert signs() == [("due_soon_unsaid", "weak")]
