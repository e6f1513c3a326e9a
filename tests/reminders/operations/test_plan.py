from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.models import Count

from agreements.models import Sync
from agreements.operations.syncs import move_sync
from reminders.domain.deliveries import DeliveryState
from reminders.domain.kinds import Kind
from reminders.models import Delivery, Morning, Reminder
from reminders.operations.plan import PlanResult, plan
from teams.models import Invitation, Person
from tests.factories import (
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    DriftFlagFactory,
    HolidayFactory,
    PersonFactory,
    SyncFactory,
)
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, a week before the deck is due


def told(person: Person) -> list[str]:
    return list(Reminder.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_the_owner_is_told_a_week_before(deal: Deal, dana: Person) -> None:
    plan(at=MONDAY)

    assert Kind.DUE_SOON in told(dana)


@pytest.mark.parametrize(
    ("at", "kinds"),
    [
        (datetime(2027, 3, 5, 8, 0, tzinfo=UTC), []),
        (datetime(2027, 3, 12, 8, 0, tzinfo=UTC), ["due_soon"]),  # two days before is a Saturday: told on Friday
        (datetime(2027, 3, 15, 8, 0, tzinfo=UTC), ["due_soon"]),
        (datetime(2027, 3, 16, 8, 0, tzinfo=UTC), ["past_date"]),
    ],
)
def test_the_ladder_of_a_date(deal: Deal, dana: Person, at: datetime, kinds: list[str]) -> None:
    deal.commitment.for_team.memberships.all().delete()
    plan(at=at)

    found = [kind for kind in told(dana) if kind in {Kind.DUE_SOON, Kind.PAST_DATE}]
    assert found == kinds


def test_planning_twice_writes_once(deal: Deal) -> None:
    plan(at=MONDAY)

    assert plan(at=MONDAY) == PlanResult(0, 0)


def test_what_is_planned_later_in_the_day_waits_for_the_next_morning(deal: Deal, dana: Person, at: datetime) -> None:
    plan(at=MONDAY)
    before = told(dana)
    DriftFlagFactory.create(agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=dana)
    plan(at=MONDAY + timedelta(hours=3))

    assert told(dana) == before


def test_one_mail_a_morning_carries_everything(deal: Deal, dana: Person) -> None:
    DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=dana, opened_at=MONDAY
    )
    plan(at=MONDAY)

    carried = Delivery.objects.filter(recipient=dana).annotate(carried=Count("reminders")).values_list("carried")
    assert list(carried) == [(3,)]


def test_a_moved_date_is_told_anew(deal: Deal, dana: Person) -> None:
    plan(at=MONDAY)
    deal.commitment.due_on = date(2027, 3, 16)
    deal.commitment.save(update_fields=["due_on"])
    plan(at=MONDAY + timedelta(days=1))

    dates = Reminder.objects.filter(recipient=dana, kind=Kind.DUE_SOON).values_list("subject_on", flat=True)
    assert list(dates) == [date(2027, 3, 15), date(2027, 3, 16)]


def test_before_the_morning_nothing_is_planned(deal: Deal, dana: Person) -> None:
    plan(at=datetime(2027, 3, 8, 7, 29, tzinfo=UTC))  # 08:29 in Berlin

    assert told(dana) == []


def test_quiet_hours_move_the_morning(deal: Deal, dana: Person) -> None:
    dana.quiet_until = time(11, 0)
    dana.save(update_fields=["quiet_until"])
    plan(at=MONDAY)

    assert told(dana) == []


def test_a_day_off_brings_only_what_is_due_that_day(deal: Deal, dana: Person) -> None:
    deal.commitment.due_on = date(2027, 3, 13)
    deal.commitment.save(update_fields=["due_on"])
    DriftFlagFactory.create(agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=dana)
    plan(at=datetime(2027, 3, 13, 8, 0, tzinfo=UTC))  # a Saturday

    assert told(dana) == ["due_soon"]


def test_somebody_away_is_told_when_back(deal: Deal, dana: Person) -> None:
    dana.away_until = date(2027, 3, 8)
    dana.save(update_fields=["away_until"])
    plan(at=MONDAY)
    away = told(dana)
    plan(at=MONDAY + timedelta(days=1))

    assert (away, sorted(told(dana))) == ([], ["check_in_request", "due_soon"])


def test_who_answered_is_not_asked(deal: Deal, dana: Person, lena: Person) -> None:
    CheckInFactory.create(commitment=deal.commitment, person=dana, round_on=date(2027, 3, 8), at=MONDAY)
    plan(at=MONDAY)

    assert (Kind.CHECK_IN_REQUEST in told(dana), Kind.CHECK_IN_REQUEST in told(lena)) == (False, True)


