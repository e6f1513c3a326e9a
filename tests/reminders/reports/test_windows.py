"""Answers by Thursday 11 March 2027: two working days before is Tuesday the 9th. Mornings in Berlin are 07:30 UTC."""

from datetime import UTC, date, datetime

import pytest

from agreements.domain.amendments import Answer
from agreements.models import Agreement, Amendment
from agreements.operations.amendments import reopen_amendment, withdraw_amendment
from agreements.operations.proposals import extend_answers, take_back
from reminders.models import Reminder
from reminders.operations.plan import plan
from teams.models import Person
from tests.factories import PersonFactory
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import send_all, text_of
from tests.reminders.reports.conftest import Ask, Reply, SayBack, Sign, told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

DUE = "Your answer, by Thu 11 Mar: Data rules"


def morning(day: int) -> datetime:
    return datetime(2027, 3, day, 8, 0, tzinfo=UTC)


def slots(kind: str = "answer_due") -> set[tuple[str, str]]:
    """Who was told at which step."""
    found = Reminder.objects.filter(kind=kind).select_related("recipient")
    return {(one.recipient.get_short_name(), one.key.rsplit("|", 1)[-1]) for one in found}


@pytest.mark.parametrize(
    ("day", "step"),
    [(5, set()), (8, set()), (9, {"2"}), (10, {"2"}), (11, {"0"}), (12, set())],
)
def test_those_who_have_not_answered_hear_of_the_last_day(
    proposed: Agreement, live: LiveThrough, day: int, step: set[str]
) -> None:
    live(morning(day))

    assert slots() == {(name, slot) for name in ("Dana", "Lena", "Maya", "Tomas") for slot in step}


