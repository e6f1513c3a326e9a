"""Taking back on the page of a commitment: an answer within two minutes, a delivery until it is answered."""

from datetime import datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.models import Agreement, CheckIn, Commitment
from agreements.operations.deliveries import accept, deliver
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words


@pytest.fixture
def here(page_of: PageOf, feature: Commitment) -> str:
    return page_of(feature.agreement, "commitments", feature.number)


@pytest.fixture
def undo(sign_in: SignIn, here: str, dana: Person) -> str:
    """Where the answer that Dana has just given is taken back."""
    sign_in(dana).post(f"{here}check-in/", {"standing": "at_risk"})
    return f"{here}check-in/{CheckIn.objects.get().pk}/undo/"


def test_who_just_answered_is_offered_to_take_it_back(sign_in: SignIn, here: str, undo: str, dana: Person) -> None:
    page = words(sign_in(dana).get(here))

    assert "You said: some doubt. It can be taken back until" in page
    assert undo in page


def test_nobody_else_is(sign_in: SignIn, here: str, undo: str, lena: Person) -> None:
    assert "/undo/" not in words(sign_in(lena).get(here))


def test_after_two_minutes_it_is_offered_no_more(
    sign_in: SignIn, here: str, undo: str, dana: Person, at: datetime, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(dana)
    time_machine.move_to(at + timedelta(minutes=2, seconds=1), tick=False)

    assert "/undo/" not in words(browser.get(here))


def test_what_was_declared_done_offers_no_undo_of_an_answer(
    sign_in: SignIn, here: str, undo: str, feature: Commitment, dana: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="")

    assert "/undo/" not in words(sign_in(dana).get(here))


def test_one_press_takes_it_back(sign_in: SignIn, here: str, undo: str, dana: Person) -> None:
    answer = sign_in(dana).post(undo, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert "Taken back. You can answer again." in words(answer)
    assert not CheckIn.objects.exists()


def test_looking_at_the_undo_takes_nothing_back(sign_in: SignIn, undo: str, dana: Person) -> None:
    assert sign_in(dana).get(undo).status_code == 405


def test_an_answer_of_another_commitment_is_not_found_here(sign_in: SignIn, undo: str, dana: Person) -> None:
    assert sign_in(dana).post(undo.replace(f"/{CheckIn.objects.get().pk}/", "/0/")).status_code == 404


def test_too_late_is_said(
    sign_in: SignIn, undo: str, dana: Person, at: datetime, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(dana)
    time_machine.move_to(at + timedelta(minutes=3), tick=False)
    answer = browser.post(undo)

    assert (answer.status_code, "The two minutes are over" in words(answer)) == (409, True)


def test_the_history_tells_of_both(
    sign_in: SignIn, page_of: PageOf, undo: str, launch: Agreement, dana: Person
) -> None:
    browser = sign_in(dana)
    browser.post(undo)
    page = words(browser.get(f"{page_of(launch, 'history')}?only=check-ins"))

    assert "checked in: some doubt" in page
    assert "took their check-in back" in page


def test_a_delivery_is_taken_back_with_one_press(
    sign_in: SignIn, here: str, feature: Commitment, dana: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="")
    browser = sign_in(dana)
    offered = "Take back that it is done" in words(browser.get(here))
    page = words(browser.post(f"{here}delivery/withdrawal/", follow=True))
    feature.refresh_from_db()

    assert (offered, feature.state) == (True, "open")
    assert "Taken back. It is open again." in page
    assert "took back that it is done" in page


def test_an_answered_delivery_is_not(
    sign_in: SignIn, here: str, feature: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="")
    accept(actor=lena, at=at, commitment=feature)
    browser = sign_in(dana)

    assert "Take back that it is done" not in words(browser.get(here))
    assert browser.post(f"{here}delivery/withdrawal/").status_code == 409