def test_a_round_is_asked_about_once_a_person(deal: Deal, lena: Person) -> None:
    CommitmentFactory.create(
        agreement=deal.agreement,
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=deal.commitment.owner,
        accepted_by=lena,
        is_open=True,
    )
    plan(at=MONDAY)
    plan(at=MONDAY + timedelta(days=1))

    assert told(lena).count("check_in_request") == 1


def test_a_flag_is_told_to_its_owner_first_then_to_the_others(
    deal: Deal, maya: Person, tomas: Person, dana: Person, lena: Person
) -> None:
    DriftFlagFactory.create(
        agreement=deal.agreement,
        commitment=deal.commitment,
        rule="off_track",
        first_told=dana,
        opened_at=MONDAY - timedelta(hours=1),
        shown_at=MONDAY + timedelta(hours=20),
    )
    plan(at=MONDAY)
    first = {person for person in (maya, tomas, dana, lena) if set(told(person)) & {"flag_owner", "flag_shown"}}
    plan(at=MONDAY + timedelta(days=1))
    others = {person for person in (maya, tomas, dana, lena) if "flag_shown" in told(person)}

    assert (first, others) == ({dana}, {maya, tomas, lena})


def test_the_owner_hears_of_a_passed_date_once(deal: Deal, dana: Person) -> None:
    at = datetime(2027, 3, 16, 8, 0, tzinfo=UTC)
    DriftFlagFactory.create(agreement=deal.agreement, commitment=deal.commitment, first_told=dana, opened_at=at)
    plan(at=at)

    assert (told(dana).count("past_date"), told(dana).count("flag_owner")) == (1, 0)


def test_a_flag_on_the_agreement_goes_to_all_who_sign(deal: Deal, maya: Person, tomas: Person, dana: Person) -> None:
    DriftFlagFactory.create(agreement=deal.agreement, rule="sync_not_held", opened_at=MONDAY)
    plan(at=MONDAY)

    assert [("flag_shown" in told(person)) for person in (maya, tomas, dana)] == [True, True, False]


@pytest.fixture
def sync(deal: Deal) -> Sync:
    """Tuesday 16 March, 10:00 in Berlin."""
    cadence = CadenceFactory.create(agreement=deal.agreement, weekday=1, starts_on=date(2027, 2, 2))
    return SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, 16))


def test_a_sync_is_announced_on_the_working_day_before(sync: Sync, lena: Person) -> None:
    plan(at=datetime(2027, 3, 15, 8, 0, tzinfo=UTC))

    assert "sync_tomorrow" in told(lena)


def test_a_sync_on_monday_is_announced_on_friday(sync: Sync, lena: Person) -> None:
    HolidayFactory.create(on=date(2027, 3, 15))
    plan(at=datetime(2027, 3, 12, 8, 0, tzinfo=UTC))

    assert "sync_tomorrow" in told(lena)


@pytest.mark.parametrize(("minutes_before", "expected"), [(31, False), (30, True), (21, True), (20, False), (5, False)])
def test_a_sync_is_announced_again_half_an_hour_before(
    sync: Sync, lena: Person, minutes_before: int, expected: bool
) -> None:
    plan(at=sync.starts_at - timedelta(minutes=minutes_before))

    assert ("sync_soon" in told(lena)) is expected


def test_a_moved_sync_is_announced_anew(sync: Sync, lena: Person, maya: Person) -> None:
    """Told of 10:00 half an hour before, it moves by six hours, and half an hour before that it is told of again."""
    plan(at=sync.starts_at - timedelta(minutes=30))
    before = told(lena)
    sync = move_sync(
        actor=maya,
        at=sync.starts_at - timedelta(minutes=29),
        sync=sync,
        starts_at=sync.starts_at + timedelta(hours=6),
        reason="The room is taken.",
    )
    plan(at=sync.starts_at - timedelta(minutes=30))

    assert [kinds.count("sync_soon") for kinds in (before, told(lena))] == [1, 2]


def test_the_round_of_a_moved_sync_opens_before_its_new_day(sync: Sync, lena: Person, maya: Person) -> None:
    """From Tuesday the 16th to Friday the 19th: asked on that Tuesday, no longer on the Thursday before."""
    to = sync.starts_at + timedelta(days=3)
    move_sync(actor=maya, at=MONDAY, sync=sync, starts_at=to, reason="Half of us travel.")
    for day in (10, 11, 12, 15):
        plan(at=datetime(2027, 3, day, 8, 0, tzinfo=UTC))
    before = told(lena)
    plan(at=datetime(2027, 3, 16, 8, 0, tzinfo=UTC))

    assert ["check_in_request" in kinds for kinds in (before, told(lena))] == [False, True]


