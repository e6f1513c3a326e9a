from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Cadence, Sync
from agreements.operations.cadences import materialise_for, materialise_syncs, remove_cadence, set_cadence
from agreements.operations.drafts import CadenceDraft
from agreements.operations.locks import NotDraftError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.factories import AgreementFactory, CadenceFactory, HolidayFactory, SyncFactory

BIWEEKLY = CadenceDraft(
    frequency=Frequency.WEEKLY,
    interval=2,
    weekday=3,
    time=time(10, 30, 15),
    time_zone="Europe/Berlin",
    starts_on=date(2027, 3, 1),
)
BIWEEKLY_FACTS = {
    "frequency": "weekly",
    "interval": 2,
    "weekday": 3,
    "nth": None,
    "time": "10:30",
    "minutes": 30,
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-03-01",
}


@pytest.fixture
def draft(maya: Person) -> Agreement:
    return AgreementFactory.create(created_by=maya)


@pytest.fixture
def biweekly(launch: Agreement) -> Cadence:
    """Every second Monday at 10:00 in Berlin from 1 February 2027, the day the agreement came into force at 10:00."""
    return CadenceFactory.create(agreement=launch)


def slots(agreement: Agreement) -> list[date]:
    return list(agreement.syncs.order_by("number").values_list("slot_on", flat=True))


def test_a_cadence_is_anchored_on_its_first_fitting_day(draft: Agreement, maya: Person, at: datetime) -> None:
    cadence = set_cadence(actor=maya, at=at, agreement=draft, draft=BIWEEKLY)
    cadence.refresh_from_db()
    assert (cadence.anchor_on, cadence.time, cadence.interval) == (date(2027, 3, 4), time(10, 30), 2)


def test_a_cadence_is_recorded(draft: Agreement, maya: Person, at: datetime) -> None:
    set_cadence(actor=maya, at=at, agreement=draft, draft=BIWEEKLY)
    written = entry(draft, "cadence_set")
    assert (written.actor, written.at, written.data) == (maya, at, {"was": None, "now": BIWEEKLY_FACTS})


def test_another_cadence_takes_its_place(draft: Agreement, maya: Person, at: datetime) -> None:
    set_cadence(actor=maya, at=at, agreement=draft, draft=BIWEEKLY)
    last_friday = replace(BIWEEKLY, frequency=Frequency.MONTHLY, interval=1, weekday=4, nth=-1)
    cadence = set_cadence(actor=maya, at=at, agreement=draft, draft=last_friday)
    assert (Cadence.objects.count(), cadence.anchor_on) == (1, date(2027, 3, 26))
    assert entry(draft, "cadence_set").data["was"] == BIWEEKLY_FACTS


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weekday": 7}, "weekday"),
        ({"nth": 1}, "nth"),
        ({"interval": 0}, "interval"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"starts_on": date(27, 3, 1)}, "starts_on"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_field(
    draft: Agreement, maya: Person, at: datetime, change: dict[str, Any], field: str
) -> None:
    with refused(InvalidValueError, draft) as refusal:
        set_cadence(actor=maya, at=at, agreement=draft, draft=replace(BIWEEKLY, **change))
    assert field in refusal.value.fields


def test_who_is_no_party_sets_nothing(draft: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, draft):
        set_cadence(actor=outsider, at=at, agreement=draft, draft=BIWEEKLY)


def test_the_cadence_of_an_agreement_in_force_stays(launch: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotDraftError, launch):
        set_cadence(actor=maya, at=at, agreement=launch, draft=BIWEEKLY)


def test_a_removed_cadence_is_recorded(draft: Agreement, maya: Person, at: datetime) -> None:
    set_cadence(actor=maya, at=at, agreement=draft, draft=BIWEEKLY)
    remove_cadence(actor=maya, at=at, agreement=draft)
    assert not Cadence.objects.exists()
    assert entry(draft, "cadence_removed").data == {"was": BIWEEKLY_FACTS}


def test_where_there_is_no_cadence_nothing_is_removed(draft: Agreement, maya: Person, at: datetime) -> None:
    remove_cadence(actor=maya, at=at, agreement=draft)
    assert count(draft, "cadence_removed") == 0


