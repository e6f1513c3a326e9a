"""On paper: a page without its frame, nothing cut off, and what unfolds unfolded."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements.models import Agreement
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory, PartyFactory, TeamFactory
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)

FRAME = ".side, .bar, .tabbar, .skip, .toasts, .btn, .filters"
PAPER_PX = 688  # an A4 sheet without its margins, at 96 px an inch
# Words that their own box hides a part of, on a line or below it.
CUT = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = getComputedStyle(one);
  const hides = box.overflowX !== 'visible' && box.display !== 'none' && !one.closest('svg, .hide');
  return hides && one.checkVisibility() && one.scrollWidth > one.clientWidth + 1;
}).map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture
def full(settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person) -> Agreement:
    """Six teams with long names owe each other something, and each thing drifts."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(title="Feature launch", is_active=True)
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    teams = [product, sales, *(TeamFactory.create(name=f"International Merchandising {n}") for n in range(4))]
    for number, (team, for_team) in enumerate(zip(teams, [*teams[1:], teams[0]], strict=True), start=1):
        commitment = CommitmentFactory.create(
            agreement=agreement,
            number=number,
            is_open=True,
            team=team,
            for_team=for_team,
            owner=maya,
            accepted_by=tomas,
            health="drifting",
            shown_health="drifting",
        )
        DriftFlagFactory.create(agreement=agreement, commitment=commitment)
    return agreement


@pytest.mark.parametrize(("page_at", "sheets"), [("dashboard", 4), ("home", 2), ("agreement", 2)])
def test_a_page_prints_without_its_frame_and_with_all_its_words(
    browser: Browser, live_server: LiveServer, full: Agreement, maya: Person, page_at: str, sheets: int
) -> None:
    address = f"/agreements/{full.slug}/" if page_at == "agreement" else f"/{page_at}/"
    page = open_as(maya, browser, live_server)
    page.goto(live_server.url + address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_PX, "height": 1000})

    shown = page.locator(FRAME).filter(visible=True).evaluate_all("all => all.map(one => one.className)")
    printed = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert (shown, page.evaluate(CUT)) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_PX
    assert printed <= sheets
    page.context.close()


def open_as(person: Person, browser: Browser, server: LiveServer) -> Page:
    client = Client()
    client.force_login(person)
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": one.value, "url": server.url} for name, one in client.cookies.items()])
    return context.new_page()
