"""Asking Dana of Product how the feature for Sales stands, on Monday 1 March 2027."""

from datetime import date, timedelta

import pytest

from agreements.models import Agreement, Ask, CheckInRole, Commitment
from agreements.operations.asks import AskedTodayError, NothingToAskError, ask
from agreements.operations.locks import NotActiveError
from agreements.reports.asks import AskOffer, ask_offer
from agreements.reports.history import events_of, told
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.factories import AT, CadenceFactory, CheckInFactory, SyncFactory
from tests.races import FEW_ROUNDS, race

TODAY = date(2027, 3, 1)
TOMORROW = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def cadence(feature: Commitment) -> None:
    """The next sync is far away: no round opens today."""
    rhythm = CadenceFactory.create(agreement=feature.agreement)
    SyncFactory.create(cadence=rhythm, slot_on=date(2027, 3, 15))


def opening_today(agreement: Agreement) -> date:
    """A sync on Thursday opens its round of check-ins today."""
    return SyncFactory.create(cadence=agreement.cadence, slot_on=date(2027, 3, 4)).slot_on


def test_anybody_of_a_party_asks_its_owner(feature: Commitment, lena: Person, tomas: Person, maya: Person) -> None:
    for days, person in enumerate((lena, tomas, maya)):
        ask(actor=person, at=AT + timedelta(days=days), commitment=feature)
    assert list(Ask.objects.order_by("pk").values_list("asked_by", "asked_on")) == [
        (lena.pk, TODAY),
        (tomas.pk, date(2027, 3, 2)),
        (maya.pk, date(2027, 3, 3)),
    ]


def test_it_is_told_in_the_history_with_its_note(feature: Commitment, lena: Person, maya: Person) -> None:
    ask(actor=lena, at=AT, commitment=feature, note=" Our outreach starts on Monday. ")
    (entry,) = told(events_of(feature.agreement, viewer=maya, commitment=feature))
    assert (entry.who, entry.what, entry.quote) == (
        "Lena Brandt",
        "asked Dana Whitfield how it stands",
        "Our outreach starts on Monday.",
    )


def test_one_ask_a_day_for_all(feature: Commitment, lena: Person, tomas: Person) -> None:
    ask(actor=lena, at=AT, commitment=feature)
    with pytest.raises(AskedTodayError, match=r"Lena asked Dana today\. One ask a day per commitment\."):
        ask(actor=tomas, at=AT + timedelta(hours=13, minutes=59), commitment=feature)


def test_a_day_is_that_of_the_agreement(feature: Commitment, lena: Person, tomas: Person) -> None:
    ask(actor=lena, at=AT, commitment=feature)
    ask(actor=tomas, at=AT + timedelta(hours=14), commitment=feature)  # midnight in Berlin
    assert Ask.objects.count() == 2


def test_the_check_in_request_is_the_ask_of_its_day(feature: Commitment, lena: Person) -> None:
    opening_today(feature.agreement)
    with pytest.raises(AskedTodayError, match=r"The check-in request asks Dana today\."):
        ask(actor=lena, at=AT, commitment=feature)
    assert ask(actor=lena, at=TOMORROW, commitment=feature).asked_on == date(2027, 3, 2)


def test_who_has_answered_the_request_may_be_asked(feature: Commitment, lena: Person) -> None:
    name = opening_today(feature.agreement)
    CheckInFactory.create(commitment=feature, role=CheckInRole.OWNER, round_on=name)
    assert ask(actor=lena, at=AT, commitment=feature).asked_on == TODAY


def test_nobody_asks_themselves_and_no_stranger_asks(feature: Commitment, dana: Person, outsider: Person) -> None:
    for person in (dana, outsider):
        with pytest.raises(ForbiddenError):
            ask(actor=person, at=AT, commitment=feature)


def test_a_note_is_short(feature: Commitment, lena: Person) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        ask(actor=lena, at=AT, commitment=feature, note="x" * 281)
    assert refusal.value.fields == {"note": ["Say it in 280 letters at most."]}


def test_only_what_is_open_is_asked_about(feature: Commitment, lena: Person) -> None:
    Commitment.objects.update(state="delivered", delivered_at=AT)
    with pytest.raises(NothingToAskError):
        ask(actor=lena, at=AT, commitment=feature)


def test_what_rests_is_not_asked_about(feature: Commitment, lena: Person) -> None:
    Agreement.objects.update(paused_until=date(2027, 3, 20), pause_reason="We move.")
    with pytest.raises(NothingToAskError):
        ask(actor=lena, at=AT, commitment=feature)


def test_what_has_ended_is_not_asked_about(feature: Commitment, lena: Person) -> None:
    Agreement.objects.update(state="ended", closed_at=AT, end_reason="Over.")
    with pytest.raises(NotActiveError):
        ask(actor=lena, at=AT, commitment=feature)


def test_the_offer_is_what_the_act_allows(feature: Commitment, lena: Person, dana: Person, outsider: Person) -> None:
    before = [ask_offer(feature, viewer=person, at=AT) for person in (lena, dana, outsider)]
    ask(actor=lena, at=AT, commitment=feature)
    assert before == [AskOffer("Dana", ""), None, None]
    assert ask_offer(feature, viewer=lena, at=AT) == AskOffer("Dana", "Lena asked Dana today.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", FEW_ROUNDS)
def test_two_ask_at_once_and_one_is_told_so(feature: Commitment, lena: Person, tomas: Person, _: int) -> None:
    done = race(lambda: ask(actor=lena, at=AT, commitment=feature), lambda: ask(actor=tomas, at=AT, commitment=feature))
    assert {type(one) for one in done} == {Ask, AskedTodayError}
    assert Ask.objects.count() == 1
