from datetime import date

import pytest

from agreements.models import Ask, Commitment
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, SyncFactory


@pytest.fixture(autouse=True)
def cadence(feature: Commitment) -> None:
    """The next sync is far away: no round opens today."""
    SyncFactory.create(cadence=CadenceFactory.create(agreement=feature.agreement), slot_on=date(2027, 3, 15))


@pytest.fixture
def page(page_of: PageOf, feature: Commitment) -> str:
    return page_of(feature.agreement, "commitments", feature.number, "ask")


def test_one_tap_asks(sign_in: SignIn, page: str, feature: Commitment, lena: Person) -> None:
    browser = sign_in(lena)
    commitment = page.removesuffix("ask/")
    assert "Ask Dana" in words(browser.get(commitment))

    after = browser.post(page, {"back": commitment}, follow=True)

    assert after.redirect_chain == [(commitment, 302)]
    assert "Asked Dana. One ask a day per commitment." in words(after)
    assert "Lena asked Dana today." in words(after)
    assert Ask.objects.get().asked_by == lena


def test_a_note_goes_with_it_from_the_page_that_a_mail_leads_to(sign_in: SignIn, page: str, lena: Person) -> None:
    browser = sign_in(lena)
    assert "Dana gets one mail with your name" in words(browser.get(page))

    browser.post(page, {"note": "Our outreach starts on Monday."})

    assert Ask.objects.get().note == "Our outreach starts on Monday."


def test_who_was_asked_today_is_not_asked_again(sign_in: SignIn, page: str, lena: Person, tomas: Person) -> None:
    sign_in(lena).post(page)
    browser = sign_in(tomas)

    assert "Lena asked Dana today. One ask a day per commitment." in words(browser.get(page))
    refused = browser.post(page)
    assert (refused.status_code, "One ask a day per commitment." in words(refused)) == (409, True)


def test_its_owner_finds_nothing_to_ask(sign_in: SignIn, page: str, dana: Person) -> None:
    assert "There is nothing to ask here now" in words(sign_in(dana).get(page))


def test_the_way_back_stays_on_this_site(sign_in: SignIn, page: str, lena: Person) -> None:
    answer = sign_in(lena).post(page, {"back": "https://elsewhere.example/"})
    assert answer.headers["Location"] == page.removesuffix("ask/")
