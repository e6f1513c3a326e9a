from datetime import date

import pytest

from agreements.models import Agreement, Commitment
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words

UNTIL = {"until": "2027-04-12", "reason": "The office moves."}


def test_a_pause_shows_until_when_and_why(sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person) -> None:
    here, browser = page_of(feature.agreement, "pause"), sign_in(maya)

    assert "nothing is flagged and nothing lapses" in words(browser.get(here))
    page = words(browser.post(here, UNTIL, follow=True))

    assert "Paused until 12 Apr" in page
    assert "The office moves." in page


def test_the_page_offers_it(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    assert "Pause it" in words(sign_in(maya).get(page_of(launch)))


@pytest.mark.parametrize(
    "sent", [{"until": "", "reason": "x"}, UNTIL | {"until": "2027-03-01"}, UNTIL | {"reason": " "}]
)
def test_a_pause_needs_a_day_to_come_and_a_reason(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person, sent: dict[str, str]
) -> None:
    assert sign_in(maya).post(page_of(launch, "pause"), UNTIL | sent).status_code == 422
    launch.refresh_from_db()
    assert launch.paused_until is None


def test_while_it_rests_the_date_moves(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    here, browser = page_of(launch, "pause"), sign_in(maya)
    browser.post(here, UNTIL)

    page = words(browser.get(here))
    assert ("Change the pause" in page, 'value="2027-04-12"' in page) == (True, True)
    browser.post(here, UNTIL | {"until": "2027-03-20"})
    launch.refresh_from_db()
    assert launch.paused_until == date(2027, 3, 20)


def test_it_is_taken_up_again(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    browser = sign_in(maya)
    browser.post(page_of(launch, "pause"), UNTIL)

    page = words(browser.post(page_of(launch, "resumption"), follow=True))

    assert ("Taken up again." in page, "Paused until" in page) == (True, False)


def test_the_list_says_until_when(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    browser = sign_in(maya)
    browser.post(page_of(launch, "pause"), UNTIL)

    assert "Paused until 12 Apr" in words(browser.get("/agreements/"))


def test_others_find_no_button_and_no_way(sign_in: SignIn, page_of: PageOf, launch: Agreement, dana: Person) -> None:
    here, browser = page_of(launch, "pause"), sign_in(dana)

    assert '<button class="btn btn-primary"' not in words(browser.get(here))
    assert browser.post(here, UNTIL).status_code == 403
    assert browser.post(page_of(launch, "resumption")).status_code == 403
