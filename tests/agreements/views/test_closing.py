import pytest

from agreements.models import Agreement, Commitment
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words


def test_ending_says_what_follows_and_needs_a_reason(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person
) -> None:
    here, browser = page_of(feature.agreement, "end"), sign_in(maya)

    assert "The feature" in words(browser.get(here))
    assert browser.post(here, {"reason": " "}).status_code == 422
    feature.agreement.refresh_from_db()
    assert feature.agreement.state == "active"


def test_ending_early_keeps_the_reason(sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person) -> None:
    answer = sign_in(maya).post(page_of(feature.agreement, "end"), {"reason": "The market moved."}, follow=True)

    assert "The market moved." in words(answer)
    feature.refresh_from_db()
    assert feature.state == "released"


def test_what_is_unfinished_cannot_be_completed(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person
) -> None:
    here, browser = page_of(feature.agreement, "completion"), sign_in(maya)

    page = words(browser.get(here))
    answer = browser.post(here)

    assert "Still to settle" in page
    assert answer.status_code == 409
    assert "Not complete yet" in words(answer)


def test_what_is_settled_is_completed(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    here, browser = page_of(launch, "completion"), sign_in(maya)

    assert "Everything is settled" in words(browser.get(here))
    browser.post(here)

    launch.refresh_from_db()
    assert launch.state == "completed"


def test_a_draft_is_set_aside(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    here, browser = page_of(ready, "withdrawal"), sign_in(maya)

    assert "It was never in force" in words(browser.get(here))
    answer = browser.post(here, follow=True)

    assert "Set aside" in words(answer)
    ready.refresh_from_db()
    assert ready.state == "withdrawn"


@pytest.mark.parametrize("noun", ["end", "completion", "withdrawal"])
def test_others_find_no_button_and_no_way(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, dana: Person, noun: str
) -> None:
    here, browser = page_of(launch, noun), sign_in(dana)

    assert '<button class="btn btn-primary"' not in words(browser.get(here))
    assert browser.post(here, {"reason": "x"}).status_code == 403