def test_each_step_is_told_once(proposed: Agreement, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    for day in (8, 9, 10, 11, 12):
        live(morning(day))

    assert [mail["Subject"] for mail in sink.to(lena.email)[1:]] == [DUE, DUE]


def test_who_has_answered_is_never_reminded(
    proposed: Agreement,
    say_back: SayBack,
    sign_it: Sign,
    live: LiveThrough,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
) -> None:
    say_back(dana, maya)
    sign_it(tomas, morning(2))
    live(morning(9))

    assert told("answer_due") == [("Lena", DUE), ("Maya", DUE)]
    assert "What you heard in Data rules is not said back yet." in text_of(sink.to(lena.email)[-1])
    assert "Your signature for Product under Data rules is still to come." in text_of(sink.to(maya.email)[-1])


def test_who_cannot_sign_yet_is_not_reminded_to(
    proposed: Agreement, say_back: SayBack, live: LiveThrough, maya: Person, tomas: Person, dana: Person, lena: Person
) -> None:
    say_back(maya, tomas, lena)
    say_back(dana, text="We deliver the metering API by 22 March 2027.")
    live(morning(9))

    assert told("answer_due") == []


def test_a_day_off_moves_it_to_the_working_day_before(proposed: Agreement, live: LiveThrough, lena: Person) -> None:
    Person.objects.filter(pk=lena.pk).update(working_days=[0, 1, 2])  # not on Thursdays
    live(morning(10))

    assert slots() & {("Lena", "0"), ("Lena", "2")} == {("Lena", "0")}


def test_nobody_is_reminded_on_a_day_off(proposed: Agreement, live: LiveThrough, lena: Person) -> None:
    Person.objects.filter(pk=lena.pk).update(away_until=date(2027, 3, 12))
    live(morning(11))

    assert "Lena" not in {name for name, _ in told("answer_due")}


def test_asked_within_the_last_days_one_is_not_reminded_at_once(ask: Ask, live: LiveThrough) -> None:
    ask(at=morning(9), answer_by=date(2027, 3, 10))
    live(morning(9))
    first = slots()
    live(morning(10))

    assert (first, {slot for _, slot in slots()}) == (set(), {"0"})


def test_more_time_is_told_anew(proposed: Agreement, live: LiveThrough, sink: SmtpSink, maya: Person) -> None:
    live(morning(9))
    extend_answers(actor=maya, at=morning(9), agreement=proposed, answer_by=date(2027, 3, 12))
    live(morning(10))

    assert {headline for _, headline in told("answer_due")} == {DUE, "Your answer, by Fri 12 Mar: Data rules"}


@pytest.mark.parametrize("happens", ["taken back", "answered", "given time"])
def test_the_last_look_sees_what_changed(
    proposed: Agreement, say_back: SayBack, sink: SmtpSink, maya: Person, dana: Person, happens: str
) -> None:
    plan(at=morning(9))
    if happens == "taken back":
        take_back(actor=maya, at=morning(9), agreement=proposed)
    elif happens == "answered":
        say_back(dana, at=morning(9))
    else:
        extend_answers(actor=maya, at=morning(9), agreement=proposed, answer_by=date(2027, 3, 12))
    send_all(morning(9))

    assert "is not said back yet" not in "".join(map(text_of, sink.to(dana.email)))


def test_an_owner_of_what_changes_is_reminded_to_answer(
    ask: Ask, live: LiveThrough, sink: SmtpSink, lena: Person
) -> None:
    ask()
    live(morning(9))

    assert told("answer_due") == [("Lena", DUE), ("Maya", DUE), ("Tomas", DUE)]
    assert "Your answer to the change asked for in Data rules is still to come." in text_of(sink.to(lena.email)[-1])


@pytest.mark.parametrize("said", [Answer.ACCEPT, Answer.DECLINE])
def test_who_answered_a_change_is_not_reminded(
    ask: Ask, reply: Reply, live: LiveThrough, lena: Person, said: Answer
) -> None:
    amendment = ask(date(2027, 3, 22), date(2027, 3, 29))
    reply(amendment, lena, said, "It clashes.")
    if said is Answer.DECLINE:
        reply(amendment, lena, said, "It clashes.", place=2)
    live(morning(9))

    assert "Lena" not in {name for name, _ in told("answer_due")}


def test_who_declined_one_way_of_two_still_answers_the_other(
    ask: Ask, reply: Reply, live: LiveThrough, lena: Person
) -> None:
    reply(ask(date(2027, 3, 22), date(2027, 3, 29)), lena, Answer.DECLINE, "Too early.")
    live(morning(9))

    assert "Lena" in {name for name, _ in told("answer_due")}


@pytest.mark.parametrize("happens", ["withdrawn", "answered"])
def test_the_last_look_at_a_change_sees_what_happened(
    ask: Ask, reply: Reply, sink: SmtpSink, dana: Person, lena: Person, happens: str
) -> None:
    amendment = ask()
    plan(at=morning(9))
    planned = told("answer_due")
    if happens == "withdrawn":
        withdraw_amendment(actor=dana, at=morning(9), amendment=amendment)
    else:
        reply(amendment, lena, Answer.ACCEPT, at=morning(9))
    send_all(morning(9))

    assert ("Lena", DUE) in planned
    assert "is still to come" not in "".join(map(text_of, sink.to(lena.email)))


def test_asked_again_the_new_day_counts(ask: Ask, live: LiveThrough, dana: Person) -> None:
    amendment = ask()
    live(morning(12))
    amendment.refresh_from_db()
    reopen_amendment(actor=dana, at=morning(12), amendment=amendment, answer_by=date(2027, 3, 19))
    live(morning(17))

    assert {headline for _, headline in told("answer_due")} == {"Your answer, by Fri 19 Mar: Data rules"}


def test_a_title_that_one_may_not_read_stays_unsaid(ask: Ask, launch: Agreement, live: LiveThrough) -> None:
    """Somebody of another agreement is asked because a line of theirs moves."""
    amendment, stranger = ask(), PersonFactory.create(name="Omar Haddad")
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    ask_too(amendment, stranger)
    live(morning(9))

    assert [headline for name, headline in told("answer_due") if name == "Omar"] == [
        "Your answer, by Thu 11 Mar: a change in another agreement"
    ]


def test_elsewhere_it_is_not_morning_yet(ask: Ask, lena: Person, live: LiveThrough) -> None:
    Person.objects.filter(pk=lena.pk).update(time_zone="America/New_York")
    ask()
    live(morning(9))

    assert [name for name, _ in told("answer_due")] == ["Maya", "Tomas"]


def ask_too(amendment: Amendment, person: Person) -> None:
    way = amendment.alternatives.get()
    way.consents.create(person=person, asked_at=amendment.asked_at)
