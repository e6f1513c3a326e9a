from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Cadence, Commitment, Sync
from agreements.operations.cadences import change_cadence, materialise_syncs
from agreements.operations.drafts import CadenceDraft
from agreements.operations.pauses import pause_agreement
from agreements.operations.syncs import cancel_sync, move_sync
from agreements.reports.calendar import calendar_of, calendar_of_person, calendar_of_sync
from teams.models import Person
from tests.agreements.reports.calendars import events, read, starts
from tests.factories import AgreementFactory, CadenceFactory, HolidayFactory, PartyFactory

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
QUARTER = timedelta(days=90)


@pytest.fixture
def meeting(launch: Agreement, feature: Commitment, at: datetime) -> Agreement:
    """In force, a sync every second Monday at 10:00 in Berlin from 1 February on."""
    CadenceFactory.create(agreement=launch)
    materialise_syncs(at=at)
    launch.refresh_from_db()
    return launch


def file(agreement: Agreement, at: datetime) -> bytes:
    agreement.refresh_from_db()
    return calendar_of(agreement=agreement, at=at)


def slot(agreement: Agreement, on: date) -> Sync:
    return Sync.objects.select_related("agreement", "cadence").get(agreement=agreement, slot_on=on)


def test_syncs_are_events_in_local_time(meeting: Agreement, at: datetime) -> None:
    found = events(calendar_of(agreement=meeting, at=at))

    before, after = found["sync-2027-03-15"], found["sync-2027-03-29"]
    assert before.decoded("dtstart") == datetime(2027, 3, 15, 10, tzinfo=BERLIN)
    assert before.decoded("dtend") == datetime(2027, 3, 15, 10, 30, tzinfo=BERLIN)
    assert before["dtstart"].params["tzid"] == "Europe/Berlin"
    assert [one.decoded("dtstart").astimezone(UTC).hour for one in (before, after)] == [9, 8]
    assert (before["summary"], before["status"], before["transp"]) == ("Sync: Feature launch", "CONFIRMED", "OPAQUE")


def test_the_file_says_what_it_is(meeting: Agreement, at: datetime) -> None:
    found = read(calendar_of(agreement=meeting, at=at))

    asked = ("version", "method", "calscale", "prodid", "name", "x-wr-calname")
    name = f"{meeting.label} Feature launch"
    assert [found[prop] for prop in asked] == ["2.0", "PUBLISH", "GREGORIAN", "-//Holdfast//Agreement//EN", name, name]


def test_every_event_has_what_the_standard_requires(meeting: Agreement, at: datetime) -> None:
    for event in events(calendar_of(agreement=meeting, at=at)).values():
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"} <= event.keys()
        assert not {"ORGANIZER", "ATTENDEE", "RRULE"} & event.keys()
        assert event["dtstamp"].to_ical() == b"20270125T090000Z"


def test_identities_are_those_of_this_installation(settings: Settings, meeting: Agreement, at: datetime) -> None:
    settings.BASE_URL = "https://holdfast.larkfield.example"
    event = events(calendar_of(agreement=meeting, at=at))["sync-2027-03-15"]

    assert event["uid"] == f"agreement-{meeting.number}-sync-2027-03-15@holdfast.larkfield.example"
    sync = slot(meeting, date(2027, 3, 15))
    assert event["url"] == f"https://holdfast.larkfield.example/agreements/{meeting.slug}/syncs/{sync.number}/"


@pytest.mark.parametrize(
    ("zone", "lines"),
    [
        ("Europe/Berlin", ["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"]),
        ("Asia/Kolkata", []),
        ("Asia/Jerusalem", []),
    ],
)
def test_a_zone_is_described_by_its_rules(meeting: Agreement, at: datetime, zone: str, lines: list[str]) -> None:
    Cadence.objects.update(time_zone=zone)
    content = calendar_of(agreement=meeting, at=at)

    assert [one.tz_name for one in read(content).timezones] == [zone]
    assert [line for line in content.decode().split("\r\n") if line.startswith("RRULE")] == lines


