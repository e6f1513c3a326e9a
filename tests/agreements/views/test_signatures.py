from datetime import datetime

import pytest

from agreements.models import Agreement, Version
from agreements.operations.commitments import edit_commitment
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.proposals import propose, take_back
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words


@pytest.fixture
def here(page_of: PageOf, ready: Agreement) -> str:
    return page_of(ready, "signature")


def shown_hash(agreement: Agreement) -> str:
    return Version.objects.get(agreement=agreement, taken_back_at=None).terms_hash


def test_the_terms_are_shown_with_their_hash(sign_in: SignIn, here: str, proposed: Agreement, tomas: Person) -> None:
    page = words(sign_in(tomas).get(here))

    assert "It works for the first customer." in page
    assert "Waits for “The feature”, 1 day after it." in page
    assert "Sign for Sales" in page
    assert page.count(shown_hash(proposed)) == 3


def test_those_who_do_not_sign_only_read(sign_in: SignIn, here: str, proposed: Agreement, dana: Person) -> None:
    page = words(sign_in(dana).get(here))

    assert "waiting for Tomas Lindqvist" in page
    assert "Your signature" not in page


def test_the_last_signature_brings_it_into_force(
    sign_in: SignIn, page_of: PageOf, here: str, proposed: Agreement, maya: Person, tomas: Person
) -> None:
    terms_hash = shown_hash(proposed)
    sign_in(maya).post(here, {"terms_hash": terms_hash})
    browser = sign_in(tomas)

    assert "Bring version 1 into force" in words(browser.get(here))
    answer = browser.post(here, {"terms_hash": terms_hash}, follow=True)

    assert answer.redirect_chain == [(page_of(proposed), 302)]
    assert "in force from now on" in words(answer)
    proposed.refresh_from_db()
    assert proposed.state == "active"


def test_who_signed_reads_when(sign_in: SignIn, here: str, proposed: Agreement, maya: Person) -> None:
    browser = sign_in(maya)
    browser.post(here, {"terms_hash": shown_hash(proposed)})

    assert "You signed these terms on" in words(browser.get(here))


def test_terms_that_changed_meanwhile_are_shown_again(
    sign_in: SignIn, here: str, proposed: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    before = shown_hash(proposed)
    take_back(actor=maya, at=at, agreement=proposed)
    feature = proposed.commitments.get(number=1)
    draft = CommitmentDraft(
        deliverable="The feature",
        done_when="Two customers use it.",
        team=feature.team,
        for_team=feature.for_team,
        owner=feature.owner,
        accepted_by=feature.accepted_by,
        due_on=feature.due_on,
    )
    edit_commitment(actor=maya, at=at, commitment=feature, draft=draft)
    propose(actor=maya, at=at, agreement=proposed)

    answer = sign_in(tomas).post(here, {"terms_hash": before})

    assert answer.status_code == 409
    page = words(answer)
    assert "The terms changed since you read them" in page
    assert "done when is Two customers use it." in page
    assert shown_hash(proposed) in page


def test_an_unknown_hash_signs_nothing(sign_in: SignIn, here: str, proposed: Agreement, tomas: Person) -> None:
    answer = sign_in(tomas).post(here, {"terms_hash": "f" * 64})

    assert answer.status_code == 409
    assert "What you read is no longer here to compare with." in words(answer)


def test_signing_without_a_proposal_is_refused(sign_in: SignIn, here: str, maya: Person) -> None:
    answer = sign_in(maya).post(here, {"terms_hash": "f" * 64})

    assert answer.status_code == 409
    assert "No terms wait for signatures here." in words(answer)


def test_without_terms_it_leads_back(
    sign_in: SignIn, page_of: PageOf, here: str, ready: Agreement, maya: Person
) -> None:
    assert sign_in(maya).get(here).headers["Location"] == page_of(ready)


def test_a_draft_is_proposed_and_taken_back(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    browser = sign_in(maya)

    browser.post(page_of(ready, "proposal"))
    ready.refresh_from_db()
    assert ready.state == "readback"

    browser.post(page_of(ready, "proposal", "withdrawal"))
    ready.refresh_from_db()
    assert ready.state == "draft"


def test_proposing_what_lacks_something_says_what(
    sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person
) -> None:
    ready.commitments.filter(number=1).update(due_on=None)

    answer = sign_in(maya).post(page_of(ready, "proposal"))

    assert answer.status_code == 409
    assert "“The feature” has no date yet." in words(answer)


@pytest.mark.parametrize("noun", ["proposal", "proposal/withdrawal"])
def test_reading_does_not_propose(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person, noun: str) -> None:
    assert sign_in(maya).get(page_of(ready, noun)).status_code == 405
