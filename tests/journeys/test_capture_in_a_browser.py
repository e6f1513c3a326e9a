"""One line, read back part by part as it is typed, and the commitment or the change that it becomes."""

import os
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Amendment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.desks import Desk, at_rest
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory, PersonFactory
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "@dana to share the rounding test by 14 March"
PICTURES = os.environ.get("HOLDFAST_PICTURES", "")
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1440, "light"),
    (1440, "dark"),
    (390, "light"),
    (320, "dark"),
)


@pytest.fixture
def launch(
    settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person
) -> Agreement:
    """In force between Product and Sales."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(number=31, title="Feature launch", created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    for number, (team, for_team, owner, accepter) in enumerate(
        [(product, sales, dana, tomas), (sales, product, lena, maya)], start=1
    ):
        CommitmentFactory.create(
            agreement=agreement, number=number, team=team, for_team=for_team, owner=owner, accepted_by=accepter
        )
    version = propose(actor=maya, at=AT, agreement=agreement)
    for person in (maya, tomas):
        sign(actor=person, at=AT, agreement=agreement, terms_hash=version.terms_hash)
    return agreement


def test_a_line_becomes_a_change_once_what_it_leaves_open_is_chosen(
    desk: MakeDesk, launch: Agreement, maya: Person, dana: Person
) -> None:
    PersonFactory.create(name="Dana Petrova", email="petrova@acme.example")
    at_maya = signed_in(desk(maya))
    page = at_maya.page
    page.goto(f"{at_maya.base}/capture/")  # the key C and the button open the same form over a page, where scripts run
    expect(page.get_by_label("Say it in one line")).to_be_visible()
    complaints = pictures(page, "empty")
    at_maya.fill({"Say it in one line": LINE})
    if page.get_by_role("button", name="Read it back").is_visible():  # without scripts
        at_maya.press("Read it back")
    at_maya.sees("share the rounding test", "A-31 Feature launch", "It is a Sunday.")
    complaints += pictures(page, "read")
    page.get_by_label("Who").select_option("Dana Whitfield")
    page.get_by_label("By", exact=True).select_option("Fri 12 Mar 2027")
    if page.get_by_role("button", name="Read it back").is_visible():
        at_maya.press("Read it back")
    at_maya.sees("Sales")
    expect(page.get_by_label("Who")).to_have_value(dana.email)
    at_maya.press("Add commitment")
    at_maya.is_told("Change 1 of A-31 asks to add it.")

    change = Amendment.objects.get().alternatives.get().changes.get()
    asked = {name: change.now[name] for name in ("deliverable", "owner", "team", "for_team", "due_on", "done_when")}
    assert asked == {
        "deliverable": "share the rounding test",
        "owner": dana.email,
        "team": "product",
        "for_team": "sales",
        "due_on": date(2027, 3, 12).isoformat(),
        "done_when": LINE,
    }
    assert complaints == []


def test_what_was_typed_stays_when_it_lacks_something(desk: MakeDesk, launch: Agreement, maya: Person) -> None:
    at_maya = signed_in(desk(maya))
    page = at_maya.page
    page.goto(f"{at_maya.base}/capture/?text=share+the+test")
    at_maya.press("Add commitment")

    at_maya.sees("Not added yet", "Choose who does it.", "Choose the date.")
    complaints = pictures(page, "lacking")
    expect(page.get_by_label("Say it in one line")).to_have_value("share the test")
    assert complaints == []


def signed_in(desk: Desk) -> Desk:
    client = Client()
    client.force_login(desk.person)
    cookies = [{"name": name, "value": cookie.value, "url": desk.base} for name, cookie in client.cookies.items()]
    desk.page.context.add_cookies(cookies)  # type: ignore[arg-type]  # its TypedDict has more optional keys
    return desk


def pictures(page: Page, name: str) -> list[str]:
    """What axe finds at each size; with HOLDFAST_PICTURES a picture of each in that folder."""
    if not page.evaluate("() => typeof document.body.animate == 'function' && !!window.htmx"):
        return []
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        at_rest(page)
        found += [f"{name} {width} {theme}: {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name} {width}: too wide")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"capture-{name}-{width}-{theme}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
