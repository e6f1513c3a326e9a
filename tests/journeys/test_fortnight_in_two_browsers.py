"""A fortnight of three teams: mails in, taps, a dispute, a concern, a sync in two browsers, notes out."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Decision, Sync
from agreements.operations.cadences import set_cadence
from agreements.operations.drafts import CadenceDraft
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from teams.models import MembershipRole, Person, Team
from tests.desks import Desk, in_short
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    MembershipFactory,
    PartyFactory,
    PersonFactory,
    TeamFactory,
)
from tests.journeys.conftest import MakeDesk
from tests.parts import wait_until
from tests.rehearsal import begin, live_through
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

BIWEEKLY = CadenceDraft(
    frequency=Frequency.WEEKLY,
    interval=2,
    weekday=1,
    time=time(10),
    time_zone="Europe/Berlin",
    starts_on=date(2027, 3, 9),
    minutes=25,
)
THREE_TEAMS = "Product, Sales and Finance"
ROUND_OPENS = datetime(2027, 3, 4, 9, tzinfo=UTC)  # Thursday, three working days before the sync
DAY_AFTER = datetime(2027, 3, 5, 9, tzinfo=UTC)
EVE = datetime(2027, 3, 8, 9, tzinfo=UTC)
SYNC = datetime(2027, 3, 9, 8, 55, tzinfo=UTC)  # five to ten in Berlin
WEEK_AFTER = datetime(2027, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def finance(organisation: object) -> Team:
    return TeamFactory.create(name="Finance")


@pytest.fixture
def ida(finance: Team) -> Person:
    person: Person = PersonFactory.create(name="Ida Moreau")
    MembershipFactory.create(person=person, team=finance, role=MembershipRole.LEAD)
    return person


@pytest.fixture
def henrik(finance: Team) -> Person:
    person: Person = PersonFactory.create(name="Henrik Solberg")
    MembershipFactory.create(person=person, team=finance, role=MembershipRole.MEMBER)
    return person


@pytest.fixture
def everybody(
    maya: Person, tomas: Person, dana: Person, lena: Person, ida: Person, henrik: Person
) -> dict[str, Person]:
    return {person.get_short_name(): person for person in (maya, tomas, dana, lena, ida, henrik)}


@pytest.fixture
def pricing(
    settings: Settings,
    live_server: LiveServer,
    product: Team,
    sales: Team,
    finance: Team,
    everybody: Mapping[str, Person],
) -> Agreement:
    """In force since Monday 1 March 2027; the first sync is on Tuesday 9 March at ten in Berlin."""
    settings.REHEARSAL = True
    settings.BASE_URL = live_server.url
    begin(AT)
    leads = {product: everybody["Maya"], sales: everybody["Tomas"], finance: everybody["Ida"]}
    agreement: Agreement = AgreementFactory.create(title="Usage-based pricing", created_by=everybody["Maya"])
    for team, lead in leads.items():
        PartyFactory.create(agreement=agreement, team=team, representative=lead)
    promises = [
        ("The metering API", product, sales, "Dana", "Tomas", date(2027, 3, 19)),
        ("The outreach", sales, product, "Lena", "Maya", date(2027, 3, 26)),
        ("The invoice rules", finance, product, "Henrik", "Maya", date(2027, 3, 15)),
        ("The price list", product, finance, "Maya", "Ida", date(2027, 4, 9)),
    ]
    for number, (deliverable, team, for_team, owner, receiver, due_on) in enumerate(promises, start=1):
        CommitmentFactory.create(
            agreement=agreement,
            number=number,
            deliverable=deliverable,
            team=team,
            for_team=for_team,
            owner=everybody[owner],
            accepted_by=everybody[receiver],
            due_on=due_on,
        )
    set_cadence(actor=leads[product], at=AT, agreement=agreement, draft=BIWEEKLY)
    version = propose(actor=leads[product], at=AT, agreement=agreement)
    for lead in leads.values():
        sign(actor=lead, at=AT, agreement=agreement, terms_hash=version.terms_hash)
    return agreement


@in_short(with_scripts=True)
def test_a_fortnight(pricing: Agreement, everybody: Mapping[str, Person], desk: MakeDesk, relay: SmtpSink) -> None:
    live_through(ROUND_OPENS)
    everybody_has_one_mail(relay, everybody)
    all_answer_from_their_mail(relay, everybody, desk)
    live_through(DAY_AFTER)
    nobody_is_asked_again(everybody)
    live_through(EVE)
    tomorrow_is_announced(relay, everybody)
    live_through(SYNC)
    at_maya, at_tomas = desk(everybody["Maya"]), desk(everybody["Tomas"])
    they_meet(at_maya, at_tomas)
    they_decide_four_things(at_maya, at_tomas)
    at_maya.press("Close the sync")
    at_maya.sees("Notes: four things settled", "Maya Okafor and Tomas Lindqvist were there.")
    live_through(SYNC.replace(hour=9, minute=30))
    notes_reach_everybody(relay, everybody)
    live_through(WEEK_AFTER)
    what_was_left_open_comes_back(at_maya)


def everybody_has_one_mail(relay: SmtpSink, everybody: Mapping[str, Person]) -> None:
    assert {name: len(asked_in(relay, person)) for name, person in everybody.items()} == dict.fromkeys(everybody, 1)
    (maya,) = asked_in(relay, everybody["Maya"])
    for deliverable in ("The outreach", "The invoice rules", "The price list"):  # one to deliver, two to receive
        assert deliverable in words_of(maya)


def all_answer_from_their_mail(relay: SmtpSink, everybody: Mapping[str, Person], desk: MakeDesk) -> None:
    """Twenty seconds each, without signing in; Dana and Tomas see the same thing differently."""
    said = {
        "Dana": {"The metering API": "On track"},
        "Lena": {"The outreach": "Some doubt"},
        "Ida": {"The price list": "On track"},
        "Maya": {"The outreach": "On track", "The invoice rules": "On track", "The price list": "On track"},
        "Tomas": {"The metering API": "Need to adjust"},
    }
    for name, answers in said.items():
        answer(desk(everybody[name]), relay, answers)
    answer(
        desk(everybody["Henrik"]), relay, {"The invoice rules": "On track"}, concern="The billing test account is gone."
    )


def answer(at_mail: Desk, relay: SmtpSink, answers: Mapping[str, str], *, concern: str = "") -> None:
    at_mail.page.goto(relay.latest_link(at_mail.person.email, under="/c/"))
    for deliverable, word in answers.items():
        group = at_mail.page.get_by_role("group", name=re.compile(re.escape(deliverable)))
        group.get_by_text(word, exact=True).click()
    at_mail.press("Send check-in")
    at_mail.is_told("Thanks.")
    if concern:
        at_mail.page.get_by_text("Raise a concern").first.click()
        at_mail.fill({"What worries you?": concern})
        at_mail.press("Raise this concern")
        at_mail.is_told("Your concern is raised")


def nobody_is_asked_again(everybody: Mapping[str, Person]) -> None:
    """What is told on the day after are signs of drift, to those they are about; nobody who answered is reminded."""
    asked = Reminder.objects.filter(kind=Kind.CHECK_IN_REQUEST).values_list("recipient__name", "due_at__date")
    assert sorted(asked) == sorted((person.name, ROUND_OPENS.date()) for person in everybody.values())


def tomorrow_is_announced(relay: SmtpSink, everybody: Mapping[str, Person]) -> None:
    for person in everybody.values():
        mail = relay.to(person.email)[-1]
        assert "10:00" in words_of(mail)
        assert "The metering API" in words_of(mail)


def they_meet(at_maya: Desk, at_tomas: Desk) -> None:
    """Maya starts it; Tomas comes a little later and sees what she looks at. He brings a topic along."""
    for at_desk in (at_maya, at_tomas):
        at_desk.sign_in()
        at_desk.open("Usage-based pricing")
        at_desk.follow(re.compile("Open agenda|Open the agenda"))
    at_tomas.sees("The metering API", "The outreach", "The invoice rules", within="Agenda")
    at_tomas.fill({"What should be talked about?": "Who tells the partners"})
    at_tomas.press("Add the topic")
    at_maya.press("Start the sync")
    expect(item(at_maya)).to_contain_text("The metering API")
    at_tomas.page.reload()
    expect(item(at_tomas)).to_contain_text("The metering API")
    plain = at_tomas.page.get_by_role("button", name="I am here", exact=True)
    if plain.is_visible():  # offered only where no script says so by itself
        plain.click()


def they_decide_four_things(at_maya: Desk, at_tomas: Desk) -> None:
    at_tomas.fill({"Note": "Two weeks would do."})
    decides(at_tomas, "New date…")
    takes_up(at_maya, "The outreach")
    at_maya.fill({"Note": "The list is ready."})
    decides(at_maya, "Keep the date")
    takes_up(at_tomas, "The invoice rules")
    decides(at_tomas, "Ask for help")
    takes_up(at_maya, "Who tells the partners")
    decides(at_maya, "Later")
    at_maya.sees(
        "The metering API", "The outreach", "The invoice rules", "Who tells the partners", within="Settled so far"
    )
    kinds = Decision.objects.order_by("made_at").values_list("kind", flat=True)
    assert list(kinds) == ["renegotiate", "keep", "escalate", "park"]


def decides(desk: Desk, name: str) -> None:
    """Nobody goes on before it is written: whoever looks away sooner would find the item as it was."""
    before = Decision.objects.count()
    desk.press(name)
    wait_until(lambda: Decision.objects.count() > before)


def takes_up(desk: Desk, title: str) -> None:
    """After a decision the room goes on by itself; what it has not gone on to is taken up from the agenda.

    New date and Ask for help lead on to pages of their own, so the room is opened anew.
    """
    desk.page.goto(room_of(desk, date(2027, 3, 9)))
    if title not in item(desk).inner_text():
        desk.page.get_by_role("region", name="Agenda").get_by_role("button", name=title).click()
    expect(item(desk)).to_contain_text(title)


def room_of(desk: Desk, slot_on: date) -> str:
    sync = Sync.objects.select_related("agreement").get(slot_on=slot_on)
    return f"{desk.base}/agreements/{sync.agreement.number}/syncs/{sync.number}/"


def notes_reach_everybody(relay: SmtpSink, everybody: Mapping[str, Person]) -> None:
    for person in everybody.values():
        (mail,) = [mail for mail in relay.to(person.email) if str(mail["Subject"]).startswith("Notes:")]
        assert "4 settled" in str(mail["Subject"])
        (entry,) = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert isinstance(entry, bytes)
        starts = [event.decoded("dtstart") for event in Calendar.from_ical(entry).walk("VEVENT")]
        assert datetime(2027, 3, 23, 9, tzinfo=UTC) in starts


def what_was_left_open_comes_back(at_maya: Desk) -> None:
    """The parked topic, and the concern that has waited for more than five working days by now."""
    at_maya.page.goto(room_of(at_maya, date(2027, 3, 23)))
    at_maya.sees("Who tells the partners", "The billing test account is gone.", within="Agenda")


def item(desk: Desk) -> Locator:
    return desk.page.locator("#item")


def asked_in(relay: SmtpSink, person: Person) -> list[EmailMessage]:
    return [mail for mail in relay.to(person.email) if "/c/" in words_of(mail)]


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""