def test_a_cancelled_sync_is_not_announced(sync: Sync, lena: Person) -> None:
    sync.cancelled_at = MONDAY
    sync.save(update_fields=["cancelled_at"])
    plan(at=sync.starts_at - timedelta(minutes=30))

    assert "sync_soon" not in told(lena)


def test_an_invitation_is_mailed_at_once_at_any_hour(outsider: Person, admin: Person) -> None:
    at = datetime(2027, 3, 8, 2, 0, tzinfo=UTC)
    Invitation.objects.create(person=outsider, invited_by=admin, created_at=at, expires_at=at + timedelta(days=14))
    plan(at=at)

    assert Delivery.objects.get().kind == "invitation"


def test_more_people_than_one_batch_are_all_planned(deal: Deal, monkeypatch: pytest.MonkeyPatch, maya: Person) -> None:
    monkeypatch.setattr("reminders.operations.plan.PEOPLE_AT_A_TIME", 2)
    plan(at=MONDAY)

    assert Morning.objects.filter(planned_on=date(2027, 3, 8)).count() == Person.objects.active().count()


def test_a_changed_zone_does_not_bring_a_second_morning(deal: Deal, dana: Person) -> None:
    plan(at=MONDAY)
    for zone in ("America/New_York", "Pacific/Auckland", "Europe/London"):
        dana.time_zone = zone
        dana.save(update_fields=["time_zone"])
        for hour in range(15):
            plan(at=MONDAY + timedelta(hours=hour))

    assert sorted(told(dana)) == sorted(set(told(dana)))


def test_what_no_mail_carried_joins_the_next_morning(deal: Deal, dana: Person) -> None:
    plan(at=MONDAY)
    plan(at=MONDAY + timedelta(days=1))

    first, second = Delivery.objects.filter(recipient=dana).order_by("pk")
    assert (first.state, list(second.reminders.order_by("pk"))) == (
        DeliveryState.EXPIRED,
        list(first.reminders.order_by("pk")),
    )


def test_the_morning_mail_takes_up_what_waits(deal: Deal, dana: Person) -> None:
    earlier = Delivery.objects.create(
        dedupe_key="x", recipient=dana, kind="in_force", planned_at=MONDAY, due_at=MONDAY,
        expires_at=MONDAY + timedelta(days=7),
    )  # fmt: skip
    plan(at=MONDAY)
    earlier.refresh_from_db()

    assert earlier.state == DeliveryState.SUPERSEDED


def test_days_of_no_planner_lose_nothing_and_flood_nobody(deal: Deal, live: Callable[[datetime], int]) -> None:
    plan(at=MONDAY + timedelta(days=3))

    assert set(Delivery.objects.values_list("recipient").annotate(n=Count("pk")).values_list("n", flat=True)) == {1}


def test_a_person_without_anything_to_be_told_gets_no_mail(outsider: Person) -> None:
    plan(at=MONDAY)

    assert Delivery.objects.count() == 0


def test_working_days_of_nobody_are_read_as_usual_ones(deal: Deal, dana: Person) -> None:
    dana.working_days = []
    dana.save(update_fields=["working_days"])
    plan(at=MONDAY)

    assert "due_soon" in told(dana)


def test_two_zones_have_two_mornings(deal: Deal) -> None:
    PersonFactory.create(time_zone="America/New_York")
    plan(at=MONDAY)

    assert sorted(Morning.objects.values_list("planned_on", flat=True).distinct()) == [date.min, date(2027, 3, 8)]


def test_a_day_off_takes_up_nothing_that_can_wait(deal: Deal, dana: Person) -> None:
    friday = datetime(2027, 3, 5, 8, 0, tzinfo=UTC)
    DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=dana, opened_at=friday
    )
    plan(at=friday)
    plan(at=friday + timedelta(days=1))

    assert Delivery.objects.filter(recipient=dana).count() == 1


def test_before_its_round_opens_nobody_is_asked(sync: Sync, lena: Person) -> None:
    plan(at=datetime(2027, 3, 10, 8, 0, tzinfo=UTC))  # the round opens on Thursday the 11th

    assert "check_in_request" not in told(lena)


def test_from_the_third_working_day_before_a_sync_everybody_is_asked(sync: Sync, lena: Person) -> None:
    plan(at=datetime(2027, 3, 11, 8, 0, tzinfo=UTC))

    assert "check_in_request" in told(lena)
