from datetime import date, datetime

import pytest

from agreements.models import Agreement, CheckIn, Commitment
from agreements.operations.deliveries import deliver
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    DependencyFactory,
    DriftFlagFactory,
    SyncFactory,
)


@pytest.fixture
def here(page_of: PageOf, feature: Commitment) -> str:
    return page_of(feature.agreement, "commitments", feature.number)


@pytest.fixture
def delivered(feature: Commitment, dana: Person, at: datetime) -> Commitment:
    return deliver(actor=dana, at=at, commitment=feature, evidence="In production since noon.")


def test_everybody_who_reads_the_agreement_reads_its_commitments(sign_in: SignIn, here: str, outsider: Person) -> None:
    page = words(sign_in(outsider).get(here))

    assert "It works for the first customer." in page
    assert "Send check-in" not in page


def test_a_commitment_of_a_closed_circle_is_absent(
    sign_in: SignIn, here: str, launch: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")

    assert sign_in(outsider).get(here).status_code == 404


@pytest.mark.parametrize("who", ["dana", "lena"])
def test_owner_and_receiver_are_asked(sign_in: SignIn, here: str, who: str, request: pytest.FixtureRequest) -> None:
    assert "Send check-in" in words(sign_in(request.getfixturevalue(who)).get(here))


def test_it_says_what_waits_for_it_and_hides_what_cannot_be_read(
    sign_in: SignIn, here: str, feature: Commitment, maya: Person
) -> None:
    seen = CommitmentFactory.create(deliverable="The outreach", is_open=True)
    hidden = CommitmentFactory.create(
        deliverable="The secret", is_open=True, agreement=AgreementFactory.create(visibility="parties")
    )
    for downstream in (seen, hidden):
        DependencyFactory.create(upstream=feature, downstream=downstream)

    page = words(sign_in(maya).get(here))

    assert "The outreach" in page
    assert "A commitment in another agreement" in page
    assert "The secret" not in page


def test_its_flags_stand_on_it(sign_in: SignIn, here: str, feature: Commitment, maya: Person) -> None:
    DriftFlagFactory.create(agreement=feature.agreement, commitment=feature, rule="x", sentence="It went quiet.")

    assert "It went quiet." in words(sign_in(maya).get(here))


def test_checking_in_is_said_at_once(sign_in: SignIn, here: str, feature: Commitment, dana: Person) -> None:
    said = {"standing": "at_risk", "expected_on": "2027-03-18", "note": "Rounding is hard."}

    answer = sign_in(dana).post(f"{here}check-in/", said, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert "Checked in." in words(answer)
    given = CheckIn.objects.get(commitment=feature)
    assert (given.standing, given.expected_on, given.note) == ("at_risk", date(2027, 3, 18), "Rounding is hard.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "This field is required."),
        ({"standing": "on_track", "expected_on": "2027-02-01"}, "The date you expect it on lies in the past."),
    ],
)
def test_a_check_in_that_does_not_fit_is_asked_again(
    sign_in: SignIn, here: str, dana: Person, said: dict[str, str], sentence: str
) -> None:
    answer = sign_in(dana).post(f"{here}check-in/", said)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not CheckIn.objects.exists()


def test_opening_the_check_in_changes_nothing(sign_in: SignIn, here: str, dana: Person) -> None:
    assert "Send check-in" in words(sign_in(dana).get(f"{here}check-in/"))
    assert not CheckIn.objects.exists()


def test_others_have_nothing_to_answer(sign_in: SignIn, here: str, maya: Person) -> None:
    assert "There is nothing for you to answer here now." in words(sign_in(maya).get(f"{here}check-in/"))
    assert sign_in(maya).post(f"{here}check-in/", {"standing": "on_track"}).status_code == 403


def test_the_owner_declares_it_done(sign_in: SignIn, here: str, feature: Commitment, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}delivery/", {"evidence": "See the demo."}, follow=True)

    feature.refresh_from_db()
    assert (feature.state, feature.evidence) == ("delivered", "See the demo.")
    assert "Lena Brandt is asked to confirm." in words(answer)


def test_the_receiver_confirms(sign_in: SignIn, here: str, delivered: Commitment, lena: Person) -> None:
    page = words(sign_in(lena).get(here))
    sign_in(lena).post(f"{here}acceptance/")

    assert "In production since noon." in page
    delivered.refresh_from_db()
    assert (delivered.state, delivered.outcome) == ("accepted", "kept")


def test_confirming_twice_is_refused_with_a_sentence(
    sign_in: SignIn, here: str, delivered: Commitment, lena: Person
) -> None:
    browser = sign_in(lena)
    browser.post(f"{here}acceptance/")

    answer = browser.post(f"{here}acceptance/")

    assert answer.status_code == 409
    assert "is not possible while the commitment is" in words(answer)


def test_the_receiver_sends_it_back(sign_in: SignIn, here: str, delivered: Commitment, lena: Person) -> None:
    sign_in(lena).post(f"{here}return/", {"reason": "The report is empty."})

    delivered.refresh_from_db()
    assert delivered.state == "open"


@pytest.mark.parametrize("reason", ["", "   "])
def test_sending_back_needs_a_reason(
    sign_in: SignIn, here: str, delivered: Commitment, lena: Person, reason: str
) -> None:
    assert sign_in(lena).post(f"{here}return/", {"reason": reason}).status_code == 422


def test_the_receiver_releases_it(sign_in: SignIn, here: str, feature: Commitment, lena: Person) -> None:
    answer = sign_in(lena).post(f"{here}release/", {"reason": "We bought it."}, follow=True)

    feature.refresh_from_db()
    assert feature.state == "released"
    assert "Dana Whitfield no longer owes it." in words(answer)


@pytest.mark.parametrize(
    ("form", "question"),
    [("delivery", "What can they see?"), ("return", "What is missing?"), ("release", "Why is it no longer needed?")],
)
def test_the_small_forms_open_without_writing(
    sign_in: SignIn, here: str, feature: Commitment, dana: Person, form: str, question: str
) -> None:
    assert question in words(sign_in(dana).get(f"{here}{form}/"))
    feature.refresh_from_db()
    assert feature.state == "open"


@pytest.mark.parametrize("form", ["delivery", "release"])
def test_who_may_not_is_told_so(sign_in: SignIn, here: str, maya: Person, form: str) -> None:
    assert sign_in(maya).post(f"{here}{form}/", {"reason": "x", "evidence": "x"}).status_code == 403


def test_neither_of_the_two_asked_reads_the_other_first(
    sign_in: SignIn, here: str, feature: Commitment, dana: Person, lena: Person, maya: Person, at: datetime
) -> None:
    sync = SyncFactory.create(cadence=CadenceFactory.create(agreement=feature.agreement), slot_on=date(2027, 3, 3))
    assert sync.starts_at > at
    sign_in(dana).post(f"{here}check-in/", {"standing": "at_risk", "note": "Rounding is hard."})
    receiver, bystander = sign_in(lena), sign_in(maya)

    assert "Rounding is hard." in words(bystander.get(here))
    assert "Rounding is hard." not in words(receiver.get(here))
    assert "what they said is read once both have answered" in words(receiver.get(here))
    assert "answered; your answer opens it" in words(receiver.get(here))

    receiver.post(f"{here}check-in/", {"standing": "on_track"})
    assert "Rounding is hard." in words(receiver.get(here))
