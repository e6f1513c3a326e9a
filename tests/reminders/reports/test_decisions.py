"""Answers by Thursday 11 March 2027 did not all come: on Friday morning it is theirs to decide who asked."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement
from agreements.operations.amendments import expire_amendments, reopen_amendment, withdraw_amendment
from agreements.operations.proposals import extend_answers
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import reason_of, send_all, text_of
from tests.reminders.reports.conftest import Ask, SayBack, told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

THURSDAY = datetime(2027, 3, 11, 12, 0, tzinfo=UTC)
FRIDAY = datetime(2027, 3, 12, 8, 0, tzinfo=UTC)
TO_DECIDE = "To decide: the answers to Data rules did not all come in time"
UNANSWERED = "To decide: your change to Data rules was not answered in time"


def test_the_initiator_decides_when_the_window_has_passed(
    proposed: Agreement, say_back: SayBack, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    say_back(dana)
    live(THURSDAY)
    before = told("window_ended")
    live(FRIDAY)

    mail = sink.to(maya.email)[-1]
    assert (before, told("window_ended")) == ([], [("Maya", TO_DECIDE)])
    assert mail["Subject"].startswith(TO_DECIDE)  # the flag of the proposal comes with it
    assert "Still to come: Lena Brandt, Tomas Lindqvist and you." in text_of(mail)
    assert "/readback/" in text_of(mail)


def test_it_is_told_once(proposed: Agreement, live: LiveThrough) -> None:
    for day in (12, 15, 16):
        live(FRIDAY.replace(day=day))

    assert len(told("window_ended")) == 1


def test_more_time_leaves_nothing_to_decide(proposed: Agreement, maya: Person) -> None:
    plan(at=FRIDAY)
    extend_answers(actor=maya, at=FRIDAY, agreement=proposed, answer_by=date(2027, 3, 19))
    send_all(FRIDAY)

    assert "it was decided" in reason_of(maya)


def test_a_window_that_passes_again_is_told_again(proposed: Agreement, live: LiveThrough, maya: Person) -> None:
    live(FRIDAY)
    extend_answers(actor=maya, at=FRIDAY, agreement=proposed, answer_by=date(2027, 3, 12))
    live(FRIDAY.replace(day=15))

    assert len(told("window_ended")) == 2


def test_who_asked_for_a_change_decides(ask: Ask, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    ask()
    live(THURSDAY)
    before = told("change_unanswered")
    live(FRIDAY)

    mail = sink.to(dana.email)[-1]
    assert (before, told("change_unanswered")) == ([], [("Dana", UNANSWERED)])
    assert "Still to come: Lena Brandt, Maya Okafor and Tomas Lindqvist." in text_of(mail)
    assert "/amendments/1/" in text_of(mail)


@pytest.mark.parametrize("happens", ["asked again", "withdrawn"])
def test_what_was_decided_is_not_asked_for(
    ask: Ask, live: LiveThrough, sink: SmtpSink, dana: Person, happens: str
) -> None:
    amendment = ask()
    live(THURSDAY)
    expire_amendments(at=FRIDAY)
    plan(at=FRIDAY)
    plans = "".join(headline for _, headline in told("change_unanswered"))
    amendment.refresh_from_db()
    if happens == "withdrawn":
        withdraw_amendment(actor=dana, at=FRIDAY, amendment=amendment)
    else:
        reopen_amendment(actor=dana, at=FRIDAY, amendment=amendment, answer_by=date(2027, 3, 19))
    send_all(FRIDAY)

    assert ("To decide" in plans, "To decide" in "".join(map(text_of, sink.to(dana.email)))) == (True, False)
