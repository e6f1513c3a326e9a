"""A sign of drift on Dana's deck that nobody takes up, shown to both sides on Monday 1 March 2027."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, DriftFlag, Strength, Visibility
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.topics import add_topic
from reminders.operations.plan import plan
from teams.models import Person
from tests.factories import AT, DriftFlagFactory
from tests.reminders.conftest import Deal
from tests.reminders.mails import reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

NEXT_MONDAY = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)  # five working days later
AFTER = NEXT_MONDAY + timedelta(weeks=1)
STILL = "Still open after 5 working days: Enablement deck (Product → Sales)"
LEFT = "Left open for 10 working days: Enablement deck (Product → Sales)"


@pytest.fixture
def flag(deal: Deal, dana: Person) -> DriftFlag:
    return DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="at_risk", first_told=dana, opened_at=AT
    )


def plan_days(*days: datetime) -> None:
    for at in days:
        plan(at=at)


def test_after_five_working_days_who_signs_for_each_side_is_told(flag: DriftFlag) -> None:
    plan_days(AT, NEXT_MONDAY - timedelta(days=3))
    before = told("flag_still_open")
    plan(at=NEXT_MONDAY)

    assert (before, told("flag_still_open")) == ([], [("Maya", STILL), ("Tomas", STILL)])


def test_after_five_more_executives_are_told_of_a_strong_one_and_nobody_after_them(
    flag: DriftFlag, executive: Person
) -> None:
    plan_days(AT, NEXT_MONDAY, AFTER - timedelta(days=3))
    before = told("flag_left_open")
    plan_days(AFTER, AFTER + timedelta(weeks=1), AFTER + timedelta(weeks=2))

    assert (before, told("flag_left_open")) == ([], [("Eva", LEFT)])
    assert len(told("flag_still_open")) == 2


def test_a_weak_one_ends_with_who_signs(flag: DriftFlag, executive: Person) -> None:
    DriftFlag.objects.update(strength=Strength.WEAK)
    plan_days(AT, NEXT_MONDAY, AFTER, AFTER + timedelta(weeks=1))

    assert (len(told("flag_still_open")), told("flag_left_open")) == (2, [])


def test_executives_hear_nothing_of_what_they_may_not_read(flag: DriftFlag, executive: Person) -> None:
    Agreement.objects.update(visibility=Visibility.PARTIES)
    plan_days(AT, NEXT_MONDAY, AFTER)

    assert told("flag_left_open") == []


def test_a_check_in_restarts_its_grace(flag: DriftFlag, deal: Deal, dana: Person) -> None:
    check_in(
        actor=dana,
        at=AT + timedelta(days=2),
        commitment=deal.commitment,
        answer=CheckInDraft(standing=Standing.AT_RISK),
    )
    plan_days(AT, NEXT_MONDAY)
    before = told("flag_still_open")
    plan(at=NEXT_MONDAY + timedelta(days=2))

    assert (before, len(told("flag_still_open"))) == ([], 2)


def test_so_does_a_topic_that_names_it(flag: DriftFlag, deal: Deal, lena: Person) -> None:
    add_topic(actor=lena, at=AT + timedelta(days=2), agreement=deal.agreement, text="What the enablement deck needs")
    plan_days(AT, NEXT_MONDAY)

    assert told("flag_still_open") == []


def test_who_has_seen_it_holds_it(flag: DriftFlag, tomas: Person) -> None:
    DriftFlag.objects.update(acknowledged_at=AT, acknowledged_by=tomas)
    plan_days(AT, NEXT_MONDAY, AFTER)

    assert told("flag_still_open") == []


def test_a_snooze_holds_it_and_five_working_days_after(flag: DriftFlag, tomas: Person) -> None:
    DriftFlag.objects.update(
        snoozed_until=date(2027, 3, 12), snoozed_at=AT, snoozed_by=tomas, snooze_reason="The fair decides it."
    )
    plan_days(AT, NEXT_MONDAY, AFTER)
    before = told("flag_still_open")
    plan(at=AFTER + timedelta(days=4))

    assert (before, len(told("flag_still_open"))) == ([], 2)


def test_the_mail_says_who_was_told_and_when(flag: DriftFlag, sink: SmtpSink, maya: Person, executive: Person) -> None:
    for at in (AT, NEXT_MONDAY, AFTER):
        plan(at=at)
        send_all(at)

    said = next(text_of(mail) for mail in sink.to(maya.email) if "You sign for one of its sides" in text_of(mail))
    assert "Dana Whitfield was told on Mon 1 Mar, both sides on Mon 1 Mar." in said
    assert "In the 5 working days since, nobody has said a word about it." in said
    assert re.search(rf"^Ask Dana: http\S+/flags/{flag.pk}/#ask$", said, re.MULTILINE)
    (left,) = (text_of(mail) for mail in sink.to(executive.email) if "Who heard of it" in text_of(mail))
    assert "* Maya Okafor and Tomas Lindqvist: Mon 8 Mar\n" in left


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"closed_at": NEXT_MONDAY}, "the cause is gone"),
        ({"acknowledged_at": NEXT_MONDAY}, "Tomas Lindqvist has seen it"),
        ({"snoozed_until": date(2027, 3, 12)}, "snoozed until 12 Mar"),
    ],
)
def test_the_last_look(flag: DriftFlag, tomas: Person, maya: Person, change: dict[str, object], reason: str) -> None:
    also = {"acknowledged_at": {"acknowledged_by": tomas}}
    also["snoozed_until"] = {"snoozed_at": AT, "snoozed_by": tomas, "snooze_reason": "The fair."}  # type: ignore[dict-item] # texts
    plan_days(AT, NEXT_MONDAY)
    DriftFlag.objects.update(**change, **also.get(next(iter(change)), {}))
    send_all(NEXT_MONDAY)

    assert reason in reason_of(maya)
