"""The styleguide in a real browser: every component, three widths, both themes."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import OrganisationFactory, PersonFactory

type Open = Callable[..., Page]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console said against the page, refusals of the content security policy included."""
    return []


@pytest.fixture
def open_styleguide(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Open]:
    OrganisationFactory.create()
    client = Client()
    client.force_login(PersonFactory.create(role="administrator"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def opened(*, width: int = 1440, theme: str = "light") -> Page:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/styleguide/")
        return page

    yield opened
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark"), (320, "light")])
def test_nothing_is_in_the_way_of_a_reader(open_styleguide: Open, width: int, theme: str) -> None:
    page = open_styleguide(width=width, theme=theme)

    assert [found["id"] for found in Axe().run(page).response["violations"]] == []


def test_no_width_needs_sideways_scrolling(open_styleguide: Open) -> None:
    page = open_styleguide()
    wide = []
    for width in (1440, 1000, 700, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wide += [width] if page.evaluate("document.documentElement.scrollWidth") > width else []

    assert wide == []


def test_the_browser_has_no_complaint(open_styleguide: Open, complaints: list[str]) -> None:
    open_styleguide().wait_for_load_state("networkidle")

    assert complaints == []


def test_a_link_to_a_dialog_opens_it_in_place(open_styleguide: Open) -> None:
    page = open_styleguide()
    page.get_by_role("link", name="Open a dialog").click()

    expect(page.get_by_role("dialog", name="Check in")).to_be_visible()


def test_j_walks_to_the_next_row(open_styleguide: Open) -> None:
    page = open_styleguide()
    page.keyboard.press("j")

    expect(page.locator(":focus")).to_have_text("Enablement deck and objection guide")


def test_a_key_typed_in_a_field_is_a_letter(open_styleguide: Open) -> None:
    page = open_styleguide()
    page.get_by_label("What is promised").press_sequentially("c")

    assert page.url.endswith("/styleguide/")
