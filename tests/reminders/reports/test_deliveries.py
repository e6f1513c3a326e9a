"""Declared done on Monday 1 March 2027: told to who confirms it; sent back and kept, to who declared it."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Commitment
from agreements.operations.deliveries import accept, deliver, send_back
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

TUESDAY = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
WEDNESDAY = TUESDAY.replace(day=3)
DONE = "Done? Enablement deck (from Product)"
BACK = "Sent back, something is missing: Enablement deck"


@pytest.fixture
def delivered(deal: Deal, dana: Person, at: datetime) -> Commitment:
    return deliver(actor=dana, at=at, commitment=deal.commitment, evidence="https://example.org/deck")


def test_the_receiver_is_told_in_the_morning(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, lena: Person
) -> None:
    live(TUESDAY)
    (mail,) = sink.to(lena.email)
    said = text_of(mail)
    assert (told("delivery_declared"), mail["Subject"]) == ([("Lena", DONE)], DONE)
    assert "Dana Whitfield declared Enablement deck done on Mon 1 Mar." in said
    assert "What there is to see: https://example.org/deck" in said
    assert "From here on it waits for an answer, not for Dana Whitfield." in said
    assert {"https://example.org/deck", "missing"} <= html_words(mail)


def test_it_is_told_once(delivered: Commitment, live: LiveThrough) -> None:
    for day in (2, 3, 4):
        live(TUESDAY.replace(day=day))
    assert len(told("delivery_declared")) == 1


def test_a_second_delivery_is_told_anew(delivered: Commitment, live: LiveThrough, dana: Person, lena: Person) -> None:
    live(TUESDAY)
    send_back(actor=lena, at=TUESDAY, commitment=delivered, reason="The guide is missing.")
    deliver(actor=dana, at=TUESDAY, commitment=delivered, evidence="")
    live(WEDNESDAY)
    assert len(told("delivery_declared")) == 2


def test_while_the_receiver_is_away_their_delegate_is_told(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, lena: Person, tomas: Person
) -> None:
    lena.away_until, lena.delegate = date(2027, 3, 12), tomas
    lena.save()
    live(TUESDAY)
    assert told("delivery_declared") == [("Tomas", DONE)]
    assert "and you stand in for Lena Brandt." in text_of(sink.to(tomas.email)[0])


def test_a_delegate_of_somebody_at_work_is_not(
    delivered: Commitment, live: LiveThrough, lena: Person, tomas: Person
) -> None:
    lena.delegate = tomas
    lena.save()
    live(TUESDAY)
    assert told("delivery_declared") == [("Lena", DONE)]


def test_the_owner_is_never_asked_to_confirm_their_own(
    delivered: Commitment, live: LiveThrough, lena: Person, dana: Person
) -> None:
    lena.away_until, lena.delegate = date(2027, 3, 12), dana
    lena.save()
    live(TUESDAY)
    assert told("delivery_declared") == []


def test_what_was_answered_meanwhile_is_not_sent(delivered: Commitment, lena: Person) -> None:
    plan(at=TUESDAY)
    accept(actor=lena, at=TUESDAY, commitment=delivered)
    send_all(TUESDAY)
    assert "it was answered" in reason_of(lena)


def test_what_somebody_else_confirms_by_now_is_not_sent(delivered: Commitment, lena: Person, tomas: Person) -> None:
    plan(at=TUESDAY)
    Commitment.objects.update(accepted_by=tomas)
    send_all(TUESDAY)
    assert "somebody else confirms it now" in reason_of(lena)


def test_the_owner_hears_at_once_what_is_missing(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person, at: datetime
) -> None:
    live(at)
    sent = len(sink.to(dana.email))
    send_back(actor=lena, at=at, commitment=delivered, reason="The objection guide is missing.")
    live(at)
    mail = sink.to(dana.email)[sent]
    said = text_of(mail)
    assert (told("delivery_returned"), mail["Subject"]) == ([("Dana", BACK)], BACK)
    assert "Lena Brandt looked at Enablement deck and sent it back." in said
    assert "What is missing: The objection guide is missing." in said
    assert "It is open again, due Mon 15 Mar. That you first declared it done on Mon 1 Mar stays on record." in said
    assert {"objection", "record"} <= html_words(mail)


def test_the_return_names_the_delegate_who_looked(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    lena.delegate = tomas
    lena.save()
    send_back(actor=tomas, at=at, commitment=delivered, reason="The guide is missing.")
    live(at)
    assert "Tomas Lindqvist looked at Enablement deck" in text_of(sink.to(dana.email)[-1])


def test_what_was_declared_done_again_is_not_sent(
    delivered: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    send_back(actor=lena, at=at, commitment=delivered, reason="The guide is missing.")
    plan(at=at)
    deliver(actor=dana, at=at, commitment=delivered, evidence="")
    send_all(at)
    assert "it is no longer open" in reason_of(dana)


def test_what_somebody_else_owns_by_now_is_not_sent(
    delivered: Commitment, dana: Person, lena: Person, maya: Person, at: datetime
) -> None:
    send_back(actor=lena, at=at, commitment=delivered, reason="The guide is missing.")
    plan(at=at)
    Commitment.objects.update(owner=maya)
    send_all(at)
    assert "somebody else owns it now" in reason_of(dana)


def test_the_owner_is_thanked_in_the_morning(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person, at: datetime
) -> None:
    accept(actor=lena, at=at, commitment=delivered)
    live(TUESDAY)
    (mail,) = sink.to(dana.email)
    assert mail["Subject"] == "Kept: Enablement deck (14 days early)"
    assert "Enablement deck is confirmed, on Mon 1 Mar: done 14 days before its date. Thank you." in text_of(mail)


def test_what_was_kept_is_told_once(delivered: Commitment, live: LiveThrough, lena: Person, at: datetime) -> None:
    accept(actor=lena, at=at, commitment=delivered)
    for day in (2, 3, 4):
        live(TUESDAY.replace(day=day))
    assert len(told("kept")) == 1


def test_who_only_hears_a_week_later_hears_no_more(
    delivered: Commitment, live: LiveThrough, dana: Person, lena: Person, at: datetime
) -> None:
    dana.away_until = date(2027, 3, 12)
    dana.save()
    accept(actor=lena, at=at, commitment=delivered)
    live(datetime(2027, 3, 15, 12, 0, tzinfo=UTC))
    assert told("kept") == []


def test_a_delivery_that_waits_is_flagged_to_its_receiver_first(
    delivered: Commitment, live: LiveThrough, sink: SmtpSink, lena: Person, dana: Person
) -> None:
    """The grace of an agreement without a cadence is three days; Lena hears of it on Friday."""
    for day in (2, 3, 4, 5):
        live(TUESDAY.replace(day=day))
    assert told("flag_owner") == [
        ("Lena", "Heads up: Enablement deck. Declared done on 1 Mar, 4 days ago, and not answered yet")
    ]
    said = text_of(sink.to(lena.email)[-1])
    assert "Confirm that it is kept, or say what is missing." in said
    assert "Adjusting now counts as keeping it." not in said
