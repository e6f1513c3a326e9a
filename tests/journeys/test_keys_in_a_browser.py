"""The palette, the keys and the line of a capture, as somebody uses them who seldom touches the mouse."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements.models import Agreement, Amendment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("HOLDFAST_PICTURES", "")
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1440, "light"),
    (1440, "dark"),
    (390, "dark"),
    (320, "light"),
)


@pytest.fixture
def launch(
    settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person
) -> Agreement:
    """In force between Product and Sales; Maya is owed by Lena and accepts."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(number=31, title="Usage-based pricing", created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    for number, (team, for_team, owner, accepter, what) in enumerate(
        [(product, sales, maya, tomas, "Metering API"), (sales, product, lena, dana, "Enablement deck")], start=1
    ):
        CommitmentFactory.create(
            agreement=agreement,
            number=number,
            deliverable=what,
            team=team,
            for_team=for_team,
            owner=owner,
            accepted_by=accepter,
        )
    version = propose(actor=maya, at=AT, agreement=agreement)
    for person in (maya, tomas):
        sign(actor=person, at=AT, agreement=agreement, terms_hash=version.terms_hash)
    return agreement


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, launch: Agreement, maya: Person) -> Iterator[Page]:
    """Maya at her home page; the browser has nothing to complain about, whatever she does."""
    client, said = Client(), list[str]()
    client.force_login(maya)
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    )
    opened = context.new_page()

    def note(message: ConsoleMessage) -> None:
        said.extend([message.text] if message.type in {"error", "warning"} and "422" not in message.text else [])

    opened.on("console", note)
    opened.goto("/home/")
    yield opened
    context.close()
    assert said == []


def look(page: Page, name: str) -> list[str]:
    """What axe finds at each size; with HOLDFAST_PICTURES a picture of each in that folder."""
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        page.evaluate("() => Promise.allSettled(document.getAnimations().map(each => each.finished))")
        found += [f"{name} {width} {theme}: {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name} {width}: too wide")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{theme}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_the_palette_leads_to_what_is_typed(page: Page) -> None:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search or jump to")
    options = page.get_by_role("option")
    expect(box).to_be_focused()
    expect(options.first).to_contain_text("Capture a commitment")
    complaints = look(page, "palette-empty")

    box.fill("meter")
    expect(options.first).to_contain_text("Metering API")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    complaints += look(page, "palette-found")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # from the first one round to the last
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Metering API")
    assert complaints == []


def test_escape_closes_the_palette_and_gives_the_focus_back(page: Page) -> None:
    home = page.get_by_role("link", name="Home").first
    home.focus()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#palette")).to_be_hidden()
    expect(home).to_be_focused()


def test_a_press_on_the_box_opens_it_and_what_is_typed_at_once_is_searched(page: Page) -> None:
    page.route("**/jump/**", lambda route: route.fulfill(body=""))  # as if its list were still under way
    page.get_by_placeholder("Search or jump to", exact=True).click()
    box = page.get_by_role("combobox", name="Search or jump to")
    expect(box).to_be_focused()

    box.press_sequentially("metring")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Nothing for “metring”.")
    complaints = look(page, "search-nothing")
    page.get_by_role("main").get_by_role("link", name="Metering").click()
    expect(page.get_by_role("main").get_by_role("link", name="Metering API")).to_be_visible()
    assert complaints + look(page, "search-found") == []


def test_a_sentence_is_captured_from_the_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("@maya to share the rounding test for Sales by Friday #31")
    expect(page.get_by_role("option").first).to_contain_text("Capture this")
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog", name="Capture a commitment")
    expect(dialog.get_by_label("Say it in one line")).to_have_value(
        "@maya to share the rounding test for Sales by Friday #31"
    )
    expect(dialog).to_contain_text("Maya Okafor")
    complaints = look(page, "capture-dialog")
    dialog.get_by_role("button", name="Add commitment").click()

    expect(page.get_by_role("status").filter(has_text="Change 1 of A-31 asks to add it.")).to_be_visible()
    assert (Amendment.objects.count(), page.url.endswith("/home/"), complaints) == (1, True, [])


