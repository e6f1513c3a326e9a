"""The day before, and half an hour before: the agenda by what waiting costs, and what is still open of the reader."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F

from agreements.domain.commitments import Standing
from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, DriftFlag, Sync
from agreements.operations.checkins import check_in
from agreements.operations.concerns import raise_concern
from agreements.operations.drafts import CheckInDraft, ConcernDraft
from agreements.operations.syncs import move_sync, set_facilitator
from agreements.operations.topics import add_topic
from teams.models import Person
from tests.factories import AT, CommitmentFactory
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, text_of
from tests.reminders.reports.conftest import told
from tests.reminders.reports.syncs import TUESDAY_MORNING, meet
from tests.sinks import SmtpSink

MONDAY = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def sync(deal: Deal, dana: Person) -> Sync:
    """On Wednesday 17 March at 10:00; Dana has owed the deck since the Monday of that week, and says it is off."""
    found = meet(deal)
    Sync.objects.filter(slot_on__lt=found.slot_on).update(held_at=F("starts_at"))
    check_in(actor=dana, at=MONDAY, commitment=deal.commitment, answer=CheckInDraft(standing=Standing.OFF_TRACK))
    return found


def announced(sink: SmtpSink, person: Person, live: LiveThrough, at: datetime = TUESDAY_MORNING) -> str:
    """The text of the mail about the sync."""
    live(at)
    return next(text for mail in sink.to(person.email) if "The sync on Pricing launch" in (text := text_of(mail)))


def test_what_costs_most_to_leave_waiting_comes_first(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, tomas: Person, lena: Person
) -> None:
    worry = ConcernDraft(about=About.WORK, text="Quotas are too low.")
    raise_concern(actor=tomas, at=AT, agreement=deal.agreement, draft=worry)
    add_topic(actor=lena, at=AT, agreement=deal.agreement, text="Who tells the pilots?")
    CommitmentFactory.create(
        agreement=deal.agreement,
        number=2,
        deliverable="Price list",
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=deal.commitment.owner,
        accepted_by=deal.commitment.accepted_by,
        due_on=date(2027, 3, 26),
        is_open=True,
    )
    text = announced(sink, tomas, live)

    words = [
        "Drifting first\n* Enablement deck.",
        "To hear\n* Quotas are too low.",
        "To talk about\n* Who tells the pilots?",
    ]
    places = [text.index(said) for said in words]
    assert places == sorted(places)
    assert "* Quotas are too low. Tomas Lindqvist raised it on Mon 1 Mar" in text
    assert "* Who tells the pilots? Lena Brandt brings it." in text


def test_it_says_how_long_that_takes(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person, tomas: Person
) -> None:
    for number in range(6):
        add_topic(actor=lena, at=AT, agreement=deal.agreement, text=f"Question {number}")

    assert "This takes about 35 of its 30 minutes, so the last may have to wait." in announced(sink, tomas, live)


def test_both_buttons_lead_to_the_page(sync: Sync, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    text = announced(sink, dana, live)

    page = f"/agreements/{sync.agreement.slug}/syncs/{sync.number}/"
    assert f"Open the agenda: http://127.0.0.1:8000{page}\n" in text
    assert f"Add a topic: http://127.0.0.1:8000{page}#topic-head\n" in text


def test_it_says_who_moderates(
    sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person, outsider: Person
) -> None:
    set_facilitator(actor=maya, at=AT, sync=sync, person=outsider)

    assert f"{outsider.name} moderates." in announced(sink, dana, live)
    assert "You moderate." in announced(sink, outsider, live)


def test_a_moved_one_says_where_it_was(
    sync: Sync, live: LiveThrough, sink: SmtpSink, maya: Person, dana: Person
) -> None:
    later = sync.starts_at + timedelta(hours=3)
    move_sync(actor=maya, at=AT, sync=sync, starts_at=later, reason="The board meets.")
    live(AT)
    sink.mails.clear()
    text = announced(sink, dana, live)

    assert "is tomorrow at 13:00, 30 minutes." in text
    assert "Moved from Wed 17 Mar, 10:00: The board meets." in text


def test_answers_that_are_open_are_asked_for_in_it(
    sync: Sync, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person
) -> None:
    assert "1 of your check-ins is still open. Answer without signing in: http" in announced(sink, lena, live)
    assert "still open" not in announced(sink, dana, live)


def test_soon_repeats_the_agenda_and_asks_for_nothing(
    sync: Sync, live: LiveThrough, sink: SmtpSink, lena: Person
) -> None:
    live(TUESDAY_MORNING)
    sink.mails.clear()
    text = announced(sink, lena, live, at=sync.starts_at - timedelta(minutes=30))

    assert "The sync on Pricing launch starts at 10:00.\n\nDrifting first\n* Enablement deck." in text
    assert "still open" not in text


def test_html_says_what_the_text_says(sync: Sync, live: LiveThrough, sink: SmtpSink, tomas: Person) -> None:
    announced(sink, tomas, live)

    mail = next(mail for mail in sink.to(tomas.email) if "The sync on" in text_of(mail))
    said = {word.strip(":.,;*") for word in text_of(mail).split("Open the agenda")[0].split()} - {""}
    assert said - html_words(mail) == set()


def test_what_is_on_track_is_counted_alone(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, tomas: Person
) -> None:
    far = {"due_on": date(2027, 6, 1), "is_open": True, "agreement": deal.agreement}
    people = {"owner": deal.commitment.owner, "accepted_by": deal.commitment.accepted_by}
    teams = {"team": deal.commitment.team, "for_team": deal.commitment.for_team}
    for number in (2, 3):
        CommitmentFactory.create(number=number, **far, **people, **teams)
    Commitment.objects.filter(number__gt=1).update(standing=Standing.ON_TRACK, standing_at=MONDAY)
    Agreement.objects.update(updated_at=MONDAY)

    assert "2 others are on track and need no time." in announced(sink, tomas, live)


def test_what_somebody_snoozed_stays_on_the_agenda_and_is_not_announced_as_drifting(
    sync: Sync, deal: Deal, live: LiveThrough, sink: SmtpSink, tomas: Person
) -> None:
    Commitment.objects.update(due_on=date(2027, 3, 26))  # or a second sign of drift would not rest
    live(MONDAY)
    DriftFlag.objects.update(
        snoozed_until=date(2027, 3, 19), snoozed_at=MONDAY, snoozed_by=tomas, snooze_reason="The fair decides it."
    )
    text = announced(sink, tomas, live)

    assert "Drifting first" not in text
    assert "At rest\n* Enablement deck. Until Fri 19 Mar.\n" in text
    assert told("sync_tomorrow")[-1][1].startswith("Tomorrow 10:00: sync on Pricing launch")
