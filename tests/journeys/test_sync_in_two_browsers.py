"""A sync in two browsers at once, and a third that comes late: nobody waits for a page, and nobody loses a word."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from pytest_django.fixtures import Settings

from agreements.models import Decision
from teams.models import Person, Team
from tests.desks import Desk, at_rest
from tests.factories import AT
from tests.journeys.conftest import MakeDesk
from tests.journeys.sync_scene import Meeting, set_meeting
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)
with_scripts = pytest.mark.parametrize("desk", [True], indirect=True)

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DECK, API, TOPIC = "Enablement deck and objection guide", "Metering API returns hourly usage", "Trial quotas"


@pytest.fixture
def meeting(
    settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person
) -> Meeting:
    settings.REHEARSAL = True
    begin(AT)
    return set_meeting(product=product, sales=sales, maya=maya, tomas=tomas, dana=dana, lena=lena)


def test_two_people_run_it_to_its_notes(meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person) -> None:
    at_maya, at_lena = desk(maya), desk(lena)
    comes_in(at_maya, meeting, starts=True)
    expect(item(at_maya)).to_contain_text(DECK)
    comes_in(at_lena, meeting)

    item(at_lena).get_by_role("radio", name="Some doubt").check()
    item(at_lena).get_by_label("Note").fill("The guide needs two more days.")
    at_lena.press("Say it")
    expect(item(at_lena)).to_contain_text("The guide needs two more days.")

    looks_again(at_maya)
    expect(item(at_maya)).to_contain_text("The guide needs two more days.")
    item(at_maya).get_by_label("Note").fill("Deck on Wednesday, guide on Friday.")
    at_maya.press("Keep the date")
    expect(item(at_maya)).to_contain_text("Stays as agreed.")
    at_maya.press("Next item")
    expect(item(at_maya)).to_contain_text(API)

    looks_again(at_lena)
    expect(item(at_lena)).to_contain_text(API)
    at_lena.sees("Deck on Wednesday, guide on Friday.", within="Settled so far")
    at_lena.press("Later")
    expect(item(at_lena)).to_contain_text("Next time.")
    looks_again(at_maya)
    at_maya.press("Next item")
    expect(item(at_maya)).to_contain_text(TOPIC)
    begin(AT + timedelta(minutes=20))
    at_maya.press("Close the sync")
    at_maya.sees("Notes: two things settled", "Deck on Wednesday, guide on Friday.", "Nothing this time")
    at_maya.sees("Mon 15 Mar")


def test_settling_what_was_settled_meanwhile_says_who_and_keeps_the_words(
    meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person
) -> None:
    at_maya, at_lena = desk(maya), desk(lena)
    comes_in(at_maya, meeting, starts=True)
    comes_in(at_lena, meeting)
    item(at_lena).get_by_label("Note").fill("We need a week.")
    at_maya.press("Keep the date")
    expect(item(at_maya)).to_contain_text("Stays as agreed.")

    item(at_lena).get_by_role("button", name="Later").click()

    expect(item(at_lena)).to_contain_text("Maya Okafor has just decided")
    expect(item(at_lena).get_by_label("Note")).to_have_value("We need a week.")
    assert Decision.objects.get().kind == "keep"
    item(at_lena).get_by_role("button", name="Later").click()
    expect(item(at_lena)).to_contain_text("Next time.")
    assert Decision.objects.get().note == "We need a week."


def test_going_on_with_words_unsent_asks_for_them_first(meeting: Meeting, desk: MakeDesk, maya: Person) -> None:
    at_maya = desk(maya)
    comes_in(at_maya, meeting, starts=True)
    item(at_maya).get_by_label("Note").fill("Half a thought")

    at_maya.press("Next item")

    expect(item(at_maya)).to_contain_text("Your words are not sent yet.")
    expect(item(at_maya)).to_contain_text(DECK)
    expect(item(at_maya).get_by_label("Note")).to_have_value("Half a thought")


@with_scripts
def test_the_box_somebody_types_in_is_left_alone(meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person) -> None:
    at_maya, at_lena = desk(maya), desk(lena)
    comes_in(at_maya, meeting, starts=True)
    comes_in(at_lena, meeting)
    note = item(at_lena).get_by_label("Note")
    note.press_sequentially("I think that ")

    at_maya.press("Keep the date")

    expect(item(at_lena)).to_contain_text("Stays as agreed.")  # the facts above the box follow
    expect(note).to_be_focused()
    at_maya.press("Next item")
    expect(at_lena.page.get_by_text(f"Everybody is at “{API}” now.")).to_be_visible()
    note.press_sequentially("Friday is safer.")
    expect(note).to_have_value("I think that Friday is safer.")
    expect(item(at_lena)).to_contain_text(DECK)

    item(at_lena).get_by_role("button", name="Later").click()

    expect(item(at_lena)).to_contain_text("Maya Okafor has just decided")
    item(at_lena).get_by_role("button", name="Later").click()
    expect(item(at_lena)).to_contain_text(API)
    assert Decision.objects.get().note == "I think that Friday is safer."


@with_scripts
def test_whoever_comes_late_sees_the_current_item_and_is_seen(
    meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person, tomas: Person
) -> None:
    at_maya, at_lena, at_tomas = desk(maya), desk(lena), desk(tomas)
    comes_in(at_maya, meeting, starts=True)
    comes_in(at_lena, meeting)
    at_maya.page.keyboard.press("ArrowRight")
    expect(item(at_lena)).to_contain_text(API)

    comes_in(at_tomas, meeting)

    expect(item(at_tomas)).to_contain_text(API)
    expect(at_maya.page.locator("#here")).to_contain_text("Tomas Lindqvist")
    at_tomas.page.keyboard.press("ArrowLeft")
    expect(item(at_maya)).to_contain_text(DECK)


@with_scripts
def test_a_lost_connection_is_said_and_loses_nothing(
    meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person
) -> None:
    at_maya, at_lena = desk(maya), desk(lena)
    comes_in(at_maya, meeting, starts=True)
    comes_in(at_lena, meeting)
    lost = at_lena.page.locator("#lost")
    at_lena.page.context.set_offline(True)
    expect(lost).to_contain_text("Reconnecting")
    expect(lost).to_be_visible()
    item(at_lena).get_by_label("Note").fill("Typed in the tunnel")
    at_lena.press("Keep the date")
    expect(item(at_lena).get_by_label("Note")).to_have_value("Typed in the tunnel")

    at_lena.page.context.set_offline(False)

    expect(lost).to_be_hidden()
    at_lena.press("Keep the date")
    expect(item(at_lena)).to_contain_text("Stays as agreed.")
    looks_again(at_maya)
    at_maya.sees("Typed in the tunnel", within="Settled so far")


@with_scripts
def test_one_line_becomes_a_commitment_without_leaving_the_room(meeting: Meeting, desk: MakeDesk, maya: Person) -> None:
    at_maya = desk(maya)
    comes_in(at_maya, meeting, starts=True)
    line = at_maya.page.get_by_label("Say it in one line")

    line.press_sequentially("@dana to share the rounding test for Sales by 19 March 2027")
    expect(at_maya.page.locator("#capture-understood")).to_contain_text("share the rounding test")
    item(at_maya).get_by_role("button", name="Keep the date").click()
    expect(item(at_maya)).to_contain_text("Stays as agreed.")

    expect(line).to_have_value("@dana to share the rounding test for Sales by 19 March 2027")


@with_scripts
def test_closing_it_tells_whoever_still_types(meeting: Meeting, desk: MakeDesk, maya: Person, lena: Person) -> None:
    at_maya, at_lena = desk(maya), desk(lena)
    comes_in(at_maya, meeting, starts=True)
    comes_in(at_lena, meeting)
    item(at_lena).get_by_label("Note").fill("One more thing")

    at_maya.press("Close the sync")

    expect(at_lena.page.get_by_text("This sync was closed at")).to_be_visible()
    expect(item(at_lena).get_by_label("Note")).to_have_value("One more thing")
    at_lena.page.get_by_role("link", name="Read the notes").click()
    at_lena.sees("Notes: nothing to settle")


@with_scripts
def test_each_of_its_pages_is_in_order_for_eyes_and_helpers(meeting: Meeting, desk: MakeDesk, maya: Person) -> None:
    """The agenda, the room and the notes: nothing that axe finds in the way, no sideways scrolling."""
    at_maya = desk(maya)
    comes_in(at_maya, meeting)
    found = [f"agenda, {one}" for one in complaints(at_maya)]
    at_maya.press("Start the sync")
    expect(at_maya.page.get_by_role("button", name="Close the sync")).to_be_visible()
    found += [f"room, {one}" for one in complaints(at_maya)]
    at_maya.press("Keep the date")
    expect(item(at_maya)).to_contain_text("Stays as agreed.")
    found += [f"settled, {one}" for one in complaints(at_maya)]
    at_maya.press("Close the sync")
    at_maya.sees("Notes: one thing settled")
    found += [f"notes, {one}" for one in complaints(at_maya)]

    assert found == []


def complaints(desk: Desk) -> Iterator[str]:
    page = desk.page
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{width}: too wide"
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            at_rest(page)
            yield from (f"{width} {theme}: {one['id']}" for one in Axe().run(page).response["violations"])
    page.set_viewport_size({"width": 1440, "height": 900})


def comes_in(desk: Desk, meeting: Meeting, *, starts: bool = False) -> None:
    desk.sign_in()
    desk.page.goto(f"{desk.base}{meeting.address}")
    if starts:
        desk.press("Start the sync")
        expect(desk.page.get_by_role("button", name="Close the sync")).to_be_visible()


def item(desk: Desk) -> Locator:
    """The card that everybody looks at."""
    return desk.page.locator("#item")


def looks_again(desk: Desk) -> None:
    """What a room does by itself every three seconds; without scripts people reload it."""
    desk.page.reload()
