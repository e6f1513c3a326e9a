"""A date that cannot hold, from the word that says so to the version that everybody accepted: in a real browser."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Amendment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.desks import Desk, in_short
from tests.factories import AT, AgreementFactory, CommitmentFactory, DependencyFactory, PartyFactory
from tests.journeys.conftest import MakeDesk
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def launch(
    settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person
) -> Agreement:
    """In force: Dana owes the feature by 15 March, Lena the outreach a day after it, needed by the 20th."""
    settings.REHEARSAL = True
    begin(AT)
    agreement = AgreementFactory.create(title="Feature launch", created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    promised = {"agreement": agreement, "done_when": "A customer can switch it on."}
    feature = CommitmentFactory.create(
        **promised, number=1, deliverable="The feature", team=product, for_team=sales, owner=dana, accepted_by=tomas
    )
    outreach = CommitmentFactory.create(
        **promised,
        number=2,
        deliverable="The outreach",
        team=sales,
        for_team=product,
        owner=lena,
        accepted_by=maya,
        due_on=date(2027, 3, 16),
        needed_by=date(2027, 3, 23),
    )
    DependencyFactory.create(upstream=feature, downstream=outreach, lag_days=1)
    version = propose(actor=maya, at=AT, agreement=agreement)
    for person in (maya, tomas):
        sign(actor=person, at=AT, agreement=agreement, terms_hash=version.terms_hash)
    return agreement


@in_short(with_scripts=False)
def test_a_date_moves_once_everybody_has_accepted(
    desk: MakeDesk,
    launch: Agreement,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
) -> None:
    at_dana = desk(dana)
    at_dana.sign_in()
    says_it_will_be_later(at_dana)
    sees_what_moves(at_dana)
    brings_two_ways(at_dana)
    at_dana.press("Propose this change")
    at_dana.is_told("Proposed. Everybody it affects has been asked.")
    at_dana.sees("Asked early: 10 working days before the first date it touches.", "accepted by 1 of 4")
    due = list(launch.commitments.order_by("number").values_list("due_on", flat=True))
    assert due == [date(2027, 3, 15), date(2027, 3, 16)]

    for person in (maya, tomas):
        at_desk = desk(person)
        at_desk.sign_in()
        opens_the_change(at_desk)
        at_desk.press("Accept option A")
        at_desk.is_told("Accepted. The others have still to answer.")

    at_lena = desk(lena)
    at_lena.sign_in()
    opens_the_change(at_lena)
    chooses_between_the_two(at_lena)
    at_lena.press("Accept option A")
    at_lena.is_told("Everybody has accepted: it is in force from now on.")
    at_lena.sees("In force as version 2 of")
    at_lena.open("Feature launch")
    at_lena.sees("Version 2 since 1 Mar", "once so far")
    at_lena.sees("due 22 Mar", "due 23 Mar", within="Commitments")
    at_lena.sees("came into force with change 1, asked early and accepted by everybody it affects")
    assert not Amendment.objects.open().exists()


def says_it_will_be_later(desk: Desk) -> None:
    desk.follow("The feature", within="I promised")
    desk.page.get_by_role("radio", name="Need to adjust").check()
    desk.fill({"When do you expect it?": "2027-03-22"})
    desk.press("Send check-in")
    desk.is_told("Checked in. The others can now plan with that date.")
    desk.follow("Ask for a change", within="Expected Mon 22 Mar, due Mon 15 Mar")


def sees_what_moves(desk: Desk) -> None:
    """The ripple of the date that was expected; then of another one, at once or by the press of a button."""
    expect(desk.page.get_by_label("Due on").first).to_have_value("2027-03-22")
    desk.sees("One more commitment moves with it.", "Tue 23 Mar", within="Option A")
    desk.fill({"Due on": "2027-03-24"})
    plain = desk.page.get_by_role("button", name="Show what moves", exact=True)
    if plain.is_visible():  # offered only where no script does it at once
        plain.click()
    desk.sees("The outreach would land on Thu 25 Mar. Product needs it by Tue 23 Mar.", within="Option A")
    assert not Amendment.objects.exists()
    desk.fill({"Due on": "2027-03-22"})


def brings_two_ways(desk: Desk) -> None:
    option_a, option_b = (desk.page.get_by_role("region", name=f"Option {letter}") for letter in "AB")
    desk.fill({"Why?": "Rounding breaks the invoice."})
    desk.fill({"In one line": "A week later", "What it means for Sales": "The briefing moves."}, within=option_a)
    desk.press("Add another option")
    expect(option_b.get_by_label("Due on")).to_have_value("2027-03-15")
    option_b.get_by_text("Owner, what is delivered, done when").click()
    desk.fill({"Done when": "A customer can switch it on, without rounding."}, within=option_b)
    desk.fill({"In one line": "Keep the date, without rounding", "What gives": "The quality"}, within=option_b)


def opens_the_change(desk: Desk) -> None:
    desk.follow(re.compile("A week later"), within="Needs you")
    desk.sees("Rounding breaks the invoice.", "The briefing moves.")
    desk.sees("The outreach", "Tue 23 Mar", within="What moves with option A")


def chooses_between_the_two(desk: Desk) -> None:
    """A radio card shows its option, and what it asks, without any script."""
    only_a = desk.page.get_by_role("button", name="Accept option A", exact=True)
    desk.page.locator("label").filter(has_text="Keep the date").click()
    expect(only_a).to_be_hidden()
    desk.sees("without rounding", within="What moves with option B")
    desk.page.locator("label").filter(has_text="A week later").click()
    expect(only_a).to_be_visible()
