from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Commitment, Difference
from agreements.operations.differences import settle
from agreements.operations.proposals import propose, take_back
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import SayBack, Sign, told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

LATER = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
WEEK_LATER = "We deliver the metering API by 22 March 2027."


def test_everybody_who_signs_or_owes_is_asked_at_once(
    proposed: Agreement, live: LiveThrough, sink: SmtpSink, at: datetime
) -> None:
    live(at)

    asked = "Please read back: Data rules (10 minutes)"
    assert told("readback_asked") == [("Dana", asked), ("Lena", asked), ("Maya", asked), ("Tomas", asked)]
    assert len({mail["To"] for mail in sink.mails}) == len(sink.mails) == 4


def test_one_mail_asks_who_signs_for_both(
    proposed: Agreement, live: LiveThrough, sink: SmtpSink, tomas: Person, at: datetime
) -> None:
    live(at)

    (mail,) = sink.to(tomas.email)
    assert "* Outreach begins" in text_of(mail)
    assert "Please say it back by Thu 11 Mar, then sign for Sales." in text_of(mail)
    assert told("signature_asked") == []


def test_who_only_owes_is_not_asked_to_sign(
    proposed: Agreement, live: LiveThrough, sink: SmtpSink, dana: Person, at: datetime
) -> None:
    live(at)

    (mail,) = sink.to(dana.email)
    assert "Please say it back by Thu 11 Mar. It takes" in text_of(mail)
    assert "/readback/mine/" in text_of(mail)
    assert html_words(mail) >= {"Please", "say", "it", "back", "by", "Thu", "11", "Mar"}


def test_asked_once(proposed: Agreement, live: LiveThrough, sink: SmtpSink, at: datetime) -> None:
    live(at)
    live(at + timedelta(minutes=5))

    assert len(sink.mails) == 4


def test_who_said_it_back_before_the_mail_left_gets_none(
    proposed: Agreement, say_back: SayBack, sink: SmtpSink, dana: Person, at: datetime
) -> None:
    plan(at=at)
    say_back(dana)
    send_all(at)

    assert sink.to(dana.email) == []
    assert reason_of(dana) == "it was said back, or somebody else is asked now"


def test_who_signed_without_saying_it_back_is_not_asked_any_more(
    proposed: Agreement, sign_it: Sign, sink: SmtpSink, tomas: Person, at: datetime
) -> None:
    plan(at=at)
    sign_it(tomas, at)
    send_all(at)

    assert sink.to(tomas.email) == []


def test_a_proposal_taken_back_asks_nobody(
    proposed: Agreement, sink: SmtpSink, maya: Person, tomas: Person, at: datetime
) -> None:
    plan(at=at)
    take_back(actor=maya, at=at, agreement=proposed)
    send_all(at)

    assert sink.mails == []
    assert "the proposal was taken back, signed by all or set aside" in reason_of(tomas)


def test_proposed_again_only_changed_lines_are_asked(
    proposed: Agreement,
    say_back: SayBack,
    live: LiveThrough,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    at: datetime,
) -> None:
    say_back(maya, tomas, dana, lena)
    take_back(actor=maya, at=at, agreement=proposed)
    Commitment.objects.filter(agreement=proposed, number=1).update(due_on=date(2027, 3, 18))
    propose(actor=maya, at=LATER, agreement=proposed)
    live(LATER)

    again = "Please confirm 1 changed line: Data rules"
    assert told("readback_asked") == [("Dana", again), ("Maya", again)]
    text = text_of(sink.to(maya.email)[0])
    assert ("You propose Data rules, version 1." in text, "then sign for Product" in text) == (True, True)
    assert told("signature_asked") == [("Tomas", "Please sign: Data rules, version 1")]


def test_who_was_asked_to_say_it_back_then_sign_is_not_asked_again(
    proposed: Agreement, say_back: SayBack, live: LiveThrough, tomas: Person, at: datetime
) -> None:
    live(at)
    say_back(tomas)
    live(at + timedelta(hours=1))

    assert told("signature_asked") == []


def test_signing_that_opens_is_told_to_those_who_can_sign(
    proposed: Agreement,
    say_back: SayBack,
    live: LiveThrough,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    at: datetime,
) -> None:
    live(at)
    say_back(maya, tomas)
    say_back(dana, text=WEEK_LATER)
    live(at + timedelta(hours=1))
    before = told("signature_asked")
    for difference in Difference.objects.open():
        settle(actor=maya, at=LATER, difference=difference, note="We meant the 15th.")
    live(LATER)

    asked = "Please sign: Data rules, version 1"
    assert (before, told("signature_asked")) == ([], [("Maya", asked), ("Tomas", asked)])
    assert "What was heard is settled, and signing is open." in text_of(sink.to(tomas.email)[-1])


@pytest.mark.parametrize("happens", ["a difference is found", "it is signed"])
def test_nobody_is_sent_to_what_they_cannot_sign(
    proposed: Agreement,
    say_back: SayBack,
    sign_it: Sign,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    at: datetime,
    happens: str,
) -> None:
    say_back(maya, tomas, lena)
    take_back(actor=maya, at=at, agreement=proposed)
    propose(actor=maya, at=LATER, agreement=proposed)
    plan(at=LATER)
    if happens == "it is signed":
        sign_it(tomas, LATER)
    else:
        say_back(dana, text=WEEK_LATER, at=LATER)
    send_all(LATER)

    assert (
        reason_of(tomas)
        == {
            "a difference is found": "a difference is open again",
            "it is signed": "it was signed, or somebody else signs now",
        }[happens]
    )


def test_who_left_is_not_asked(proposed: Agreement, live: LiveThrough, dana: Person, at: datetime) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    live(at)

    assert [name for name, _ in told("readback_asked")] == ["Lena", "Maya", "Tomas"]


# Thursday 11 March ends in Berlin at 23:00 UTC.
@pytest.mark.parametrize(
    ("planned_at", "count"),
    [(datetime(2027, 3, 11, 22, 59, tzinfo=UTC), 4), (datetime(2027, 3, 11, 23, 0, tzinfo=UTC), 0)],
)
def test_after_the_window_nobody_is_asked(proposed: Agreement, planned_at: datetime, count: int) -> None:
    plan(at=planned_at)

    assert len(told("readback_asked")) == count
