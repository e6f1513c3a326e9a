from datetime import date, timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.models import Agreement, Commitment, Sync
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, CommitmentFactory, DriftFlagFactory, SyncFactory


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
    drifting = CommitmentFactory.create(
        agreement=feature.agreement,
        number=70,
        is_open=True,
        deliverable="The outreach",
        team=feature.for_team,
        for_team=feature.team,
    )
    CommitmentFactory.create(
        agreement=feature.agreement,
        number=71,
        is_open=True,
        deliverable="The far one",
        team=feature.team,
        for_team=feature.for_team,
        due_on=date(2027, 6, 1),
    )
    DriftFlagFactory.create(agreement=feature.agreement, commitment=drifting, rule="x")

    page = words(sign_in(maya).get(here))

    assert page.index("The outreach") < page.index("The feature") < page.index("The far one")
    assert "One other on track, nothing to say" in page


def test_with_nothing_to_say_it_offers_the_time_back(sign_in: SignIn, here: str, maya: Person) -> None:
    page = words(sign_in(maya).get(here))

    assert "call it off and give everybody the time back" in page
    assert "We held it" not in page


def test_calling_it_off_needs_a_reason(sign_in: SignIn, here: str, sync: Sync, maya: Person) -> None:
    browser = sign_in(maya)

    assert browser.post(f"{here}cancellation/", {"reason": ""}).status_code == 422
    answer = browser.post(f"{here}cancellation/", {"reason": "All on track."}, follow=True)

    assert "All on track." in words(answer)
    sync.refresh_from_db()
    assert sync.cancel_reason == "All on track."


def test_it_is_recorded_as_held(
    sign_in: SignIn, here: str, sync: Sync, maya: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(maya)
    time_machine.move_to(sync.starts_at + timedelta(minutes=25), tick=False)
    browser.force_login(maya)

    assert "We held it" in words(browser.get(here))
    answer = browser.post(f"{here}holding/", follow=True)

    assert "Recorded: this sync was held." in words(answer)
    sync.refresh_from_db()
    assert sync.held_at is not None


def test_holding_it_on_another_day_is_refused(sign_in: SignIn, here: str, maya: Person) -> None:
    assert sign_in(maya).post(f"{here}holding/").status_code == 409


def test_others_only_read(sign_in: SignIn, here: str, outsider: Person) -> None:
    browser = sign_in(outsider)

    assert "Call it off" not in words(browser.get(here))
    assert browser.post(f"{here}cancellation/", {"reason": "x"}).status_code == 403
