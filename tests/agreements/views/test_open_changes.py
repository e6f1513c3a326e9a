"""Where the other pages mention changes: boxes, buttons beside every date, the offer after a check-in."""

from datetime import datetime

import pytest

from agreements.models import Agreement, Amendment, Commitment
from teams.models import Person
from tests.agreements.changing import asked, later
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.visits import queries


@pytest.fixture
def promise(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def change(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(promise), by=dana, at=at, within=launched)


@pytest.fixture
def here(page_of: PageOf, launched: Agreement) -> str:
    return page_of(launched)


def test_a_change_is_offered_beside_every_open_date(sign_in: SignIn, here: str, dana: Person) -> None:
    page = words(sign_in(dana).get(here))

    assert f'href="{here}amendments/new/"' in page
    assert f'href="{here}amendments/new/?commitment=1"' in page
    assert f'href="{here}amendments/new/?commitment=2"' in page


def test_who_has_no_part_in_it_is_offered_none(sign_in: SignIn, here: str, executive: Person) -> None:
    assert "amendments/new/" not in words(sign_in(executive).get(here))


def test_an_open_change_is_a_box_on_the_agreement(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    page = words(sign_in(tomas).get(here))

    assert "In force, change proposed" in page
    assert "It waits for you and two others." in page
    assert f'href="{here}amendments/1/"' in page
    assert "22 Mar proposed" in page
    assert "23 Mar proposed" in page


def test_whoever_asked_reads_who_is_waited_for(sign_in: SignIn, here: str, change: Amendment, dana: Person) -> None:
    assert "It waits for Maya Okafor, Tomas Lindqvist and Lena Brandt." in words(sign_in(dana).get(here))


def test_three_changes_cost_as_many_queries_as_one(
    sign_in: SignIn, here: str, change: Amendment, promise: Commitment, dana: Person, at: datetime
) -> None:
    browser = sign_in(dana)
    one = queries(browser, here)
    for label in ("Another", "And another"):
        asked(later(promise, label=label), by=dana, at=at, within=change.agreement)

    # The history is longer by two entries, and reads them with the same queries.
    assert queries(browser, here) == one


def test_an_expected_date_after_the_due_one_offers_a_change(sign_in: SignIn, here: str, dana: Person) -> None:
    said = {"standing": "off_track", "expected_on": "2027-03-22"}

    page = words(sign_in(dana).post(f"{here}commitments/1/check-in/", said, follow=True))

    assert "Expected Mon 22 Mar, due Mon 15 Mar" in page
    assert f'class="btn btn-primary" href="{here}amendments/new/?commitment=1"' in page


def test_need_to_adjust_without_a_date_offers_it_too(sign_in: SignIn, here: str, dana: Person) -> None:
    page = words(sign_in(dana).post(f"{here}commitments/1/check-in/", {"standing": "off_track"}, follow=True))

    assert "It needs to be adjusted" in page


def test_all_in_time_offers_nothing(sign_in: SignIn, here: str, dana: Person) -> None:
    page = words(sign_in(dana).post(f"{here}commitments/1/check-in/", {"standing": "on_track"}, follow=True))

    assert "counts as kept to" not in page


def test_a_commitment_with_a_change_leads_to_it(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    page = words(sign_in(tomas).get(f"{here}commitments/2/"))

    assert "A change of this waits for answers" in page
    assert "See change 1" in page


def test_home_leads_to_the_change(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    page = words(sign_in(tomas).get("/home/"))

    assert "Change: A week later" in page
    assert f'href="{here}amendments/1/"' in page
