"""From a mail to an answer on a phone: press, send, take back, answer again; with scripts and without."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from agreements.models import Agreement, CheckIn, Commitment
from teams.models import Person, Team
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    MetricFactory,
    PartyFactory,
    SyncFactory,
)
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin, live_through
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2027, 3, 10, 8, 0, tzinfo=UTC)  # the round of the sync of Monday 15 March has opened
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def launch(settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person) -> Agreement:
    """Dana owes the deck to Sales by 17 March 2027, where Tomas accepts it; she reports the trials."""
    settings.REHEARSAL = True
    begin(MORNING)
    agreement = AgreementFactory.create(title="Pricing launch", is_active=True)
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    people = {"team": product, "for_team": sales, "owner": dana, "accepted_by": tomas}
    CommitmentFactory.create(
        agreement=agreement, number=1, deliverable="Enablement deck", due_on=date(2027, 3, 17), is_open=True, **people
    )
    MetricFactory.create(agreement=agreement, name="Trials", reporter=dana, joint_at=MORNING - timedelta(days=9))
    SyncFactory.create(cadence=CadenceFactory.create(agreement=agreement), slot_on=date(2027, 3, 15))
    return agreement


def test_twenty_seconds_on_a_phone(
    launch: Agreement, relay: SmtpSink, settings: Settings, desk: MakeDesk, dana: Person
) -> None:
    at_dana = desk(dana)
    settings.BASE_URL = at_dana.base
    live_through(MORNING + timedelta(minutes=1))
    page = at_dana.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # its own shape
    link = relay.latest_link(dana.email, under="/c/").split("?")[0]

    page.goto(f"{link}?say=doubt&of={Commitment.objects.get().pk}")
    at_dana.sees("Enablement deck", "For Sales · due Wed 17 Mar", "Tell: Tomas Lindqvist (Sales), and at the sync.")
    expect(page.get_by_role("radio", name="Some doubt")).to_be_checked()
    expect(page.get_by_label(re.compile("What can they see"))).to_be_hidden()
    at_dana.fill({"What would help?": "I need the prices by Thursday.", "Trials (leads), today": "131"})
    at_dana.press("Send check-in")

    at_dana.sees("Thanks. Tomas will see it.", "You said: some doubt", "Last: 131 leads.")
    page.get_by_role("button", name="Undo").click()
    at_dana.sees("Taken back. You can answer again.")
    assert not CheckIn.objects.exists()

    page.get_by_role("radio", name="Done").check()
    expect(page.get_by_label(re.compile("What can they see"))).to_be_visible()
    expect(page.get_by_label(re.compile("What would help"))).to_be_hidden()
    page.get_by_role("radio", name="Need to adjust").check()
    at_dana.fill({"When do you expect it?": "2027-03-22"})
    at_dana.press("Send check-in")
    at_dana.sees("Thanks. Tomas will see it.", "expected Mon 22 Mar, due Wed 17 Mar")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    at_dana.follow("Continue to the change")
    at_dana.fill({"E-mail address": dana.email, "Password": "a long walk by the river"})
    at_dana.press("Sign in")
    expect(page.locator("input[type=date][value='2027-03-22']")).to_be_visible()


def test_done_is_taken_back_and_a_concern_raised(
    launch: Agreement, relay: SmtpSink, settings: Settings, desk: MakeDesk, dana: Person, tomas: Person
) -> None:
    at_dana = desk(dana)
    settings.BASE_URL = at_dana.base
    live_through(MORNING + timedelta(minutes=1))
    at_dana.page.goto(f"{relay.latest_link(dana.email, under='/c/').split('?')[0]}?say=done")
    at_dana.fill({"What can they see?": "https://example.org/deck"})
    at_dana.press("Send check-in")
    at_dana.sees("Enablement deck is declared done. Tomas is asked to confirm.")

    at_dana.press("Take it back")
    at_dana.sees("Taken back. You can answer again.")
    at_dana.page.get_by_text("Raise a concern", exact=True).click()
    at_dana.fill({"What worries you?": "The prices change every day."})
    at_dana.page.get_by_role("radio", name="About the work").check()
    at_dana.press("Raise this concern")
    at_dana.sees("Thanks. Your concern is raised")