def test_syncs_of_the_next_ninety_days(meeting: Agreement, at: datetime) -> None:
    later = at + timedelta(days=20)
    slots = [name for name in events(calendar_of(agreement=meeting, at=later)) if name.startswith("sync")]

    assert (slots[0], slots[-1]) == ("sync-2027-03-29", "sync-2027-05-24")


def test_due_dates_take_the_whole_day_and_keep_nobody_busy(meeting: Agreement, at: datetime) -> None:
    number = meeting.commitments.get().number
    due = events(calendar_of(agreement=meeting, at=at))[f"commitment-{number}"]

    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2027, 3, 15), date(2027, 3, 16))
    assert (due["summary"], due["transp"]) == ("Due: The feature (Dana Whitfield)", "TRANSPARENT")
    assert due["description"].startswith("Product owes it to Sales.\nDone when: It works for the first customer.\nhttp")


def test_what_is_no_longer_open_is_not_due(meeting: Agreement, at: datetime) -> None:
    Commitment.objects.update(state="released", released_at=at)

    assert [name for name in events(calendar_of(agreement=meeting, at=at)) if name.startswith("commitment")] == []


def test_a_sync_called_off_is_told_as_cancelled(meeting: Agreement, maya: Person, at: datetime) -> None:
    cancel_sync(actor=maya, at=at, sync=slot(meeting, date(2027, 3, 15)), reason="All on track.")
    found = events(file(meeting, at))

    off, on = found["sync-2027-03-15"], found["sync-2027-03-29"]
    assert [one["status"] for one in (off, on)] == ["CANCELLED", "CONFIRMED"]
    assert (off["summary"], off["transp"]) == ("Cancelled: Sync: Feature launch", "TRANSPARENT")
    assert "Cancelled: All on track." in off["description"]


def test_a_moved_sync_keeps_its_identity_and_says_where_it_was(meeting: Agreement, maya: Person, at: datetime) -> None:
    sync, later = slot(meeting, date(2027, 3, 15)), timedelta(days=1, hours=3)
    move_sync(actor=maya, at=at, sync=sync, starts_at=sync.starts_at + later, reason="The board meets.")
    moved = events(file(meeting, at))["sync-2027-03-15"]

    assert moved.decoded("dtstart") == datetime(2027, 3, 16, 13, tzinfo=BERLIN)
    assert moved["sequence"] == 1
    assert "Moved from Mon 15 Mar, 10:00: The board meets." in moved["description"]


def test_nobody_meets_while_it_is_paused(meeting: Agreement, maya: Person, at: datetime) -> None:
    pause_agreement(actor=maya, at=at, agreement=meeting, until=date(2027, 3, 29), reason="Stocktaking.")
    slots = [name for name in events(file(meeting, at)) if name.startswith("sync")]

    assert slots[0] == "sync-2027-03-29"


def test_a_holiday_moves_one_meeting_and_not_the_next(meeting: Agreement, at: datetime) -> None:
    HolidayFactory.create(on=date(2027, 3, 29))
    materialise_syncs(at=at)
    found = starts(file(meeting, at), since=at, until=at + timedelta(days=45))

    assert found == ["2027-03-01 10:00", "2027-03-15 10:00", "2027-03-30 10:00", "2027-04-12 10:00"]


@pytest.mark.parametrize(
    ("zone", "frequency", "weekday", "nth", "expected"),
    [
        # The last Friday in Berlin: its clocks change on 28 March and on 31 October.
        ("Europe/Berlin", "monthly", 4, -1, ["2027-03-26 09:00", "2027-04-30 09:00", "2027-05-28 09:00"]),
        ("Europe/Berlin", "monthly", 1, 3, ["2027-03-16 09:00", "2027-04-20 09:00", "2027-05-18 09:00"]),
        ("America/New_York", "monthly", 0, 2, ["2027-03-08 09:00", "2027-04-12 09:00", "2027-05-10 09:00"]),
        ("America/New_York", "monthly", 6, -1, ["2027-03-28 09:00", "2027-04-25 09:00"]),
    ],
)
def test_monthly_meetings_keep_their_hour(
    launch: Agreement, at: datetime, zone: str, frequency: str, weekday: int, nth: int, expected: list[str]
) -> None:
    day = date.fromisoformat(expected[0][:10])
    CadenceFactory.create(
        agreement=launch, frequency=frequency, interval=1, weekday=weekday, nth=nth, time=time(9), time_zone=zone,
        starts_on=day, anchor_on=day,
    )  # fmt: skip
    materialise_syncs(at=at)

    assert starts(file(launch, at), since=at, until=at + QUARTER) == expected


