"""Two people say back what they heard, settle what differs and sign: in a real browser, with scripts and without."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from agreements.models import Agreement
from agreements.operations.proposals import propose
from teams.models import Person, Team
from tests.desks import Desk, in_short
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = "In your words, what did your team commit to?"


@pytest.fixture
def proposed(settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person) -> Agreement:
    """Maya owes the feature by 15 March 2027, Tomas the outreach by the 16th; Maya proposed it yesterday."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(title="Feature launch", created_by=maya)
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    feature = {"team": product, "for_team": sales, "owner": maya, "accepted_by": tomas}
    outreach = {"team": sales, "for_team": product, "owner": tomas, "accepted_by": maya}
    CommitmentFactory.create(
        agreement=agreement, number=1, deliverable="The feature", due_on=date(2027, 3, 15), **feature
    )
    CommitmentFactory.create(
        agreement=agreement, number=2, deliverable="The outreach", due_on=date(2027, 3, 16), **outreach
    )
    propose(actor=maya, at=AT - timedelta(days=1), agreement=agreement)
    return agreement


@in_short(with_scripts=False)
def test_what_differs_is_settled_before_anybody_signs(
    proposed: Agreement, desk: MakeDesk, maya: Person, tomas: Person
) -> None:
    at_tomas, at_maya = desk(tomas), desk(maya)
    at_tomas.sign_in()
    at_tomas.follow("Say it back", within="Needs you")
    says(at_tomas, "Maya delivers the feature by 22 March 2027. We begin the outreach by 16 March 2027.")
    at_tomas.sees("Your words, beside the terms", "You heard 22 March; the terms say 15 March.")

    at_maya.sign_in()
    at_maya.page.goto(f"{at_maya.base}/agreements/{proposed.number}/readback/")
    at_maya.sees("Tomas Lindqvist has written.")
    expect(at_maya.page.get_by_text("22 March")).to_have_count(0)
    at_maya.follow("Say it back")
    says(at_maya, "I deliver the feature by 15 March 2027.")
    at_maya.follow("Read what the others heard")
    marks_a_mismatch(at_maya)
    at_maya.page.goto(f"{at_maya.base}/agreements/{proposed.number}/signature/")
    at_maya.sees("Signing is not open yet")
    expect(at_maya.page.get_by_role("button", name="Sign for Product")).to_have_count(0)

    at_maya.page.goto(f"{at_maya.base}/agreements/{proposed.number}/readback/")
    settles_first(at_maya, "We spoke: it is the 15th.")
    at_tomas.follow("What everybody heard")
    settles_first(at_tomas, "I meant the day it reaches everybody.")
    at_tomas.sees("Nothing differs: signing is open.")

    at_tomas.follow("Read and sign")
    at_tomas.press("Sign for Sales")
    at_maya.open("Feature launch")
    at_maya.follow("Read and sign")
    at_maya.press("Bring version 1 into force")
    at_maya.is_told("Signed by everybody: in force from now on.")


def says(desk: Desk, text: str) -> None:
    desk.fill({WRITE: text})
    desk.press("Send my read back")
    desk.is_told("Sent.")


def marks_a_mismatch(desk: Desk) -> None:
    card = desk.page.get_by_role("region", name="What Tomas Lindqvist heard")
    card.get_by_role("radio", name="There is a mismatch").check()
    card.get_by_role("checkbox", name="How we measure").check()
    desk.fill({"What did you understand?": "By sign-ups, not by visits."}, within=card)
    card.get_by_role("button", name="Send my word").click()
    desk.is_told("Your word is with everybody who is asked.")
    expect(card).to_contain_text("By sign-ups, not by visits.")


def settles_first(desk: Desk, note: str) -> None:
    """The first difference that still offers it."""
    fold = desk.page.get_by_role("group").filter(has=desk.page.get_by_text("It is fine as it stands", exact=True)).first
    fold.get_by_text("It is fine as it stands", exact=True).click()
    fold.get_by_label("Why is it fine as it stands?").fill(note)
    fold.get_by_role("button", name="Settle it with this note").click()
    desk.is_told("Settled, with your note beside it.")


@pytest.mark.parametrize("desk", [True], indirect=True)
def test_with_scripts_it_happens_in_place(proposed: Agreement, desk: MakeDesk, maya: Person) -> None:
    at_maya = desk(maya)
    at_maya.sign_in()
    at_maya.page.goto(f"{at_maya.base}/agreements/{proposed.number}/readback/mine/")
    at_maya.page.get_by_label(WRITE).press_sequentially("I deliver the feature by 20 March 2027.")
    at_maya.sees("Draft saved 10:0", "minutes left")
    at_maya.press("Send my read back")
    at_maya.is_told("Sent.")

    at_maya.page.evaluate("document.body.dataset.stayed = 'yes'")
    settles_first(at_maya, "Five days are agreed with Tomas.")
    at_maya.sees("Nothing differs: signing is open.", "One settled")
    assert at_maya.page.evaluate("document.body.dataset.stayed") == "yes"
    expect(at_maya.page.locator("h2:focus")).to_have_count(1)
