"""Parts of mails about syncs, as of Monday 8 March 2027."""

from typing import Any

from agreements.domain.decisions import DecisionKind
from agreements.reports.agenda import Agenda
from agreements.reports.history import Entry
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.reports.sections import Section
from reminders.reports.sync_changes import SyncCancelledSection, SyncMovedSection
from reminders.reports.sync_notes import Noted, SeesTo, SyncNotesSection
from reminders.reports.syncs import SyncSection
from tests.reminders.parts import (
    AGENDA,
    API,
    ASK,
    CALENDAR,
    COMMITMENT,
    DECK,
    LINK,
    NOW,
    PAGE,
    TITLE,
    TODAY,
)

THERE: dict[str, Any] = {"path": COMMITMENT, "today": TODAY}
SYNC: dict[str, Any] = {
    **THERE,
    "path": f"{PAGE}syncs/4/",
    "page": f"{PAGE}syncs/4/",
    "title": TITLE,
    "time": "10:00",
    "minutes": 30,
    "moderator": "Maya Okafor",
    "moved": "",
    "people": 5,
}


def parts_of_syncs() -> tuple[Section, ...]:
    ahead = {"title": TITLE, "time": "10:00"}
    return (
        SyncSection(
            kind=Kind.SYNC_TOMORROW,
            headline=wording.sync_ahead(**ahead, day="tomorrow", items=4, drifting=1),
            day="tomorrow",
            agenda=AGENDA,
            waiting=1,
            ask=ASK,
            answer_url=LINK,
            **SYNC,
        ),
        SyncSection(
            kind=Kind.SYNC_SOON,
            headline=wording.sync_soon(**ahead),
            day="today",
            agenda=Agenda(items=AGENDA.items[:1], minutes=30),
            **SYNC,
        ),
        SyncMovedSection(
            kind=Kind.SYNC_MOVED,
            headline=wording.sync_moved(TITLE, was="Wed 17 Mar, 10:00", now="Thu 18 Mar, 13:00"),
            title=TITLE,
            who="Maya Okafor",
            reason="The board meets on Wednesday.",
            was="Wed 17 Mar, 10:00",
            now="Thu 18 Mar, 13:00",
            minutes=30,
            calendar=CALENDAR,
            **THERE,
        ),
        SyncCancelledSection(
            kind=Kind.SYNC_CANCELLED,
            headline=wording.sync_cancelled(TITLE, when="Wed 17 Mar, 10:00"),
            title=TITLE,
            who="Maya Okafor",
            reason="Half of us are at the fair.",
            when="Wed 17 Mar, 10:00",
            minutes=30,
            returned=150,
            following="Wed 31 Mar, 10:00",
            calendar=CALENDAR,
            **THERE,
        ),
        SyncNotesSection(
            kind=Kind.SYNC_NOTES,
            headline=wording.sync_notes(TITLE, on=TODAY, today=TODAY, settled=3),
            title=TITLE,
            when="Mon 8 Mar, 10:00",
            settled=3,
            attendees=("Maya Okafor", "you"),
            person_minutes=50,
            has_something=True,
            people=(
                SeesTo("You", (Noted(DECK, DecisionKind.KEEP, "Done by Friday."),)),
                SeesTo("Maya Okafor", (Noted(API, DecisionKind.PARK, ""), Noted("Trial quotas", "settled", ""))),
            ),
            free=("Tomas Lindqvist",),
            entries=(
                Entry(1, NOW, "change_asked", "", "Dana Whitfield", "asked for another date", API, 2, 5, "", "", ""),
            ),
            following="Mon 22 Mar, 10:00",
            moderator="you",
            files=(CALENDAR,),
            **THERE,
        ),
    )
