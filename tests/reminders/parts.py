"""What parts of mails are made of in tests: as Lena of Sales would read them on Monday 8 March 2027."""

from datetime import UTC, date, datetime

from agreements.domain.agenda import Section as Place
from agreements.reports.agenda import Agenda
from agreements.reports.agenda_items import AgendaItem
from agreements.reports.sheet import Sheet, SheetName, SheetRow
from reminders.domain.attachments import Attachment
from reminders.domain.kinds import Kind
from reminders.reports.flag_sections import FlagSection
from reminders.reports.sections import Ask, Line
from reminders.reports.waited import Waited

TODAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
TITLE = "Usage-based pricing launch"
DECK, OUTREACH, API = "Enablement deck", "Outreach to 120 named accounts begins", "Metering API"
ASK = Ask(agreement=1, commitment=1, closes_at=NOW)
LINK = "https://holdfast.example/c/q4jF0c2/"
CALENDAR = Attachment(name="A-31.ics", subtype="calendar", params={"method": "PUBLISH"}, content=b"BEGIN:VCALENDAR")
COMMITMENT, PAGE = "/agreements/31-pricing/commitments/1/", "/agreements/31-pricing/"


def line(deliverable: str = DECK, *, pk: int = 1, is_owner: bool = True, **also: object) -> Line:
    fields = {
        "id": pk,
        "label": f"A-31.{pk}",
        "deliverable": deliverable,
        "done_when": "Sales has held one call with it.",
        "team": "Sales" if is_owner else "Product",
        "for_team": "Product" if is_owner else "Sales",
        "due_on": date(2027, 3, 15),
        "moves": 0,
        "standing": "on_track",
        "standing_on": date(2027, 2, 26),
        "is_sealed": False,
        "is_owner": is_owner,
        "other": "Maya Okafor (Product)",
        **also,
    }
    return Line(**fields)  # type: ignore[arg-type] # a table of fields


def flag(kind: Kind, headline: str, *, is_own: bool = False, **also: object) -> FlagSection:
    fields = {
        "kind": kind,
        "headline": headline,
        "path": "/flags/12/",
        "today": TODAY,
        "ask": ASK if is_own else None,
        "answer_url": LINK if is_own else "",
        "subject": DECK,
        "sentence": "No update for 16 days; the biweekly sync on 3 Mar passed without one.",
        "next_step": "Say in one word how it stands.",
        "is_strong": True,
        "agreement": TITLE,
        "line": line(is_owner=is_own),
        "is_own": is_own,
        "shown_words": "Tomorrow at 09:00",
        "is_shown": not is_own,
        "elsewhere": "Product",
        "told": "Lena Brandt",
        "told_on": date(2027, 3, 4),
        "shown_on": date(2027, 3, 5),
        "asks_whom": "" if is_own else "Lena",
        "bring_words": "Bring it to the sync on Tuesday",
        "bring_path": f"{PAGE}topics/?text=Enablement+deck",
        **also,
    }
    return FlagSection(**fields)  # type: ignore[arg-type] # a table of fields


def item(title: str, reason: str, place: Place, minutes: int = 5) -> AgendaItem:
    return AgendaItem(subject=f"commitment/{len(title)}", title=title, reason=reason, section=place, minutes=minutes)


AGENDA = Agenda(
    items=(
        item(DECK, "No update for 16 days.", Place.DRIFTING, 10),
        item(OUTREACH, "Its owner has some doubt.", Place.DOUBT),
        item("Metering API one week later", "It waits for an answer until 12 Mar.", Place.CHANGE),
        item("Trial quotas", "Tomas Lindqvist raised it on 1 Mar; nobody has answered.", Place.CONCERN),
    ),
    on_track=6,
    minutes=30,
)
SHEET = Sheet(
    title=TITLE,
    label="A-31",
    version=3,
    since="In force since 4 March 2027",
    terms="5f2c9a1be07d",
    parties=("Product", "Sales"),
    goal="Every new customer starts on usage-based prices.",
    rows=(
        SheetRow(API, "Dana Whitfield", "Product", "Sales", "22 Mar 2027 (+7 days)"),
        SheetRow(OUTREACH, "Tomas Lindqvist", "Sales", "Product", "23 Mar 2027"),
    ),
    metrics=("Adoption: from 100 to 500 customers by 1 August 2027",),
    cadence="Every second Tuesday, 10:00",
    next_sync="Tuesday 9 March 2027, 10:00",
    notice="Asked at least five working days before a date is early.",
    is_amended=False,
    names=(SheetName("Maya Okafor", "Product", date(2027, 3, 4)), SheetName("Tomas Lindqvist", "Sales", TODAY)),
    waited_for=(),
)
WAITED = Waited(
    person=1, to_say=(API, "Beta feedback"), is_again=False, to_sign=("Product",), differences=0, opened_at=None
)
