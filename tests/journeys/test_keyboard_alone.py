"""A week of the pilot by somebody whose mouse is broken: Tab, Enter, Space, arrows and typing, and nothing else."""

import re
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Amendment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.desks import PASSWORD, Desk, in_short
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)

FARTHEST = 150  # as many presses of Tab as anybody would bear


@dataclass(frozen=True)
class Keyboard:
    """Somebody at a desk whose hands stay on the keys."""

    desk: Desk

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desk.page.keyboard.press(key)

    def go_to(self, place: Locator) -> None:
        """Press Tab until it is there."""
        expect(place.first).to_be_visible()
        for _ in range(FARTHEST):
            if place.first.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {place}")

    def act(self, role: Literal["button", "link"], name: str | re.Pattern[str]) -> None:
        """Go to a button or a link and press Enter."""
        self.go_to(self.desk.page.get_by_role("main").get_by_role(role, name=name))
        self.press("Enter")

    def write(self, label: str | re.Pattern[str], words: str) -> None:
        self.go_to(self.desk.page.get_by_label(label))
        self.desk.page.keyboard.type(words)

    def sign_in(self) -> None:
        page = self.desk.page
        page.goto(f"{self.desk.base}/sign-in/")
        self.write("E-mail address", self.desk.person.email)
        self.write(re.compile(r"^\s*Password"), PASSWORD)
        self.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.desk.person.get_short_name())


@pytest.fixture
def launch(settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person) -> Agreement:
    """In force: Dana owes Sales the feature by 15 March, where Tomas accepts it."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(number=31, title="Feature launch", created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    people = {"team": product, "for_team": sales, "owner": dana, "accepted_by": tomas}
    CommitmentFactory.create(agreement=agreement, number=1, deliverable="The feature", **people)
    back = {"team": sales, "for_team": product, "owner": tomas, "accepted_by": maya}
    CommitmentFactory.create(agreement=agreement, number=2, deliverable="The outreach", **back)
    version = propose(actor=maya, at=AT, agreement=agreement)
    for person in (maya, tomas):
        sign(actor=person, at=AT, agreement=agreement, terms_hash=version.terms_hash)
    return agreement


@in_short(with_scripts=True)
def test_captured_said_asked_for_and_accepted(
    desk: MakeDesk, launch: Agreement, maya: Person, dana: Person, tomas: Person
) -> None:
    at_maya, at_dana, at_tomas = (Keyboard(desk(person)) for person in (maya, dana, tomas))
    captures(at_maya)
    says_it_will_be_later(at_dana)
    asks_for_a_week(at_dana)
    accepts(at_tomas)

    assert Amendment.objects.filter(agreement=launch).count() == 2


def captures(maya: Keyboard) -> None:
    maya.sign_in()
    maya.write("Say it in one line", "@dana to share the rounding test for Sales by 12 March #31")
    maya.press("Enter")
    maya.go_to(maya.desk.page.get_by_role("button", name="Add commitment"))
    maya.press("Space")
    maya.desk.is_told("Change 1 of A-31 asks to add it.")


def says_it_will_be_later(dana: Keyboard) -> None:
    dana.sign_in()
    dana.act("link", "The feature")
    page = dana.desk.page
    dana.go_to(page.get_by_role("radio", name="On track"))
    adjust = page.get_by_role("radio", name="Need to adjust")
    while not adjust.is_checked():
        dana.press("ArrowRight")
    dana.write("When do you expect it?", "05052027")  # 5 May, whichever of the two a browser asks for first
    dana.act("button", "Send check-in")
    dana.desk.is_told("Checked in. The others can now plan with that date.")


def asks_for_a_week(dana: Keyboard) -> None:
    dana.act("link", "Ask for a change")
    expect(dana.desk.page.get_by_label("Due on").first).to_have_value("2027-05-05")
    dana.write(re.compile(r"^\s*Why\?"), "Rounding breaks the invoice.")
    dana.write(re.compile(r"^\s*In one line"), "A week later")
    dana.act("button", "Propose this change")
    dana.desk.is_told("Proposed. Everybody it affects has been asked.")


def accepts(tomas: Keyboard) -> None:
    tomas.sign_in()
    tomas.act("link", re.compile("A week later"))
    tomas.act("button", re.compile("^Accept"))
    tomas.desk.is_told("Accepted. The others have still to answer.")
