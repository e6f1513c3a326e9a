"""The story of PRODUCT 3.5 up to the flag and what waits on it, as the people in it live it: in a real browser."""

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from teams.models import Person, Team
from tests.desks import Desk, in_short
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin, live_through
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

FEATURE = {
    "What is delivered": "The feature",
    "Done when": "A customer can switch it on.",
    "Team that owes it": "Product",
    "Owner": "Dana Whitfield",
    "Team it is for": "Sales",
    "Accepted by": "Tomas Lindqvist",
    "Due on": "2027-03-15",
}
OUTREACH = {
    "What is delivered": "The outreach",
    "Done when": "The first hundred customers have a mail.",
    "Team that owes it": "Sales",
    "Owner": "Lena Brandt",
    "Team it is for": "Product",
    "Accepted by": "Maya Okafor",
    "Due on": "2027-03-16",
    "Waits on": "The feature",
    "Days in between": "1",
}
ADOPTION = {
    "Name": "Adoption rate",
    "Unit": "%",
    "Now": "0",
    "Target": "35",
    "By": "2027-06-01",
    "A reading every … days": "14",
    "Who brings the number": "Maya Okafor",
}
BIWEEKLY = {
    "Every": "2",
    "Weeks or months": "weeks",
    "On": "Tuesday",
    "At": "10:00",
    "Starts on": "2027-03-09",
}
ADJUST = "Dana Whitfield said on 4 Mar that it needs to be adjusted."
WEEK_LATER = "Dana Whitfield expects it on 22 Mar, 7 days after its date."


def march(day: int, hour: int = 9) -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def rehearsal(settings: Settings, live_server: LiveServer) -> None:
    """A server whose clock can be moved, at Monday 22 February 2027, and whose mails lead to it."""
    settings.REHEARSAL = True
    settings.BASE_URL = live_server.url
    begin(datetime(2027, 2, 22, 9, tzinfo=UTC))


@in_short(with_scripts=False)
def test_the_flag_is_read_before_the_date(
    rehearsal: None,
    desk: MakeDesk,
    relay: SmtpSink,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    executive: Person,
) -> None:
    at_maya, at_tomas = desk(maya), desk(tomas)
    at_maya.sign_in()
    writes_the_terms(at_maya)
    at_maya.press("Propose these terms")
    at_maya.is_told("Proposed. Everybody is asked to say back what they heard.")

    at_tomas.sign_in()
    at_tomas.open("Feature launch")
    at_tomas.follow("Read and sign")
    at_tomas.sees("The feature", "Dana Whitfield", "Mon 15 Mar", "The outreach", "Tue 16 Mar")
    at_tomas.press("Sign for Sales")
    at_tomas.is_told("Signed. The others have still to sign.")

    at_maya.open("Feature launch")
    at_maya.follow("Read and sign")
    at_maya.press("Bring version 1 into force")
    at_maya.is_told("Signed by everybody: in force from now on.")

    live_through(march(4))
    at_link = desk(dana)
    at_link.page.goto(relay.latest_link(dana.email, under="/c/"))
    at_link.sees("How is this going?", "The feature", "due Mon 15 Mar")
    at_maya.open("Feature launch")
    at_maya.sees("no word yet", within="Commitments")

    at_link.page.get_by_role("radio", name="Need to adjust").check()
    at_link.fill({"When do you expect it?": "2027-03-22", "What would help?": "Rounding breaks the invoice."})
    at_link.press("Send check-in")
    at_link.is_told("Thanks. Tomas will see it.")

    at_dana, at_executive, at_lena = desk(dana), desk(executive), desk(lena)
    at_dana.sign_in()
    for anybody in (at_dana, at_maya):
        anybody.open("Feature launch")
        anybody.sees(ADJUST, WEEK_LATER)
    at_executive.sign_in()
    at_executive.page.goto(f"{at_executive.base}/dashboard/")
    at_executive.sees("The feature", "Dana Whitfield", within="Drifting")

    live_through(march(4, hour=10))
    at_lena.sign_in()
    at_lena.follow("The outreach", within="I promised")
    at_lena.sees(
        "Waits on something that moves", "Waits for The feature, which now lands 7 days after this one is due."
    )


def writes_the_terms(desk: Desk) -> None:
    """From the list of agreements to a draft that lacks nothing: two promises, a metric and a sync every two weeks."""
    desk.page.get_by_role("link", name="Agreements").first.click()
    desk.follow("Start an agreement")
    desk.fill({"Title": "Feature launch", "Shared goal": "Customers adopt it.", "Review on": "2027-06-01"})
    others = desk.page.get_by_role("group", name="The other team")
    desk.fill({"Team": "Sales", "Who signs for it": "Tomas Lindqvist"}, within=others)
    desk.press("Go on to the commitments")
    promises(desk, FEATURE)
    promises(desk, OUTREACH)
    desk.follow("Next: Metrics")
    desk.fill(ADOPTION)
    desk.press("Add this metric")
    desk.follow("Next: Cadence")
    desk.fill(BIWEEKLY)
    desk.press("Save the cadence")
    desk.follow("Next: Look it over")
    desk.sees("Nothing stands in the way", within="Before you propose")


def promises(desk: Desk, commitment: dict[str, str]) -> None:
    desk.fill(commitment)
    desk.press("Add this commitment")
    desk.sees(commitment["What is delivered"], within="Who owes what")
