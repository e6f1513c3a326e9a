"""The last signature, or the last consent, tells everybody named at once, with the one page and a calendar file."""

from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from agreements.domain.amendments import Answer, ChangeKind
from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Commitment, Metric
from agreements.operations.agreements import end_agreement
from agreements.operations.amendments import AlternativeDraft, AmendmentDraft, ChangeDraft, ask_for_change
from agreements.operations.drafts import CadenceDraft, CommitmentDraft
from reminders.operations.plan import plan
from teams.models import Person, Team
from tests.factories import MetricFactory
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import Ask, Reply, told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")


def calendars(mail: EmailMessage) -> list[EmailMessage]:
    return list(mail.iter_attachments())


def test_everybody_named_is_told_at_once(
    launch: Agreement, live: LiveThrough, outsider: Person, executive: Person, at: datetime
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(facilitator=outsider)
    live(at)

    said = "In force: Data rules, version 1"
    assert told("in_force") == [(name, said) for name in ("Dana", "Lena", "Maya", "Otto", "Tomas")]


def test_it_brings_the_one_page(
    launch: Agreement, live: LiveThrough, sink: SmtpSink, dana: Person, at: datetime
) -> None:
    live(at)

    text = text_of(sink.to(dana.email)[0])
    lines = [
        "Data rules is in force, version 1.",
        "Shared goal\nLess rework.",
        "* Metering API\n  Dana Whitfield of Product, for Sales: 15 Mar 2027",
        "Signed by\nMaya Okafor, Product: 1 March 2027",
        "Its dates are attached, for your calendar.",
    ]
    assert [line for line in lines if line not in text] == []
    assert "What changed" not in text


def test_html_says_what_the_text_says(
    launch: Agreement, live: LiveThrough, sink: SmtpSink, dana: Person, at: datetime
) -> None:
    live(at)

    mail = sink.to(dana.email)[0]
    said = {word.strip(":.,;") for word in text_of(mail).split() if word.isalpha()}
    assert said - html_words(mail) == set()


def test_its_dates_are_a_calendar_file(
    launch: Agreement, live: LiveThrough, sink: SmtpSink, dana: Person, at: datetime
) -> None:
    live(at)

    (part,) = calendars(sink.to(dana.email)[0])
    content = part.get_content()
    found = Calendar.from_ical(content if isinstance(content, str) else content.decode())
    assert (part.get_content_type(), part["Content-Type"].params["method"], part.get_filename()) == (
        "text/calendar",
        "PUBLISH",
        f"{launch.label}.ics",
    )
    assert found["METHOD"] == "PUBLISH"
    assert [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in found.walk("VEVENT")] == [
        ("Due: Metering API (Dana Whitfield)", date(2027, 3, 15)),
        ("Due: Outreach begins (Lena Brandt)", date(2027, 3, 16)),
    ]


def test_a_mail_without_dates_has_no_file(proposed: Agreement, live: LiveThrough, sink: SmtpSink, at: datetime) -> None:
    live(at)

    assert {len(calendars(mail)) for mail in sink.mails} == {0}


def test_an_amendment_says_what_was_and_what_is(
    ask: Ask,
    reply: Reply,
    live: LiveThrough,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    at: datetime,
) -> None:
    amendment = ask()
    live(at)
    later = at + timedelta(hours=1)
    for person in (maya, tomas, lena):
        reply(amendment, person, Answer.ACCEPT, at=later)
    live(later)

    mail = sink.to(dana.email)[-1]
    assert mail["Subject"] == "In force: Data rules, version 2"
    lines = [
        "What changed:\n* Metering API: due 22 Mar 2027 (was 15 Mar 2027)\n* Outreach begins: due 23 Mar 2027 (was 16",
        "Dana Whitfield of Product, for Sales: 22 Mar 2027 (+7 days)",
        "Agreed to by",
    ]
    assert [line for line in lines if line not in text_of(mail)] == []
    (part,) = calendars(mail)
    assert "DTSTART;VALUE=DATE:20270322" in str(part.get_content())


@pytest.fixture
def metric(launch: Agreement) -> Metric:
    return MetricFactory.create(agreement=launch, name="Adoption")


def test_each_kind_of_change_is_said(
    launch: Agreement,
    feature: Commitment,
    metric: Metric,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    reply: Reply,
    live: LiveThrough,
    sink: SmtpSink,
    at: datetime,
) -> None:
    added = CommitmentDraft(
        deliverable="Runbook", done_when="Published", owner=dana, team=product, for_team=sales, accepted_by=lena,
        due_on=date(2027, 4, 1),
    )  # fmt: skip
    changes = (
        ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"owner": maya}),
        ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=launch.commitments.get(number=2)),
        ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": 450}),
        ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=added),
    )
    way = AlternativeDraft(label="Smaller", changes=changes)
    draft = AmendmentDraft(reason="Less time.", alternatives=(way,))
    amendment = ask_for_change(actor=dana, at=at, agreement=launch, draft=draft)
    for person in (maya, tomas, lena):
        reply(amendment, person, Answer.ACCEPT)
    live(at)

    lines = [
        "* Metering API: owner Maya Okafor (was Dana Whitfield)",
        "* Outreach begins: released",
        "* Adoption: target 450 (was 500)",
        "* New: Runbook, owner Dana Whitfield; due 1 Apr 2027",
    ]
    text = text_of(sink.to(tomas.email)[-1])
    assert [line for line in lines if line not in text] == []


def test_only_the_latest_change_is_told(
    launch: Agreement,
    ask: Ask,
    reply: Reply,
    live: LiveThrough,
    sink: SmtpSink,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
    at: datetime,
) -> None:
    amendment = ask()
    for person in (maya, tomas, lena):
        reply(amendment, person, Answer.ACCEPT)
    cadence = CadenceDraft(
        frequency=Frequency.WEEKLY, interval=2, weekday=0, nth=None, time=time(10), minutes=30,
        time_zone="Europe/Berlin", starts_on=date(2027, 3, 8),
    )  # fmt: skip
    way = AlternativeDraft(label="Meet", changes=(ChangeDraft(kind=ChangeKind.CADENCE, cadence=cadence),))
    draft = AmendmentDraft(reason="We lost touch.", alternatives=(way,))
    later = ask_for_change(actor=maya, at=at, agreement=launch, draft=draft)
    reply(later, tomas, Answer.ACCEPT)
    live(at)

    text = text_of(sink.to(dana.email)[-1])
    assert "Data rules is in force, version 3." in text
    assert "What changed:\n* When we meet: every second Monday at 10:00, 30 minutes\n\n" in text


@pytest.mark.parametrize(("days", "count"), [(7, 4), (8, 0)])
def test_it_is_news_for_a_week(launch: Agreement, at: datetime, days: int, count: int) -> None:
    plan(at=at + timedelta(days=days, minutes=-1))

    assert len(told("in_force")) == count


def test_what_was_closed_meanwhile_is_not_announced(
    launch: Agreement, sink: SmtpSink, maya: Person, dana: Person, at: datetime
) -> None:
    plan(at=at)
    end_agreement(actor=maya, at=at, agreement=launch, reason="Merged.")
    send_all(at)

    assert (sink.to(dana.email), reason_of(dana)) == ([], "another version is in force, or the agreement is closed")
