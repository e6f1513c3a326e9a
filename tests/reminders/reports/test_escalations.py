"""Product and Sales ask Eva to decide who gets the test machines, by Wednesday 10 March 2027."""

from datetime import UTC, datetime, timedelta

import pytest

from agreements.models import Agreement, Escalation
from agreements.operations.escalations import withdraw_escalation
from reminders.operations.plan import plan
from teams.models import Person, Role
from tests.agreements.packets import QUESTION, ruled, sent, stated
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

TUESDAY = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def packet(launch: Agreement, executive: Person, maya: Person, live: LiveThrough, at: datetime) -> Escalation:
    """Asked after everybody's mail of Monday morning."""
    live(at)
    return sent(maya, launch, at=at)


def test_executives_hear_of_it_in_the_morning(
    packet: Escalation, live: LiveThrough, sink: SmtpSink, executive: Person, at: datetime
) -> None:
    plan(at=at)
    before = told("decision_asked")
    live(TUESDAY)

    mail = sink.to(executive.email)[-1]
    assert (before, told("decision_asked")) == ([], [("Eva", "To decide by Wed 10 Mar: Test machines")])
    assert f"Product and Sales need a decision by Wed 10 Mar:\n\n{QUESTION}" in text_of(mail)
    assert "\n1. Product gets both\n2. One for each\n" in text_of(mail)
    assert "One-sided: Sales has not said its reason." in text_of(mail)
    assert f"/escalations/{packet.pk}/" in text_of(mail)
    assert {"One-sided", "machines"} <= html_words(mail)


def test_both_sides_are_said_to_have_spoken(
    packet: Escalation, live: LiveThrough, sink: SmtpSink, executive: Person, tomas: Person, at: datetime
) -> None:
    stated(packet, tomas, at=at)
    live(TUESDAY)

    assert "Each side says its reason" in text_of(sink.to(executive.email)[-1])


def test_it_is_told_once(packet: Escalation, live: LiveThrough) -> None:
    for day in (2, 3, 4):
        live(TUESDAY.replace(day=day))

    assert len(told("decision_asked")) == 1


def test_nobody_else_is_asked(packet: Escalation, live: LiveThrough, admin: Person) -> None:
    live(TUESDAY)

    assert [name for name, _ in told("decision_asked")] == ["Eva"]


@pytest.mark.parametrize(("happens", "reason"), [("withdrawn", "decided or withdrawn"), ("left", "decide no more")])
def test_what_no_longer_waits_is_not_sent(
    packet: Escalation, executive: Person, maya: Person, happens: str, reason: str
) -> None:
    plan(at=TUESDAY)
    if happens == "withdrawn":
        withdraw_escalation(actor=maya, at=TUESDAY, escalation=packet)
    else:
        Person.objects.filter(pk=executive.pk).update(role=Role.MEMBER)
    send_all(TUESDAY)

    assert reason in reason_of(executive)


def test_the_decision_comes_at_once_to_both_sides(
    packet: Escalation, live: LiveThrough, sink: SmtpSink, executive: Person, tomas: Person, at: datetime
) -> None:
    soon = at + timedelta(hours=1)
    ruled(executive, packet, at=soon)
    live(soon)

    mail = sink.to(tomas.email)[-1]
    assert told("ruling_made") == [("Maya", "Decided: Test machines"), ("Tomas", "Decided: Test machines")]
    assert "Eva Executive decided: One for each\n\nBoth launches depend on them." in text_of(mail)
    assert {"launches", "each"} <= html_words(mail)


def test_another_way_says_so(
    packet: Escalation, live: LiveThrough, sink: SmtpSink, executive: Person, tomas: Person, at: datetime
) -> None:
    ruled(executive, packet, at=at, chosen=None)
    live(at)

    assert "decided: another way than the options." in text_of(sink.to(tomas.email)[-1])


def test_who_may_read_it_no_more_is_told_nothing(
    packet: Escalation, executive: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    ruled(executive, packet, at=at)
    plan(at=at)
    Agreement.objects.filter(pk=packet.agreement_id).update(visibility="parties")
    packet.agreement.parties.filter(representative=tomas).update(representative=None)
    tomas.memberships.all().delete()
    tomas.accepts.update(accepted_by=lena)
    send_all(at)

    assert "not theirs to read any more" in reason_of(tomas)