def test_c_opens_a_line_that_says_what_it_lacks(page: Page) -> None:
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Capture a commitment")
    line = dialog.get_by_label("Say it in one line")
    expect(line).to_be_focused()

    line.fill("share the rounding test")
    expect(dialog.get_by_label("Who")).to_be_visible()
    dialog.get_by_role("button", name="Add commitment").click()

    expect(dialog).to_contain_text("Not added yet")
    expect(line).to_have_value("share the rounding test")
    assert page.url.endswith("/home/")


def test_on_its_own_page_c_goes_to_the_line(page: Page) -> None:
    page.goto("/capture/")
    page.keyboard.press("c")

    expect(page.get_by_label("Say it in one line")).to_be_focused()
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize(
    ("keys", "address"),
    [("gh", "/home/"), ("ga", "/agreements/"), ("gs", "/syncs/"), ("gd", "/dashboard/"), ("gt", "/teams/")],
)
def test_g_and_a_letter_go_to_a_place(keys: str, address: str, page: Page) -> None:
    page.goto("/help/")
    for key in keys:
        page.keyboard.press(key)

    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("key", "address"), [("p", "/amendments/new/"), ("r", "/concerns/new/")])
def test_a_letter_begins_an_act_of_an_agreement(key: str, address: str, page: Page, launch: Agreement) -> None:
    page.goto(f"/agreements/{launch.slug}/")
    page.keyboard.press(key)

    page.wait_for_url(f"**{address}")


def test_u_goes_to_the_check_in_of_a_commitment(page: Page, launch: Agreement) -> None:
    page.goto(f"/agreements/{launch.slug}/commitments/1/")
    page.keyboard.press("u")

    expect(page.get_by_role("radio", name="On track")).to_be_focused()


def test_j_and_k_walk_the_rows_and_enter_opens_one(page: Page) -> None:
    AgreementFactory.create(title="Second")
    page.goto("/agreements/")
    rows = page.locator(".row-link")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    title = rows.nth(0).inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_slash_goes_to_the_box_and_the_question_mark_lists_the_keys(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_placeholder("Search or jump to", exact=True)).to_be_focused()
    page.keyboard.type("c?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("main").focus()
    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Raise a concern")
    assert look(page, "keys") == []


def test_single_keys_can_be_turned_off(page: Page, maya: Person) -> None:
    Person.objects.filter(pk=maya.pk).update(has_single_keys=False)
    page.reload()
    for key in ("c", "?", "g", "a"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)

    page.keyboard.press("Control+k")

    expect(page.get_by_role("combobox")).to_be_focused()
    assert page.url.endswith("/home/")


def test_keys_are_not_shown_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    assert page.locator("kbd").evaluate_all("keys => keys.filter(key => key.checkVisibility()).length") == 0
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/search/")


def test_the_same_can_be_done_with_scripts_and_without(desk: MakeDesk, launch: Agreement, maya: Person) -> None:
    at_maya = desk(maya)
    at_maya.sign_in()
    page = at_maya.page
    page.goto(f"{at_maya.base}/search/")
    at_maya.fill({"Words, a name or a number such as A-31": "metering"})
    page.get_by_role("main").get_by_role("button", name="Search").click()
    at_maya.sees("Metering API", "A-31.1")
    page.goto(f"{at_maya.base}/nowhere/")
    at_maya.fill({"What were you looking for?": "okafor"})
    page.get_by_role("main").get_by_role("button", name="Search").click()
    at_maya.follow("Maya Okafor")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Maya Okafor")


def test_without_scripts_the_box_of_the_top_bar_searches(
    browser: Browser, live_server: LiveServer, launch: Agreement, maya: Person
) -> None:
    client = Client()
    client.force_login(maya)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    )
    page = context.new_page()
    page.goto("/home/")
    box = page.get_by_placeholder("Search or jump to", exact=True)
    box.fill("metering")
    box.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Metering API")
    page.get_by_role("link", name="Capture a commitment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Capture a commitment")
    context.close()
