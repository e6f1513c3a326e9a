"""The notes of a sync go to everybody when it is closed, grouped by person, with the entry of the next one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Sync
from agreements.operations.decisions import decide
from agreements.operations.drafts import DecisionDraft
from agreements.operations.syncs import attend, close_sync, start_sync
from agreements.operations.topics import add_topic
from reminders.models import Reminder
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.reminders.reports.syncs import entry, meet
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

TEN = datetime(2027, 3, 17, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
CLOSED = TEN + timedelta(minutes=25)
KEPT, TOPIC = "Enablement deck", "Who tells the pilots?"


@pytest.fixture
def sync(deal: Deal, live: LiveThrough, sink: SmtpSink) -> Sync:
    """At its start; the mails of that morning have left."""
    found = meet(deal)
    live(TEN - timedelta(minutes=1))
    sink.mails.clear()
    return found


def hold(sync: Sync, deal: Deal, maya: Person, dana: Person, lena: Person, *, is_decided: bool = True) -> Sync:
    """Maya and Dana are there for 25 minutes; Dana keeps the deck, Lena sees to a topic."""
    topic = add_topic(actor=dana, at=TEN, agreement=deal.agreement, text=TOPIC)
    sync = start_sync(actor=maya, at=TEN, sync=sync)
    attend(actor=dana, at=TEN, sync=sync)
    if is_decided:
        deck = DecisionDraft(subject=f"commitment/{deal.commitment.pk}", kind=DecisionKind.KEEP, note="Done by Friday.")
        decide(actor=maya, at=TEN, sync=sync, draft=deck)
        pilots = DecisionDraft(subject=f"topic/{topic.pk}", kind=DecisionKind.PARK, owner=lena)
        decide(actor=maya, at=TEN, sync=sync, draft=pilots)
    return close_sync(actor=maya, at=CLOSED, sync=sync)


def test_everybody_gets_them_at_once(
    sync: Sync, deal: Deal, live: LiveThrough, maya: Person, dana: Person, lena: Person
) -> None:
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)
    live(CLOSED + timedelta(minutes=1))

    said = "Notes: Pricing launch, sync of 17 Mar, 2 settled"
    assert told("sync_notes") == [(name, said) for name in ("Dana", "Lena", "Maya", "Tomas")]


def test_they_say_who_does_what_and_who_does_nothing(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person
) -> None:
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)

    text = text_of(sink.to(dana.email)[-1])
    assert "of Wed 17 Mar, 10:00 settled 2 things. There: Maya Okafor and you. It took 50 person-minutes." in text
    assert f"You\n* {KEPT}: stays as agreed. “Done by Friday.”\n" in text
    assert f"Lena Brandt\n* {TOPIC}: next time.\n" in text
    assert "Nothing this time: Maya Okafor and Tomas Lindqvist." in text


def test_a_topic_that_is_kept_was_talked_about(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    topic = add_topic(actor=dana, at=TEN, agreement=deal.agreement, text="The fair is in May.")
    sync = start_sync(actor=maya, at=TEN, sync=sync)
    draft = DecisionDraft(subject=f"topic/{topic.pk}", kind=DecisionKind.KEEP)
    decide(actor=maya, at=TEN, sync=sync, draft=draft)
    close_sync(actor=maya, at=CLOSED, sync=sync)
    live(CLOSED)

    assert "You\n* The fair is in May: settled.\n" in text_of(sink.to(dana.email)[-1])


def test_who_has_nothing_reads_so(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person, tomas: Person
) -> None:
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)

    text = text_of(sink.to(tomas.email)[-1])
    assert "Nothing in it is yours to see to." in text
    assert "Nothing this time: Maya Okafor.\n" in text


def test_html_says_what_the_text_says(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person
) -> None:
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)

    mail = sink.to(dana.email)[-1]
    said = {word.strip(":.,;*") for word in text_of(mail).split("Open the notes")[0].split()} - {""}
    assert said - html_words(mail) == set()


def test_they_bring_the_entry_of_the_next_sync(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person
) -> None:
    Agreement.objects.filter(pk=deal.agreement.pk).update(facilitator=maya)
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)

    mail = sink.to(dana.email)[-1]
    assert "The next sync is Wed 31 Mar, 10:00; Maya Okafor moderates. It is attached, for your calendar." in text_of(
        mail
    )
    assert "; you moderate." in text_of(sink.to(maya.email)[-1])
    assert entry(mail).decoded("dtstart").date() == date(2027, 3, 31)


def test_without_a_next_one_nothing_is_attached(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person
) -> None:
    Sync.objects.filter(slot_on__gt=sync.slot_on).update(cancelled_at=TEN)
    hold(sync, deal, maya, dana, lena)
    live(CLOSED)

    mail = sink.to(dana.email)[-1]
    assert (list(mail.iter_attachments()), "next sync" in text_of(mail)) == ([], False)


def test_a_sync_without_decisions_is_told_too(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, lena: Person
) -> None:
    hold(sync, deal, maya, dana, lena, is_decided=False)
    live(CLOSED)

    mail = sink.to(dana.email)[-1]
    assert str(mail["Subject"]) == "Notes: Pricing launch, sync of 17 Mar, nothing settled"
    assert "settled nothing. There: Maya Okafor and you." in text_of(mail)


def test_one_that_was_only_recorded_as_held_sends_none(sync: Sync, live: LiveThrough, maya: Person) -> None:
    close_sync(actor=maya, at=CLOSED, sync=sync)
    live(CLOSED)

    assert not Reminder.objects.filter(kind="sync_notes").exists()


def test_who_was_there_gets_them_though_they_promised_nothing(
    sync: Sync, deal: Deal, live: LiveThrough, maya: Person, dana: Person, lena: Person, admin: Person
) -> None:
    sync = start_sync(actor=maya, at=TEN, sync=sync)
    sync.attendances.create(person=admin, arrived_at=TEN)
    close_sync(actor=maya, at=CLOSED, sync=sync)
    live(CLOSED)

    assert admin.get_short_name() in [name for name, _ in told("sync_notes")]


def test_what_only_the_parties_may_read_goes_to_nobody_else(
    sync: Sync, deal: Deal, live: LiveThrough, maya: Person, outsider: Person
) -> None:
    sync = start_sync(actor=maya, at=TEN, sync=sync)
    sync.attendances.create(person=outsider, arrived_at=TEN)
    close_sync(actor=maya, at=CLOSED, sync=sync)
    Agreement.objects.filter(pk=deal.agreement.pk).update(visibility="parties")
    live(CLOSED)

    assert outsider.get_short_name() not in [name for name, _ in told("sync_notes")]


def test_who_was_shut_out_before_it_left_gets_none(
    sync: Sync, deal: Deal, sink: SmtpSink, maya: Person, outsider: Person
) -> None:
    sync = start_sync(actor=maya, at=TEN, sync=sync)
    sync.attendances.create(person=outsider, arrived_at=TEN)
    close_sync(actor=maya, at=CLOSED, sync=sync)
    plan(at=CLOSED)
    Agreement.objects.filter(pk=deal.agreement.pk).update(visibility="parties")
    send_all(CLOSED)

    assert sink.to(outsider.email) == []
    assert reason_of(outsider) == "the person no longer takes part"
