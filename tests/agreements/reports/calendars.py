"""How tests read a calendar file: as any other program does."""

from datetime import datetime
from typing import Any

import recurring_ical_events
from icalendar import Calendar


def read(content: bytes) -> Calendar:
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    return found


def events(content: bytes) -> dict[str, Any]:
    """The events by the part of their UID that names the slot or the commitment; a property may be of any type."""
    return {str(event["uid"]).split("@")[0].split("-", 2)[2]: event for event in read(content).events}


def starts(content: bytes, *, since: datetime, until: datetime) -> list[str]:
    """The wall times at which a program that expands the file shows a meeting, in the zone of the file."""
    found = recurring_ical_events.of(read(content)).between(since, until)
    meetings = [event for event in found if isinstance(event.start, datetime) and event["status"] == "CONFIRMED"]
    return sorted(f"{event.start:%Y-%m-%d %H:%M}" for event in meetings)