@pytest.mark.parametrize(
    ("zone", "first", "offsets"),
    [
        ("Europe/Berlin", date(2027, 3, 22), {1, 2}),
        ("Europe/Berlin", date(2027, 10, 25), {2, 1}),
        ("America/New_York", date(2027, 3, 8), {-5, -4}),
        ("America/New_York", date(2027, 11, 1), {-4, -5}),
    ],
)
def test_weekly_meetings_keep_their_hour_across_clock_changes(
    launch: Agreement, zone: str, first: date, offsets: set[int]
) -> None:
    at = datetime.combine(first, time.min, UTC) - timedelta(days=1)
    CadenceFactory.create(agreement=launch, interval=1, time_zone=zone, starts_on=first, anchor_on=first)
    materialise_syncs(at=at)
    content = file(launch, at)

    weeks = [first + timedelta(weeks=n) for n in range(3)]
    assert starts(content, since=at, until=at + timedelta(days=20)) == [f"{day} 10:00" for day in weeks]
    found = events(content)
    spread = {found[f"sync-{day}"].start.utcoffset() // timedelta(hours=1) for day in weeks}
    assert spread == offsets


def test_a_changed_cadence_leaves_no_strays(meeting: Agreement, at: datetime) -> None:
    first = date(2027, 3, 2)
    draft = CadenceDraft(
        frequency=Frequency.WEEKLY, interval=1, weekday=1, nth=None, time=time(15), minutes=45,
        time_zone="America/New_York", starts_on=first,
    )  # fmt: skip
    change_cadence(agreement=meeting, at=at, draft=draft)
    found = starts(file(meeting, at), since=at + timedelta(days=1), until=at + timedelta(days=21))

    assert found == ["2027-03-02 15:00", "2027-03-09 15:00", "2027-03-16 15:00"]


def test_an_identity_that_comes_back_after_a_change_has_a_higher_sequence(meeting: Agreement, at: datetime) -> None:
    seen = [events(file(meeting, at))["sync-2027-03-15"]["sequence"]]
    for hour in (11, 12):
        draft = CadenceDraft(
            frequency=Frequency.WEEKLY, interval=2, weekday=0, nth=None, time=time(hour), minutes=30,
            time_zone="Europe/Berlin", starts_on=date(2027, 2, 1),
        )  # fmt: skip
        change_cadence(agreement=meeting, at=at, draft=draft)
        seen.append(events(file(meeting, at))["sync-2027-03-15"]["sequence"])

    assert seen == [0, 1, 2]


def test_every_change_of_an_entry_has_a_higher_sequence(meeting: Agreement, maya: Person, at: datetime) -> None:
    """A holiday takes its day, it is moved twice and called off: four changes of one entry, none of its neighbour."""
    name, other, seen = "sync-2027-03-15", "sync-2027-03-29", []

    def note() -> None:
        found = events(file(meeting, at))
        seen.append((int(found[name]["sequence"]), int(found[other]["sequence"]), str(found[name]["status"])))

    note()
    HolidayFactory.create(on=date(2027, 3, 15))
    materialise_syncs(at=at)
    note()
    for hours in (1, 2):
        sync = slot(meeting, date(2027, 3, 15))
        starts_at = sync.starts_at + timedelta(hours=hours)
        move_sync(actor=maya, at=at, sync=sync, starts_at=starts_at, reason="The room is taken.")
        note()
    cancel_sync(actor=maya, at=at, sync=slot(meeting, date(2027, 3, 15)), reason="All on track.")
    note()

    on = "CONFIRMED"
    assert seen == [(0, 0, on), (1, 0, on), (2, 0, on), (3, 0, on), (4, 0, "CANCELLED")]


def test_a_due_date_that_moves_has_a_higher_sequence(meeting: Agreement, maya: Person, at: datetime) -> None:
    name = f"commitment-{meeting.commitments.get().number}"
    before = events(file(meeting, at))[name]["sequence"]
    cancel_sync(actor=maya, at=at, sync=slot(meeting, date(2027, 3, 15)), reason="All on track.")

    assert events(file(meeting, at))[name]["sequence"] > before


def test_the_same_state_gives_the_same_bytes(meeting: Agreement, at: datetime) -> None:
    assert calendar_of(agreement=meeting, at=at) == calendar_of(agreement=meeting, at=at - timedelta(minutes=5))


@pytest.mark.parametrize(
    "title", ["Launch; at last, now", "A\\b", "Launch\r\nBEGIN:VEVENT\r\nUID:x", "🎯 " * 30, "Tab\tand\x07bell\x85"]
)
def test_what_people_wrote_adds_no_lines_of_its_own(meeting: Agreement, at: datetime, title: str) -> None:
    meeting.title = title
    Agreement.objects.update(title=title)
    Commitment.objects.update(deliverable=title, done_when=title)
    content = calendar_of(agreement=meeting, at=at)

    lines = content.split(b"\r\n")
    found = events(content)
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == len(found)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])  # folding cuts no sign in two
    said = title.replace("\r\n", "\n").replace("\x07", "").replace("\x85", "")
    assert found["sync-2027-03-15"]["summary"] == f"Sync: {said}"


