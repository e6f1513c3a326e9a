"""A fortnight in which clocks change in New York (14 March 2027) and in Berlin (28 March), for syncs at home in either.

Each sync is on a Monday; it is announced on the Friday before, in the reader's morning, and half an hour ahead.
"""

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from agreements.models import Sync
from agreements.operations.cadences import materialise_syncs
from agreements.operations.topics import add_topic
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, CadenceFactory, PartyFactory
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import text_of
from tests.sinks import SmtpSink

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MONDAYS = [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29)]
A_MINUTE, HALF_AN_HOUR = timedelta(minutes=1), timedelta(minutes=30)

# When Maya, in New York, and Tomas, in Berlin, read that they meet, on each of the four Mondays.
IN_BERLIN = {
    "Maya": ["09:00 New York, 15:00 Berlin", *["10:00 New York, 15:00 Berlin"] * 2, "09:00 New York, 15:00 Berlin"],
    "Tomas": ["15:00"] * 4,
}
IN_NEW_YORK = {
    "Maya": ["10:00"] * 4,
    "Tomas": ["16:00 Berlin, 10:00 New York", *["15:00 Berlin, 10:00 New York"] * 2, "16:00 Berlin, 10:00 New York"],
}


@pytest.mark.parametrize(
    ("home", "hour", "read_as"), [(BERLIN, 15, IN_BERLIN), (NEW_YORK, 10, IN_NEW_YORK)], ids=["Berlin", "New York"]
)
def test_mails_come_at_the_right_hours_with_the_right_words(
    live: LiveThrough,
    sink: SmtpSink,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    home: ZoneInfo,
    hour: int,
    read_as: dict[str, list[str]],
) -> None:
    Person.objects.filter(pk=maya.pk).update(time_zone=NEW_YORK.key)
    _meet_on_mondays(product, sales, maya, tomas, home=home, hour=hour)

    for monday in MONDAYS:
        starts_at = datetime.combine(monday, time(hour), home)
        friday = monday - timedelta(days=3)
        for morning in (datetime.combine(friday, time(8, 30), here) for here in (BERLIN, NEW_YORK)):
            _live_to(morning.astimezone(UTC), live)
        _live_to((starts_at - HALF_AN_HOUR).astimezone(UTC), live)
        Sync.objects.filter(starts_at=starts_at).update(held_at=starts_at)

    for person, here in ((maya, NEW_YORK), (tomas, BERLIN)):
        read = zip(MONDAYS, read_as[person.get_short_name()], strict=True)
        expected = [mail for day, said in read for mail in _mails(datetime.combine(day, time(hour), home), said, here)]
        assert [_subject_and_hour(mail, here) for mail in sink.to(person.email)] == expected


def _meet_on_mondays(product: Team, sales: Team, maya: Person, tomas: Person, *, home: ZoneInfo, hour: int) -> None:
    agreement = AgreementFactory.create(title="Launch", is_active=True, activated_at=AT - timedelta(days=7))
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    first = date(2027, 3, 8)
    CadenceFactory.create(
        agreement=agreement, interval=1, time=time(hour), time_zone=home.key, starts_on=first, anchor_on=first
    )
    materialise_syncs(at=AT)
    add_topic(actor=maya, at=AT, agreement=agreement, text="Who tells the pilots?")


def _live_to(at: datetime, live: LiveThrough) -> None:
    """To one minute before, when nothing may leave that leaves at ``at``, and to it."""
    live(at - A_MINUTE)
    live(at)


def _mails(starts_at: datetime, said: str, here: ZoneInfo) -> list[tuple[str, str]]:
    """The two about one sync: their subjects, and when they leave by the reader's clock."""
    friday, soon = starts_at.date() - timedelta(days=3), (starts_at.astimezone(UTC) - HALF_AN_HOUR).astimezone(here)
    return [
        (f"Monday {said}: sync on Launch, 1 item", f"{friday} 08:30"),
        (f"Soon, at {said}: sync on Launch", f"{soon:%Y-%m-%d %H:%M}"),
    ]


def _subject_and_hour(mail: EmailMessage, here: ZoneInfo) -> tuple[str, str]:
    return str(mail["Subject"]).strip(), f"{mail['Date'].datetime.astimezone(here):%Y-%m-%d %H:%M}"


def test_the_words_inside_say_both_times_as_well(
    live: LiveThrough, sink: SmtpSink, product: Team, sales: Team, maya: Person, tomas: Person
) -> None:
    Person.objects.filter(pk=maya.pk).update(time_zone=NEW_YORK.key)
    _meet_on_mondays(product, sales, maya, tomas, home=BERLIN, hour=15)
    live(datetime(2027, 3, 12, 13, 30, tzinfo=UTC))

    text = text_of(sink.to(maya.email)[0])
    assert "The sync on Launch is Monday at 10:00 New York, 15:00 Berlin, 30 minutes." in text