def test_syncs_reach_ninety_days_ahead(launch: Agreement, biweekly: Cadence, at: datetime) -> None:
    assert launch.activated_at is not None
    assert materialise_for(agreement=launch, at=launch.activated_at) == 6
    assert slots(launch) == [
        date(2027, 2, 15),
        date(2027, 3, 1),
        date(2027, 3, 15),
        date(2027, 3, 29),
        date(2027, 4, 12),
        date(2027, 4, 26),
    ]


def test_a_sync_starts_at_its_wall_time_on_both_sides_of_a_clock_change(
    launch: Agreement, biweekly: Cadence, at: datetime
) -> None:
    materialise_for(agreement=launch, at=at)
    assert list(launch.syncs.filter(slot_on__month=3).order_by("number").values_list("starts_at", "minutes")) == [
        (datetime(2027, 3, 1, 9, 0, tzinfo=UTC), 30),
        (datetime(2027, 3, 15, 9, 0, tzinfo=UTC), 30),
        (datetime(2027, 3, 29, 8, 0, tzinfo=UTC), 30),
    ]


def test_no_sync_begins_before_the_agreement_is_in_force(launch: Agreement, biweekly: Cadence) -> None:
    an_hour_earlier = datetime(2027, 2, 1, 8, 59, tzinfo=UTC)
    Agreement.objects.filter(pk=launch.pk).update(activated_at=an_hour_earlier)
    materialise_for(agreement=launch, at=an_hour_earlier)
    assert slots(launch)[0] == date(2027, 2, 1)


def test_the_clock_goes_on_where_it_stopped(launch: Agreement, biweekly: Cadence, at: datetime) -> None:
    materialise_syncs(at=at)
    assert materialise_syncs(at=at + timedelta(days=28)) == 2
    assert list(launch.syncs.order_by("number").values_list("number", flat=True)) == [*range(1, 11)]
    assert slots(launch) == [date(2027, 2, 15) + timedelta(weeks=2 * n) for n in range(10)]


def test_running_twice_adds_nothing(launch: Agreement, biweekly: Cadence, at: datetime) -> None:
    assert [materialise_syncs(at=at), materialise_syncs(at=at)] == [8, 0]


@pytest.mark.parametrize("state", ["draft", "ended"])
def test_only_agreements_in_force_meet(launch: Agreement, biweekly: Cadence, at: datetime, state: str) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state=state, closed_at=at, end_reason="Merged")
    assert materialise_syncs(at=at) == 0


def test_a_holiday_moves_one_sync_and_keeps_its_slot(launch: Agreement, biweekly: Cadence, at: datetime) -> None:
    HolidayFactory.create(on=date(2027, 3, 15), name="Founders' day")
    materialise_for(agreement=launch, at=at)
    moved, following = launch.syncs.filter(slot_on__gte=date(2027, 3, 15)).order_by("number")[:2]
    assert (moved.slot_on, moved.starts_at) == (date(2027, 3, 15), datetime(2027, 3, 16, 9, 0, tzinfo=UTC))
    assert following.slot_on == date(2027, 3, 29)


def test_a_holiday_added_afterwards_moves_the_sync(launch: Agreement, biweekly: Cadence, at: datetime) -> None:
    materialise_syncs(at=at)
    HolidayFactory.create(on=date(2027, 3, 15), name="Founders' day")
    assert [materialise_syncs(at=at), materialise_syncs(at=at)] == [1, 0]
    assert launch.syncs.get(slot_on=date(2027, 3, 15)).starts_at == datetime(2027, 3, 16, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "settled",
    [
        {"held_at": datetime(2027, 3, 15, 8, 30, tzinfo=UTC)},
        {"cancelled_at": datetime(2027, 3, 12, 9, 0, tzinfo=UTC)},
        {"starts_at": datetime(2027, 3, 1, 9, 0, tzinfo=UTC)},
    ],
)
def test_what_began_or_was_settled_is_not_moved(
    launch: Agreement, biweekly: Cadence, at: datetime, settled: dict[str, datetime]
) -> None:
    materialise_syncs(at=at)
    Sync.objects.filter(slot_on=date(2027, 3, 15)).update(**settled)
    HolidayFactory.create(on=date(2027, 3, 15), name="Founders' day")
    assert materialise_syncs(at=at) == 0


def test_a_slot_written_by_somebody_else_meanwhile_stays_one(
    launch: Agreement, biweekly: Cadence, at: datetime
) -> None:
    SyncFactory.create(cadence=biweekly, slot_on=date(2027, 5, 24), number=8)
    materialise_syncs(at=at)
    assert slots(launch) == [date(2027, 5, 24)]
