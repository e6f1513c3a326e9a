from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from agreements.models import Agreement, Commitment
from agreements.operations.cadences import materialise_syncs
from agreements.reports.calendar import calendar_of
from tests.factories import CadenceFactory

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def meeting(launch: Agreement, feature: Commitment, at: datetime) -> Agreement:
    """In force, a sync every second Monday at 10:00 in Berlin from 1 February on."""
    CadenceFactory.create(agreement=launch)
    materialise_syncs(at=at)
    return launch


def events(agreement: Agreement, *, at: datetime) -> dict[str, Event]:
    """What any other program reads in the file, by the last part of the UID."""
    read = Calendar.from_ical(calendar_of(agreement=agreement, at=at))
    assert isinstance(read, Calendar)
    start = f"agreement-{agreement.number}-"
    return {str(event["uid"]).removeprefix(start).removesuffix("@holdfast"): event for event in read.events}


def test_syncs_are_events_in_local_time(meeting: Agreement, at: datetime) -> None:
    found = events(meeting, at=at)

    before, after = found["sync-2027-03-15"], found["sync-2027-03-29"]
    assert before.decoded("dtstart") == datetime(2027, 3, 15, 10, tzinfo=BERLIN)
    assert before["dtstart"].params["tzid"] == "Europe/Berlin"
    assert before.decoded("duration") == timedelta(minutes=30)
    assert [one.decoded("dtstart").astimezone(UTC).hour for one in (before, after)] == [9, 8]
    assert (before["summary"], before["status"]) == ("Sync: Feature launch", "CONFIRMED")


def test_the_zone_is_described_in_the_file(meeting: Agreement, at: datetime) -> None:
    read = Calendar.from_ical(calendar_of(agreement=meeting, at=at))

    assert isinstance(read, Calendar)
    assert [zone.tz_name for zone in read.timezones] == ["Europe/Berlin"]
    assert (read["version"], read["method"], read["name"]) == ("2.0", "PUBLISH", f"{meeting.label} Feature launch")


def test_syncs_of_the_next_ninety_days(meeting: Agreement, at: datetime) -> None:
    later = at + timedelta(days=20)
    slots = [name for name in events(meeting, at=later) if name.startswith("sync")]

    assert (slots[0], slots[-1]) == ("sync-2027-03-29", "sync-2027-05-24")


def test_due_dates_take_the_whole_day_and_keep_nobody_busy(meeting: Agreement, at: datetime) -> None:
    due = events(meeting, at=at)[f"commitment-{meeting.commitments.get().number}"]

    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2027, 3, 15), date(2027, 3, 16))
    assert (due["summary"], due["transp"]) == ("Due: The feature (Dana Whitfield)", "TRANSPARENT")
    assert due["description"] == "Product owes it to Sales.\nDone when: It works for the first customer."


def test_what_is_no_longer_open_is_not_due(meeting: Agreement, at: datetime) -> None:
    Commitment.objects.update(state="released", released_at=at)

    assert [name for name in events(meeting, at=at) if name.startswith("commitment")] == []


def test_a_sync_called_off_is_told_as_cancelled(meeting: Agreement, at: datetime) -> None:
    meeting.syncs.filter(slot_on=date(2027, 3, 15)).update(cancelled_at=at)
    found = events(meeting, at=at)

    assert [found[f"sync-2027-03-{day}"]["status"] for day in (15, 29)] == ["CANCELLED", "CONFIRMED"]


def test_nobody_meets_while_it_is_paused(meeting: Agreement, at: datetime) -> None:
    meeting.paused_until, meeting.pause_reason = date(2027, 3, 29), "Stocktaking."
    meeting.save()
    slots = [name for name in events(meeting, at=at) if name.startswith("sync")]

    assert slots[0] == "sync-2027-03-29"


def test_a_later_file_replaces_an_earlier_one(meeting: Agreement, at: datetime) -> None:
    before = events(meeting, at=at)
    Commitment.objects.update(due_on=date(2027, 3, 22))
    meeting.revision += 1
    meeting.save()
    after = events(meeting, at=at)

    assert before.keys() == after.keys()
    assert {one["sequence"] for one in after.values()} == {meeting.revision}
    assert {one["sequence"] for one in before.values()} == {meeting.revision - 1}


def test_the_same_moment_gives_the_same_bytes(meeting: Agreement, at: datetime) -> None:
    assert calendar_of(agreement=meeting, at=at) == calendar_of(agreement=meeting, at=at)


def test_what_people_wrote_adds_no_lines_of_its_own(meeting: Agreement, at: datetime) -> None:
    deliverable = "Deck; slides, notes\\done"
    Commitment.objects.update(deliverable=deliverable, done_when="Sent.\r\nEND:VEVENT\r\nSUMMARY:Not ours")
    meeting.title = "Launch; at last,\r\nBEGIN:VEVENT"
    file = calendar_of(agreement=meeting, at=at)
    due = events(meeting, at=at)[f"commitment-{meeting.commitments.get().number}"]

    assert due["summary"] == f"Due: {deliverable} (Dana Whitfield)"
    lines = file.split(b"\r\n")
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == len(events(meeting, at=at))
    assert max(map(len, lines)) <= 75


def test_without_a_cadence_only_dates_are_in_it(launch: Agreement, feature: Commitment, at: datetime) -> None:
    assert list(events(launch, at=at)) == [f"commitment-{feature.number}"]
