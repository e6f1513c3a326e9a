"""The board: what each heard beside the terms, settled, confirmed and confirmed again, with scripts and without."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Confirmation, Readback
from agreements.operations.commitments import edit_commitment
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from teams.models import MembershipRole, Person
from tests.agreements.readbacks import A_WEEK_LATER, AS_RECORDED, difference_of, say_back
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CommitmentFactory, MembershipFactory, PersonFactory

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def board(page_of: PageOf, proposed: Agreement) -> str:
    return page_of(proposed, "readback")


@pytest.fixture
def differing(proposed: Agreement, dana: Person, at: datetime) -> Readback:
    """Dana heard a week later than the terms say."""
    return say_back(proposed, dana, at, A_WEEK_LATER)


def test_who_has_not_written_reads_nobody_else(sign_in: SignIn, board: str, differing: Readback, tomas: Person) -> None:
    page = words(sign_in(tomas).get(board))

    assert "1 of 4 have said it back" in page
    assert "Dana Whitfield has written. You read it after you have written yours." in page
    assert "22 March" not in page


def test_who_has_written_reads_what_was_heard_beside_the_terms(
    sign_in: SignIn, board: str, proposed: Agreement, differing: Readback, tomas: Person, at: datetime
) -> None:
    say_back(proposed, tomas, at, "Product delivers the feature.")
    page = words(sign_in(tomas).get(board))

    assert '<mark class="is-differs t-drift">2027-03-22<span class="hide"> (Differs)</span></mark>' in page
    assert "Dana heard 22 March; the terms say 15 March." in page
    assert "Signing opens when it is settled" in page
    assert "Dana Whitfield or Maya Okafor settles it." in page


def test_nobody_asked_reads_it_all(sign_in: SignIn, board: str, differing: Readback, executive: Person) -> None:
    page = words(sign_in(executive).get(board))

    assert "Dana heard 22 March" in page
    assert "Is this what you understood?" not in page
    assert "Take it back" not in page


def test_a_draft_has_no_board(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    answer = sign_in(maya).get(page_of(ready, "readback"))

    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(ready))


def test_whoever_may_not_see_the_agreement_finds_no_board(
    sign_in: SignIn, board: str, proposed: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=proposed.pk).update(visibility="parties")

    assert sign_in(outsider).get(board).status_code == 404


def test_a_note_settles_a_difference(
    sign_in: SignIn, board: str, page_of: PageOf, proposed: Agreement, differing: Readback, dana: Person
) -> None:
    found = difference_of(differing)
    browser = sign_in(dana)
    address = page_of(proposed, "readback", "differences", found.pk)
    answer = browser.post(address, {"note": "The 22nd is when it reaches everybody."})

    assert answer.headers["Location"] == f"{board}#readback-{differing.pk}"
    page = words(browser.get(board))
    assert "Nothing differs: signing is open." in page
    assert "Dana Whitfield: The 22nd is when it reaches everybody." in page


def test_a_note_in_place_brings_the_readback_and_what_changed_around_it(
    sign_in: SignIn, page_of: PageOf, proposed: Agreement, differing: Readback, dana: Person
) -> None:
    address = page_of(proposed, "readback", "differences", difference_of(differing).pk)
    answer = sign_in(dana).post(address, {"note": "Fine."}, headers=IN_PLACE)
    page = words(answer)

    assert answer.status_code == 200
    assert "<!DOCTYPE html>" not in page
    assert f'id="readback-{differing.pk}"' in page
    assert "Nothing differs: signing is open." in page
    assert "Settled, with your note beside it." in page
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("headers", [{}, IN_PLACE], ids=["whole", "in-place"])
def test_a_note_says_something(
    sign_in: SignIn,
    page_of: PageOf,
    proposed: Agreement,
    differing: Readback,
    dana: Person,
    headers: dict[str, str],
) -> None:
    address = page_of(proposed, "readback", "differences", difference_of(differing).pk)
    answer = sign_in(dana).post(address, {"note": " "}, headers=headers)

    assert answer.status_code == 422
    assert "Say why it is fine as it stands." in words(answer)


def test_who_may_not_settle_is_told_so_in_place(
    sign_in: SignIn, page_of: PageOf, proposed: Agreement, differing: Readback, tomas: Person, at: datetime
) -> None:
    say_back(proposed, tomas, at)
    address = page_of(proposed, "readback", "differences", difference_of(differing).pk)
    answer = sign_in(tomas).post(address, {"note": "Fine."}, headers=IN_PLACE)

    assert answer.status_code == 403
    assert "Only the person who said it and whoever proposed the terms can settle a difference." in words(answer)


def test_it_matches(
    sign_in: SignIn,
    board: str,
    page_of: PageOf,
    proposed: Agreement,
    dana: Person,
    tomas: Person,
    at: datetime,
) -> None:
    heard = say_back(proposed, dana, at)
    say_back(proposed, tomas, at)
    browser = sign_in(tomas)
    browser.post(page_of(proposed, "readback", heard.pk, "confirmation"), {"word": "matches"})

    assert Confirmation.objects.get(readback=heard, person=tomas).matches
    assert "Matches 1 of 3" in words(browser.get(board))


def test_a_mismatch_says_where(
    sign_in: SignIn, board: str, page_of: PageOf, proposed: Agreement, dana: Person, tomas: Person, at: datetime
) -> None:
    heard = say_back(proposed, dana, at)
    say_back(proposed, tomas, at)
    browser = sign_in(tomas)
    feature = proposed.commitments.get(number=1)
    given = {"word": "mismatch", "where": ["when"], "commitment": feature.pk, "understood": "By the 10th."}
    browser.post(page_of(proposed, "readback", heard.pk, "confirmation"), given)
    page = words(browser.get(board))

    assert "When: The feature" in page
    assert "Tomas understood" in page
    assert "By the 10th." in page


@pytest.mark.parametrize("headers", [{}, IN_PLACE], ids=["whole", "in-place"])
def test_a_mismatch_without_a_where_is_asked_about(
    sign_in: SignIn,
    page_of: PageOf,
    proposed: Agreement,
    dana: Person,
    tomas: Person,
    at: datetime,
    headers: dict[str, str],
) -> None:
    heard = say_back(proposed, dana, at)
    say_back(proposed, tomas, at)
    address = page_of(proposed, "readback", heard.pk, "confirmation")
    answer = sign_in(tomas).post(address, {"word": "mismatch"}, headers=headers)

    assert answer.status_code == 422
    assert "Say where it does not match." in words(answer)


def test_only_a_line_that_changed_is_asked_about_again(
    sign_in: SignIn, board: str, page_of: PageOf, proposed: Agreement, maya: Person, dana: Person, at: datetime
) -> None:
    heard = say_back(proposed, dana, at)
    _move_the_feature(proposed, maya, at)
    browser = sign_in(dana)

    assert "Changed since you wrote" in words(browser.get(board))
    browser.post(page_of(proposed, "readback", heard.pk, "lines"))
    assert "Changed since you wrote" not in words(browser.get(board))


def test_changing_the_terms_leads_to_the_line(
    sign_in: SignIn, page_of: PageOf, proposed: Agreement, differing: Readback, dana: Person
) -> None:
    answer = sign_in(dana).post(page_of(proposed, "proposal", "withdrawal"), {"line": "1"})

    assert answer.headers["Location"] == page_of(proposed, "edit", "commitments", 1)


def test_what_was_heard_stays_readable_once_it_is_in_force(
    sign_in: SignIn, board: str, launched_after_reading: Agreement, dana: Person
) -> None:
    page = words(sign_in(dana).get(board))

    assert "What everybody heard before the terms came into force." in page
    assert AS_RECORDED in page


@pytest.fixture
def launched_after_reading(
    proposed: Agreement, dana: Person, at: datetime, request: pytest.FixtureRequest
) -> Agreement:
    say_back(proposed, dana, at)
    launched: Agreement = request.getfixturevalue("launched")
    return launched


def test_when_the_time_is_over_the_initiator_decides(
    sign_in: SignIn, board: str, page_of: PageOf, proposed: Agreement, maya: Person, at: datetime
) -> None:
    proposed.versions.update(answer_by=at.date() - timedelta(days=1))
    browser = sign_in(maya)

    assert "How does it go on?" in words(browser.get(board))
    assert "How does it go on?" in words(browser.get(page_of(proposed)))
    later = (at.date() + timedelta(days=7)).isoformat()
    answer = browser.post(page_of(proposed, "proposal", "extension"), {"answer_by": later}, follow=True)
    assert "Everybody has until 8 March to answer." in words(answer)
    assert "How does it go on?" not in words(answer)


def test_the_others_are_not_asked_to_decide(
    sign_in: SignIn, board: str, proposed: Agreement, tomas: Person, at: datetime
) -> None:
    proposed.versions.update(answer_by=at.date() - timedelta(days=1))

    assert "How does it go on?" not in words(sign_in(tomas).get(board))


def test_more_time_needs_a_date(sign_in: SignIn, page_of: PageOf, proposed: Agreement, maya: Person) -> None:
    answer = sign_in(maya).post(page_of(proposed, "proposal", "extension"), {"answer_by": "soon"})

    assert answer.status_code == 422


def test_the_board_takes_the_same_queries_however_many_wrote(
    sign_in: SignIn, board: str, proposed: Agreement, maya: Person, dana: Person, at: datetime
) -> None:
    say_back(proposed, maya, at)
    say_back(proposed, dana, at, A_WEEK_LATER)
    browser = sign_in(maya)
    browser.get(board)  # the session's first page
    counts = [_queries(browser, board)]
    product, sales = proposed.commitments.get(number=1).team, proposed.commitments.get(number=1).for_team
    for number in (7, 8):
        owner = PersonFactory.create()
        MembershipFactory.create(person=owner, team=product, role=MembershipRole.MEMBER)
        CommitmentFactory.create(
            agreement=proposed, number=number, team=product, for_team=sales, owner=owner, accepted_by=maya
        )
        say_back(proposed, owner, at, "Deliverable 7 and 8 by 2027-03-20, and 30 days later the rest.")
    counts.append(_queries(browser, board))

    assert counts[0] == counts[1]


def test_who_signed_without_saying_it_back_is_not_asked_any_more(
    sign_in: SignIn, board: str, page_of: PageOf, proposed: Agreement, tomas: Person, dana: Person, at: datetime
) -> None:
    say_back(proposed, dana, at)
    sign(actor=tomas, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    browser = sign_in(tomas)

    assert "once it is in force, as you signed without saying it back" in words(browser.get(board))
    assert "Say it back" not in words(browser.get(page_of(proposed)))


def test_whoever_proposed_it_settles_even_if_nobody_asks_them(
    sign_in: SignIn, board: str, proposed: Agreement, differing: Readback, executive: Person
) -> None:
    proposed.versions.update(proposed_by=executive)

    assert "Settle one difference" in words(sign_in(executive).get(board))


def _move_the_feature(agreement: Agreement, actor: Person, at: datetime) -> None:
    take_back(actor=actor, at=at, agreement=agreement)
    feature = agreement.commitments.get(number=1)
    draft = CommitmentDraft(
        deliverable=feature.deliverable,
        done_when=feature.done_when,
        owner=feature.owner,
        team=feature.team,
        for_team=feature.for_team,
        accepted_by=feature.accepted_by,
        due_on=at.date() + timedelta(days=20),
    )
    edit_commitment(actor=actor, at=at, commitment=feature, draft=draft)
    propose(actor=actor, at=at, agreement=agreement)


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)
