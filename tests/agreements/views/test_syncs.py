from datetime import date, timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.models import Agreement, Commitment, Sync, Topic
from agreements.operations.syncs import start_sync
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, CommitmentFactory, DriftFlagFactory, SyncFactory
from tests.visits import queries


@pytest.fixture
def sync(launch: Agreement) -> Sync:
    """On Monday 15 March 2027, 10:00 in Berlin; the one after it two weeks later."""
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 29))
    return SyncFactory.create(cadence=cadence, number=1)


@pytest.fixture
def here(page_of: PageOf, sync: Sync) -> str:
    return page_of(sync.agreement, "syncs", sync.number)


def test_the_agenda_builds_itself_drift_first(sign_in: SignIn, here: str, feature: Commitment, maya: Person) -> None:
    drifting = promised(feature, 70, deliverable="The outreach", team=feature.for_team, for_team=feature.team)
    promised(feature, 71, deliverable="The far one", due_on=date(2027, 6, 1))
    DriftFlagFactory.create(agreement=feature.agreement, commitment=drifting, rule="x")

    page = words(sign_in(maya).get(here))

    assert page.index("The outreach") < page.index("The feature") < page.index("The far one")
    assert "One other on track, nothing to say" in page
    assert "6 of 30 minutes planned" in page


def test_what_does_not_fit_says_so(sign_in: SignIn, here: str, sync: Sync, feature: Commitment, maya: Person) -> None:
    Topic.objects.create(
        agreement=sync.agreement, text="Prices", minutes=30, added_by=maya, added_at=sync.agreement.created_at
    )

    assert "Beyond the 30 minutes from here on" in words(sign_in(maya).get(here))


def test_with_nothing_to_say_it_offers_the_time_back(sign_in: SignIn, here: str, maya: Person) -> None:
    page = words(sign_in(maya).get(here))

    assert "call it off and give everybody the time back" in page
    assert "Start the sync" not in page


def test_in_its_round_it_proposes_to_call_itself_off(
    sign_in: SignIn, here: str, sync: Sync, maya: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(maya)
    time_machine.move_to(sync.starts_at - timedelta(hours=3), tick=False)
    browser.force_login(maya)

    page = words(browser.get(here))
    answer = browser.post(f"{here}cancellation/", {"reason": "All on track, fresh and undisputed."}, follow=True)

    assert "Nothing drifts. Call it off and give everybody 30 minutes back?" in page
    assert "Called off on" in words(answer)
    assert "given back" in words(answer)


def test_calling_it_off_needs_a_reason(sign_in: SignIn, here: str, sync: Sync, maya: Person) -> None:
    browser = sign_in(maya)

    assert browser.post(f"{here}cancellation/", {"reason": ""}).status_code == 422
    answer = browser.post(f"{here}cancellation/", {"reason": "Half are away."}, follow=True)

    assert "Half are away." in words(answer)
    sync.refresh_from_db()
    assert sync.cancel_reason == "Half are away."


def test_it_moves_once(sign_in: SignIn, here: str, sync: Sync, maya: Person) -> None:
    moved = {"on": "2027-03-16", "time": "14:00", "reason": "A holiday in one country."}

    answer = sign_in(maya).post(f"{here}move/", moved, follow=True)

    assert "Moved. Everybody who takes part is told." in words(answer)
    assert "Moved from Mon 15 Mar" in words(answer)
    sync.refresh_from_db()
    assert sync.starts_at.isoformat() == "2027-03-16T13:00:00+00:00"


def test_moving_it_past_the_next_one_says_why_not(sign_in: SignIn, here: str, maya: Person) -> None:
    answer = sign_in(maya).post(f"{here}move/", {"on": "2027-04-16", "time": "14:00", "reason": "x"})

    assert answer.status_code == 422


def test_somebody_else_moderates_it(sign_in: SignIn, here: str, sync: Sync, maya: Person) -> None:
    answer = sign_in(maya).post(f"{here}facilitator/", {"person": maya.pk}, follow=True)

    assert "Maya Okafor moderates" in words(answer)


def test_it_is_recorded_as_held_without_the_room(
    sign_in: SignIn, here: str, sync: Sync, maya: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(maya)
    time_machine.move_to(sync.starts_at + timedelta(minutes=25), tick=False)
    browser.force_login(maya)

    assert "We held it without the room" in words(browser.get(here))
    answer = browser.post(f"{here}closing/", follow=True)

    assert "Notes: nothing to settle" in words(answer)
    sync.refresh_from_db()
    assert sync.held_at is not None


def test_holding_it_on_another_day_is_refused(sign_in: SignIn, here: str, maya: Person) -> None:
    assert sign_in(maya).post(f"{here}closing/").status_code == 409


def test_starting_it_opens_the_room(
    sign_in: SignIn, here: str, sync: Sync, feature: Commitment, maya: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(maya)
    time_machine.move_to(sync.starts_at, tick=False)
    browser.force_login(maya)

    page = words(browser.post(f"{here}start/", follow=True))

    assert "Maya Okafor" in page
    assert "The feature" in page
    assert "Keep the date" in page


def test_the_room_and_the_agenda_take_the_same_queries_for_one_item_and_three(
    sign_in: SignIn, here: str, sync: Sync, feature: Commitment, maya: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(maya)
    time_machine.move_to(sync.starts_at, tick=False)
    browser.force_login(maya)
    browser.get(here)  # what is kept in the process is read by now
    before = queries(browser, here)
    more = [promised(feature, feature.number + 1), promised(feature, feature.number + 2)]
    assert queries(browser, here) == before

    start_sync(actor=maya, at=sync.starts_at, sync=sync)
    three = queries(browser, here)
    Commitment.objects.filter(pk__in=[one.pk for one in more]).update(state="released", released_at=sync.starts_at)
    assert queries(browser, here) == three


def test_others_only_read(sign_in: SignIn, here: str, outsider: Person) -> None:
    browser = sign_in(outsider)

    assert "Call it off" not in words(browser.get(here))
    assert browser.post(f"{here}cancellation/", {"reason": "x"}).status_code == 403


def promised(beside: Commitment, number: int, **values: object) -> Commitment:
    """Another open commitment of the same agreement and the same teams."""
    teams = {"team": beside.team, "for_team": beside.for_team}
    return CommitmentFactory.create(agreement=beside.agreement, number=number, is_open=True, **{**teams, **values})
