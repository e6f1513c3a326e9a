"""A sync that was moved or called off is told to the others at once, with its calendar entry."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Sync
from agreements.operations.agreements import end_agreement
from agreements.operations.syncs import cancel_sync, close_sync, move_sync, set_facilitator
from reminders.models import Delivery
from reminders.operations.plan import plan
from teams.models import Person
from tests.factories import AT
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.reminders.reports.syncs import entry, meet
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

THURSDAY = datetime(2027, 3, 18, 12, 0, tzinfo=UTC)  # 13:00 in Berlin
LATER = AT + timedelta(minutes=2)


@pytest.fixture
def sync(deal: Deal, live: LiveThrough, sink: SmtpSink) -> Sync:
    """On 17 March; the morning of 1 March, on which the stories begin, is over."""
    found = meet(deal)
    live(AT - timedelta(minutes=1))
    sink.mails.clear()
    return found


def move(sync: Sync, by: Person, to: datetime = THURSDAY, *, at: datetime = AT) -> Sync:
    return move_sync(actor=by, at=at, sync=sync, starts_at=to, reason="The board meets on Wednesday.")


def cancel(sync: Sync, by: Person, *, at: datetime = AT) -> Sync:
    return cancel_sync(actor=by, at=at, sync=sync, reason="Half of us are at the fair.")


def test_a_move_is_told_to_everybody_but_who_moved_it(sync: Sync, live: LiveThrough, maya: Person) -> None:
    move(sync, maya)
    live(AT)

    said = "Moved to Thu 18 Mar, 13:00: sync on Pricing launch (was Wed 17 Mar, 10:00)"
    assert told("sync_moved") == [(name, said) for name in ("Dana", "Lena", "Tomas")]


def test_it_says_who_when_and_why(sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person) -> None:
    move(sync, maya)
    live(AT)

    (mail,) = sink.to(dana.email)
    lines = [
        "Maya Okafor moved the sync on Pricing launch to Thu 18 Mar, 13:00, for 30 minutes. It was Wed 17 Mar, 10:00.",
        "Why: The board meets on Wednesday.",
        "The attached file moves it in your calendar.",
    ]
    assert [line for line in lines if line not in text_of(mail)] == []
    assert {word.strip(":.,;") for line in lines for word in line.split()} - html_words(mail) == set()


def test_its_calendar_entry_is_the_same_one_and_newer(
    sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    move(sync, maya)
    live(AT)
    move(sync, maya, THURSDAY + timedelta(hours=1), at=LATER)
    live(LATER)

    first, second = map(entry, sink.to(dana.email))
    assert first["uid"] == second["uid"]
    assert [one["sequence"] for one in (first, second)] == [1, 2]
    assert [one.decoded("dtstart").astimezone(UTC).hour for one in (first, second)] == [12, 13]


def test_a_further_move_is_told_anew_and_replaces_what_was_not_sent(
    sync: Sync, sink: SmtpSink, maya: Person, tomas: Person, dana: Person
) -> None:
    move(sync, maya)
    plan(at=AT)
    move(sync, tomas, THURSDAY + timedelta(hours=1), at=LATER)
    plan(at=LATER)
    send_all(LATER)

    assert [str(mail["Subject"]).strip() for mail in sink.to(dana.email)] == [
        "Moved to Thu 18 Mar, 14:00: sync on Pricing launch (was Thu 18 Mar, 13:00)"
    ]
    gone = Delivery.objects.filter(recipient=dana, state="skipped").get()
    assert gone.reason == "the sync was moved again or called off"


def test_both_times_are_printed_to_who_lives_elsewhere(
    sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    Person.objects.filter(pk=dana.pk).update(time_zone="America/New_York")
    move(sync, maya)
    at = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
    live(at)

    text = text_of(sink.to(dana.email)[0])
    assert "Thu 18 Mar, 08:00 New York, 13:00 Berlin" in text
    assert "Wed 17 Mar, 05:00 New York, 10:00 Berlin" in text


def test_calling_off_is_told_once_to_everybody_but_who_did_it(
    sync: Sync, live: LiveThrough, sink: SmtpSink, tomas: Person
) -> None:
    cancel(sync, tomas)
    live(AT)
    live(LATER)

    said = "Called off: sync on Pricing launch, Wed 17 Mar, 10:00"
    assert told("sync_cancelled") == [(name, said) for name in ("Dana", "Lena", "Maya")]
    assert [str(mail["Subject"]).strip() for mail in sink.mails] == [said] * 3


def test_it_gives_the_time_back_and_says_when_the_next_one_is(
    sync: Sync, live: LiveThrough, sink: SmtpSink, tomas: Person, dana: Person
) -> None:
    cancel(sync, tomas)
    live(AT)

    (mail,) = sink.to(dana.email)
    lines = [
        "Tomas Lindqvist called off the sync on Pricing launch, Wed 17 Mar, 10:00.",
        "Why: Half of us are at the fair.",
        "You get 30 minutes back, all together 2 person-hours.",
        "The next sync is Wed 3 Mar, 10:00.",
    ]
    assert [line for line in lines if line not in text_of(mail)] == []
    assert (entry(mail)["status"], entry(mail)["sequence"]) == ("CANCELLED", 1)


def test_a_move_that_was_called_off_is_told_as_called_off_alone(
    sync: Sync, sink: SmtpSink, maya: Person, tomas: Person, dana: Person
) -> None:
    move(sync, maya)
    plan(at=AT)
    cancel(sync, tomas, at=LATER)
    plan(at=LATER)
    send_all(LATER)

    assert [mail["Subject"][:10] for mail in sink.to(dana.email)] == ["Called off"]
    assert [mail["Subject"][:10] for mail in sink.to(maya.email)] == ["Called off"]
    assert sink.to(tomas.email) == []


def test_who_moderates_it_is_told_though_they_promised_nothing(
    sync: Sync, live: LiveThrough, maya: Person, outsider: Person
) -> None:
    set_facilitator(actor=maya, at=AT, sync=sync, person=outsider)
    cancel(sync, maya)
    live(AT)

    assert "Otto" in [name for name, _ in told("sync_cancelled")]


def test_once_it_has_begun_nobody_needs_to_know(sync: Sync, maya: Person, dana: Person) -> None:
    move(sync, maya)
    plan(at=AT)
    send_all(THURSDAY)

    plan(at=THURSDAY)

    assert Delivery.objects.filter(recipient=dana, kind="sync_moved").get().state == "expired"


def test_what_was_closed_meanwhile_is_not_told(
    sync: Sync, sink: SmtpSink, deal: Deal, maya: Person, dana: Person
) -> None:
    move(sync, maya)
    plan(at=AT)
    end_agreement(actor=maya, at=LATER, agreement=deal.agreement, reason="The launch is off.")
    send_all(LATER)

    assert [mail for mail in sink.mails if mail["Subject"].startswith("Moved")] == []
    assert "its agreement is closed" in reason_of(dana)


def test_quiet_hours_hold_it(sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(quiet_from="09:00", quiet_until="11:00")
    move(sync, maya)
    live(AT)
    before = len(sink.to(dana.email))
    live(AT + timedelta(hours=2))

    assert (before, len(sink.to(dana.email))) == (0, 1)


def test_a_sync_of_former_terms_tells_nothing_of_its_successor(sync: Sync, live: LiveThrough, maya: Person) -> None:
    """A changed cadence gives the same day a new sync, at another hour, that nobody moved."""
    move(sync, maya, sync.starts_at + timedelta(hours=2))
    Sync.objects.filter(pk=sync.pk).update(starts_at=sync.starts_at, moved_from=None, move_reason="", sequence=2)
    live(AT)

    assert told("sync_moved") == []


def test_holding_it_is_no_change(sync: Sync, live: LiveThrough, maya: Person) -> None:
    move(sync, maya)
    close_sync(actor=maya, at=THURSDAY, sync=sync)
    live(THURSDAY)

    assert told("sync_moved") == []


def test_the_day_of_the_next_one_is_the_next_to_begin(
    sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    at = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
    cancel(sync, maya, at=at)
    live(at)

    texts = [text_of(mail) for mail in sink.to(dana.email) if mail["Subject"].startswith("Called")]
    assert "The next sync is Wed 31 Mar, 10:00." in texts[0]
    assert sync.slot_on == date(2027, 3, 17)
