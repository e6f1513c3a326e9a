"""Text is never lost: two tabs that write the same form, a draft that comes back, a server that is away."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Agreement
from teams.models import Organisation, Person, UnsentText
from tests.factories import AgreementFactory, PartyFactory
from tests.journeys.test_every_page import browser_of

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "The trial quotas worry me."


@pytest.fixture
def launch(maya: Person, tomas: Person) -> Agreement:
    agreement = AgreementFactory.create(title="Feature launch", is_active=True)
    for person in (maya, tomas):
        PartyFactory.create(agreement=agreement, team=person.memberships.get().team, representative=person)
    return agreement


def typed(page: Page, address: str, words: str = TYPED) -> None:
    page.goto(address)
    page.get_by_label("What worries you?").fill(words)


def test_two_tabs_lose_no_word(admin: Person, browser: Browser, live_server: LiveServer) -> None:
    address = f"{live_server.url}/settings/organisation/"
    with browser_of(admin, browser, live_server) as mine:
        theirs = mine.context.new_page()
        for tab, name in ((mine, "Larkspur"), (theirs, "Larkspur & Sons")):
            tab.goto(address)
            tab.get_by_role("textbox", name="Name").fill(name)
        theirs.get_by_role("button", name="Save the organisation").click()
        mine.get_by_role("button", name="Save the organisation").click()

        panel = mine.get_by_role("alert")
        for words in ("Ada Admin changed this", "Acme", "Larkspur & Sons", "Larkspur"):
            expect(panel).to_contain_text(words)
        mine.get_by_label("Keep theirs").check()
        mine.get_by_role("button", name="Save the organisation").click()
        expect(mine.get_by_text("Saved.")).to_be_visible()

    assert Organisation.objects.get().name == "Larkspur & Sons"


def test_a_draft_comes_back_and_leaves_with_the_form(
    launch: Agreement, maya: Person, browser: Browser, live_server: LiveServer
) -> None:
    address = f"{live_server.url}/agreements/{launch.slug}/concerns/new/"
    with browser_of(maya, browser, live_server) as page:
        typed(page, address)
        expect(page.locator("output[hx-post]")).to_contain_text("Draft saved")
        assert page.evaluate("localStorage.length") == 0

        page.goto(address)
        expect(page.get_by_label("What worries you?")).to_have_value(TYPED)
        expect(page.get_by_text("Your draft from")).to_be_visible()
        page.get_by_role("button", name="Raise it").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("localStorage.length") == 0

    assert not UnsentText.objects.exists()


def test_while_the_server_is_away_the_browser_keeps_it(
    launch: Agreement, maya: Person, browser: Browser, live_server: LiveServer
) -> None:
    address = f"{live_server.url}/agreements/{launch.slug}/concerns/new/"
    with browser_of(maya, browser, live_server) as page:
        page.route("**/drafts/**", lambda route: route.abort())
        typed(page, address)
        expect(page.get_by_text("Not sent. Try again.")).to_be_visible()

        page.unroute("**/drafts/**")
        page.goto(address)
        expect(page.get_by_label("What worries you?")).to_have_value(TYPED)
        expect(page.locator("output[hx-post]")).to_contain_text("Draft saved")

    assert UnsentText.objects.get().fields["text"] == [TYPED]
