"""Maya asks Dana for news of the deck, on Wednesday 3 March 2027; Dana works in UTC, with quiet hours from 19:00."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Ask
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

type AskFor = Callable[..., Ask]

SUBJECT = "Maya asks: any news on Enablement deck?"
NOON = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
EVENING = NOON.replace(hour=20)
THURSDAY = datetime(2027, 3, 4, 8, 40, tzinfo=UTC)


@pytest.fixture
def ask(deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person) -> AskFor:
    """`ask(at)`, after that day's mails have left."""
    live(NOON - timedelta(minutes=5))
    sink.mails.clear()

    def asked(at: datetime, note: str = "The fair prints it on Friday.") -> Ask:
        return Ask.objects.create(commitment=deal.commitment, asked_by=maya, asked_at=at, asked_on=at.date(), note=note)

    return asked


def test_it_comes_at_once_while_the_owner_works(ask: AskFor, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    ask(NOON)
    live(NOON)

    (mail,) = sink.to(dana.email)
    assert mail["Subject"] == SUBJECT
    said = text_of(mail)
    assert said.startswith("Maya Okafor asks for news of Enablement deck.\n“The fair prints it on Friday.”\n")
    assert "/?say=doubt&of=" in said


@pytest.mark.parametrize(
    ("asked_at", "told_at"),
    [
        (EVENING, THURSDAY),
        # On Saturday 6 March: told on Monday.
        (NOON.replace(day=6), THURSDAY.replace(day=8)),
    ],
)
def test_else_it_joins_the_next_mail_of_a_morning(
    ask: AskFor, live: LiveThrough, asked_at: datetime, told_at: datetime
) -> None:
    ask(asked_at)
    plan(at=asked_at)
    before = told("asked")
    live(told_at)

    assert (before, told("asked")) == ([], [("Dana", SUBJECT)])


def test_it_is_told_once(ask: AskFor, live: LiveThrough) -> None:
    ask(NOON)
    for at in (NOON, NOON + timedelta(hours=1), THURSDAY):
        live(at)

    assert len(told("asked")) == 1


def test_an_answer_makes_it_needless(ask: AskFor, deal: Deal, dana: Person, sink: SmtpSink) -> None:
    ask(NOON)
    plan(at=NOON)
    check_in(actor=dana, at=NOON, commitment=deal.commitment, answer=CheckInDraft(standing=Standing.ON_TRACK))
    send_all(NOON)

    assert (sink.to(dana.email), reason_of(dana)) == ([], "it was answered")


def test_it_is_for_the_owner_alone(ask: AskFor, deal: Deal, dana: Person, tomas: Person) -> None:
    ask(NOON)
    plan(at=NOON)
    deal.commitment.owner = tomas
    deal.commitment.save(update_fields=["owner"])
    send_all(NOON)

    assert reason_of(dana) == "it belongs to somebody else now"


def test_what_the_mail_of_the_morning_asked_is_not_asked_again(
    ask: AskFor, live: LiveThrough, deal: Deal, sink: SmtpSink, dana: Person
) -> None:
    deal.commitment.due_on = date(2027, 3, 5)
    deal.commitment.save(update_fields=["due_on"])
    live(THURSDAY)
    ask(THURSDAY + timedelta(hours=3))
    live(THURSDAY + timedelta(hours=3))

    first, second = (text_of(mail) for mail in sink.to(dana.email))
    assert (first.count("  Done: "), second.count("  Done: ")) == (1, 0)
    assert "the buttons of that mail answer this one too" in second
