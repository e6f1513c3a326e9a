"""The week from Monday 8 March 2027: Maya leads and signs for Product, Tomas leads and signs for Sales."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.agreements import Health
from agreements.models import Commitment
from agreements.operations.deliveries import deliver
from reminders.operations.plan import plan
from reminders.reports.mornings import mornings_of
from reminders.reports.weeks import due_in_mornings
from teams.models import Person
from tests.factories import AgreementFactory, CommitmentFactory, HolidayFactory, PartyFactory, TeamFactory
from tests.reminders.conftest import Deal
from tests.reminders.mails import send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

MONDAY = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)


@pytest.fixture
def week(deal: Deal) -> Commitment:
    """The deck is due on Friday the 12th."""
    deal.commitment.due_on = date(2027, 3, 12)
    deal.commitment.save(update_fields=["due_on"])
    return deal.commitment


def test_who_leads_or_signs_for_the_debtor_hears_what_falls_due(week: Commitment) -> None:
    plan(at=MONDAY)

    assert told("week_ahead") == [("Maya", "Your week: 1 due")]


def test_and_the_other_side_what_drifts_to_it(week: Commitment) -> None:
    Commitment.objects.update(health=Health.DRIFTING, shown_health=Health.DRIFTING)
    plan(at=MONDAY)

    assert told("week_ahead") == [("Maya", "Your week: 1 due"), ("Tomas", "Your week: 1 drifting to you")]


def test_and_what_waits_for_their_word(deal: Deal, dana: Person, lena: Person, tomas: Person) -> None:
    deliver(actor=dana, at=MONDAY - timedelta(days=3), commitment=deal.commitment, evidence="")
    Commitment.objects.update(accepted_by=tomas)
    plan(at=MONDAY)

    assert told("week_ahead") == [("Tomas", "Your week: 1 decision")]


def test_who_signs_without_leading_hears_it_too(week: Commitment, outsider: Person) -> None:
    week.agreement.parties.filter(team=week.team).update(representative=outsider)
    plan(at=MONDAY)

    assert told("week_ahead") == [("Maya", "Your week: 1 due"), ("Otto", "Your week: 1 due")]


def test_it_comes_on_the_first_working_day_of_a_week_alone(week: Commitment) -> None:
    HolidayFactory.create(on=MONDAY.date())
    plan(at=MONDAY)
    before = told("week_ahead")
    for days in (1, 2, 3):
        plan(at=MONDAY + timedelta(days=days))

    assert (before, told("week_ahead")) == ([], [("Maya", "Your week: 1 due")])


def test_nothing_to_say_is_not_said(deal: Deal) -> None:
    plan(at=MONDAY)

    assert told("week_ahead") == []


def test_it_stands_in_the_mail_of_that_morning(week: Commitment, sink: SmtpSink, maya: Person) -> None:
    plan(at=MONDAY)
    send_all(MONDAY)

    (mail,) = sink.to(maya.email)
    assert "Due this week\n* Enablement deck: Fri 12 Mar, by Dana Whitfield of Product for Sales\n" in text_of(mail)


def test_what_was_seen_to_meanwhile_is_not_listed(week: Commitment, sink: SmtpSink, maya: Person) -> None:
    plan(at=MONDAY)
    Commitment.objects.update(due_on=date(2027, 3, 19))
    send_all(MONDAY)

    assert sink.to(maya.email) == []


def test_the_list_ends_after_seven(week: Commitment, sink: SmtpSink, maya: Person) -> None:
    for number in range(2, 10):
        CommitmentFactory.create(
            agreement=week.agreement,
            number=number,
            team=week.team,
            for_team=week.for_team,
            owner=week.owner,
            accepted_by=week.accepted_by,
            due_on=date(2027, 3, 11),
            is_open=True,
        )
    plan(at=MONDAY)
    send_all(MONDAY)

    text = text_of(sink.to(maya.email)[0])
    assert (told("week_ahead"), "\n* and 2 more\n" in text) == ([("Maya", "Your week: 9 due")], True)


def test_more_agreements_need_no_more_queries(week: Commitment, maya: Person) -> None:
    mornings = mornings_of(people=[maya], at=MONDAY)
    with CaptureQueriesContext(connection) as first:
        list(due_in_mornings(mornings))
    agreement = AgreementFactory.create(is_active=True)
    PartyFactory.create(agreement=agreement, team=week.team, representative=maya)
    CommitmentFactory.create(
        agreement=agreement, team=week.team, for_team=TeamFactory.create(), due_on=date(2027, 3, 10), is_open=True
    )
    with CaptureQueriesContext(connection) as second:
        list(due_in_mornings(mornings))

    assert len(second) == len(first)
