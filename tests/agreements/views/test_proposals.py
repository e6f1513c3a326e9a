"""Proposing from the page of a draft: what stands in the way, and advice that is passed over."""

from agreements.models import Agreement, Event
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words


def test_advice_may_be_passed_over_with_a_reason(
    sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person
) -> None:
    browser = sign_in(maya)
    page = words(browser.get(page_of(ready)))
    assert "There is no joint metric" in page
    assert "Why go ahead as it is?" in page

    answer = browser.post(page_of(ready, "proposal"), {"reason": "Four weeks only."}, follow=True)
    assert "Proposed. Everybody is asked to say back what they heard." in words(answer)
    recorded = Event.objects.get(agreement=ready, kind="proposed")
    assert recorded.data["reason"] == "Four weeks only."
    assert "no_joint_metric" in recorded.data["passed"]


def test_what_stands_in_the_way_leaves_no_button(
    sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person
) -> None:
    ready.commitments.filter(number=1).update(due_on=None)
    page = words(sign_in(maya).get(page_of(ready)))

    assert "to settle first" in page
    assert "Propose these terms" not in page


def test_a_draft_that_lacks_nothing_is_proposed_at_the_top(
    sign_in: SignIn, page_of: PageOf, ready: Agreement, dana: Person
) -> None:
    page = words(sign_in(dana).get(page_of(ready)))

    assert page.count("Propose these terms") == 1
