"""Whom a round still asks: nobody who has answered, and nobody is told in a mail what is sealed from them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from agreements.domain.commitments import Standing
from agreements.models import CheckIn, Commitment, Sync
from agreements.operations.checkins import check_in, undo_check_in
from agreements.operations.drafts import CheckInDraft
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.operations.plan import plan
from teams.models import Person
from tests.factories import CadenceFactory, CommitmentFactory, SyncFactory
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import reason_of, send_all, text_of
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

# The round of the sync of Monday 15 March opens on Wednesday; 09:00 in Berlin is its morning.
MORNINGS = [datetime(2027, 3, day, 8, 0, tzinfo=UTC) for day in (10, 11, 12)]
STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sync(deal: Deal) -> Sync:
    return SyncFactory.create(cadence=CadenceFactory.create(agreement=deal.agreement), slot_on=date(2027, 3, 15))


def say(person: Person, commitment: Commitment, word: str = "on_track", *, at: datetime) -> CheckIn:
    draft = CheckInDraft(standing=Standing(word), note=f"A note that says {word}.")
    return check_in(actor=person, at=at, commitment=commitment, answer=draft)


def asked(person: Person) -> int:
    return Reminder.objects.filter(recipient=person, kind=Kind.CHECK_IN_REQUEST).count()


def test_a_round_asks_once_in_all_its_mornings(deal: Deal, dana: Person, lena: Person) -> None:
    for at in MORNINGS:
        plan(at=at + timedelta(hours=2))

    assert (asked(dana), asked(lena)) == (1, 1)


def test_who_has_answered_is_asked_on_none_of_them(deal: Deal, dana: Person, lena: Person) -> None:
    say(dana, deal.commitment, at=MORNINGS[0] + timedelta(minutes=1))
    for at in MORNINGS:
        plan(at=at + timedelta(hours=2))

    assert (asked(dana), asked(lena)) == (0, 1)


def test_who_took_the_answer_back_is_asked_again(deal: Deal, dana: Person) -> None:
    at = MORNINGS[0] + timedelta(hours=1)
    undo_check_in(actor=dana, at=at, check_in=say(dana, deal.commitment, at=at))
    plan(at=at)

    assert asked(dana) == 1


def test_an_answer_between_planning_and_sending_stops_the_mail(deal: Deal, sink: SmtpSink, lena: Person) -> None:
    at = MORNINGS[0] + timedelta(hours=1)
    plan(at=at)
    say(lena, deal.commitment, at=at)
    send_all(at)

    assert (sink.to(lena.email), reason_of(lena)) == ([], "it was answered")


def test_who_answered_one_of_two_is_asked_about_the_other(deal: Deal, sink: SmtpSink, lena: Person) -> None:
    CommitmentFactory.create(
        agreement=deal.agreement,
        number=2,
        deliverable="Price list",
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        accepted_by=lena,
        due_on=date(2027, 4, 20),
        is_open=True,
    )
    at = MORNINGS[0] + timedelta(hours=1)
    say(lena, deal.commitment, at=at)
    plan(at=at)
    send_all(at)
    (mail,) = sink.to(lena.email)

    assert ("Price list" in text_of(mail), "Enablement deck." in text_of(mail)) == (True, False)


def test_no_mail_before_the_sync_tells_the_receiver_what_is_sealed(
    deal: Deal, sink: SmtpSink, live: LiveThrough, dana: Person, lena: Person
) -> None:
    fine = mails_to(lena, sink, lambda: follow(dana, deal, live, "on_track"))
    doubt = mails_to(lena, sink, lambda: follow(dana, deal, live, "at_risk"))

    assert len(fine) >= 2
    assert fine == doubt
    assert "has answered; you read it with an answer of your own" in fine[0]


def follow(dana: Person, deal: Deal, live: LiveThrough, word: str) -> None:
    """Doubt three weeks ago, then ``word`` as the round opens; and all mornings up to the sync."""
    say(dana, deal.commitment, "at_risk", at=MORNINGS[0] - timedelta(days=2))
    say(dana, deal.commitment, word, at=MORNINGS[0])
    for at in (*(at + timedelta(hours=1) for at in MORNINGS), STARTS_AT - timedelta(minutes=20)):
        live(at)


def mails_to(person: Person, sink: SmtpSink, act: Callable[[], None]) -> list[str]:
    """The words of the mails to ``person`` that ``act`` sends, their links masked; nothing of it stays."""
    sink.mails.clear()
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    return [masked(text_of(mail)) for mail in sink.to(person.email)]


def masked(text: str) -> str:
    return " ".join("LINK" if "/c/" in word or "/flags/" in word else word for word in text.split())