def test_what_only_the_parties_may_read_is_private_in_shared_calendars(meeting: Agreement, at: datetime) -> None:
    Agreement.objects.update(visibility="parties")

    assert {event["class"] for event in events(file(meeting, at)).values()} == {"PRIVATE"}


def test_without_a_cadence_only_dates_are_in_it(launch: Agreement, feature: Commitment, at: datetime) -> None:
    assert list(events(calendar_of(agreement=launch, at=at))) == [f"commitment-{feature.number}"]


def test_the_file_of_one_sync_holds_one_event_and_no_name(meeting: Agreement, at: datetime) -> None:
    content = calendar_of_sync(sync=slot(meeting, date(2027, 3, 15)), at=at)

    assert list(events(content)) == ["sync-2027-03-15"]
    assert not {"NAME", "X-WR-CALNAME"} & read(content).keys()
    assert starts(content, since=at, until=at + QUARTER) == ["2027-03-15 10:00"]


def test_a_feed_holds_what_its_person_takes_part_in(
    meeting: Agreement, maya: Person, dana: Person, outsider: Person, at: datetime
) -> None:
    other = AgreementFactory.create(title="Elsewhere", is_active=True)
    PartyFactory.create(agreement=other, representative=maya)
    CadenceFactory.create(agreement=other, time=time(14))
    materialise_syncs(at=at)

    def said(person: Person) -> list[str]:
        found = read(calendar_of_person(person=person, at=at)).events
        return sorted({str(event["summary"]) for event in found})

    assert said(maya) == ["Sync: Elsewhere", "Sync: Feature launch"]
    assert said(dana) == ["Due: The feature (Dana Whitfield)", "Sync: Feature launch"]
    assert said(outsider) == []


def test_a_feed_tells_programs_when_to_ask_again(meeting: Agreement, dana: Person, at: datetime) -> None:
    lines = calendar_of_person(person=dana, at=at).decode().split("\r\n")

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines


def test_a_feed_keeps_what_has_been_for_a_month(meeting: Agreement, dana: Person, at: datetime) -> None:
    slots = [name for name in events(calendar_of_person(person=dana, at=at)) if name.startswith("sync")]

    assert slots[:3] == ["sync-2027-02-15", "sync-2027-03-01", "sync-2027-03-15"]


def test_a_feed_takes_few_queries_however_much_is_in_it(
    meeting: Agreement, dana: Person, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        calendar_of_person(person=dana, at=at)
