"""Whom a change of hands is told, and what the mail says."""

from datetime import UTC, date, datetime

import pytest

from agreements.domain.handovers import HandoverRole
from agreements.models import Handover
from agreements.operations.handovers import accept_handover, decline_handover, hand_over
from reminders.operations.plan import plan
from teams.models import Person, Team
from tests.factories import MembershipFactory, PersonFactory
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

TUESDAY = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def amina(product: Team) -> Person:
    person = PersonFactory.create(name="Amina Diallo")
    MembershipFactory.create(person=person, team=product)
    return person


@pytest.fixture
def handover(deal: Deal, dana: Person, amina: Person, at: datetime) -> Handover:
    return hand_over(
        actor=dana,
        at=at,
        commitment=deal.commitment,
        role=HandoverRole.OWNER,
        to_person=amina,
        reason="I move to another team in April.",
    )


def test_both_are_told_with_their_morning_mail(handover: Handover, live: LiveThrough) -> None:
    live(TUESDAY)
    assert told("handover_asked") == [
        ("Amina", "Please take over: Enablement deck"),
        ("Lena", "Do you agree? Amina Diallo is to take over Enablement deck"),
    ]


def test_the_mail_to_who_takes_it(handover: Handover, live: LiveThrough, sink: SmtpSink, amina: Person) -> None:
    live(TUESDAY)
    (mail,) = sink.to(amina.email)
    said = text_of(mail)
    assert "Dana Whitfield asks you to own Enablement deck from now on." in said
    assert "Why: I move to another team in April." in said
    assert "Product owes it to Sales by Mon 15 Mar." in said
    assert "It is yours once Lena Brandt agrees too; until then nothing changes." in said
    assert "Answer: http" in said
    assert "this hand-over needs your answer" in said
    assert {"Lena", "April", "Answer"} <= html_words(mail)


def test_the_mail_to_who_agrees(handover: Handover, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    live(TUESDAY)
    said = text_of(sink.to(lena.email)[0])
    assert "Dana Whitfield asks that Amina Diallo own Enablement deck, in place of Dana Whitfield." in said
    assert "It waits for Amina Diallo to take it, too." in said


def test_it_is_told_once(handover: Handover, live: LiveThrough) -> None:
    for day in (2, 3, 4):
        live(TUESDAY.replace(day=day))
    assert len(told("handover_asked")) == 2


def test_who_answered_before_the_morning_is_not_asked(
    handover: Handover, live: LiveThrough, amina: Person, at: datetime
) -> None:
    accept_handover(actor=amina, at=at, handover=handover)
    live(TUESDAY)
    assert [name for name, _ in told("handover_asked")] == ["Lena"]


@pytest.mark.parametrize(("act", "reason"), [("answer", "it was answered"), ("decline", "declined or withdrawn")])
def test_the_last_look_holds_back_what_is_settled(
    handover: Handover, amina: Person, lena: Person, at: datetime, act: str, reason: str
) -> None:
    plan(at=TUESDAY)
    if act == "answer":
        accept_handover(actor=amina, at=TUESDAY, handover=handover)
    else:
        decline_handover(actor=lena, at=TUESDAY, handover=handover, reason="She knows it best.")
    send_all(TUESDAY)
    assert reason in reason_of(amina)


def test_once_the_receiver_has_left_whoever_signs_for_them_is_asked(
    handover: Handover, live: LiveThrough, lena: Person
) -> None:
    lena.is_active = False
    lena.save()
    live(TUESDAY)
    assert [name for name, _ in told("handover_asked")] == ["Amina", "Tomas"]


def test_who_is_away_is_told_when_they_are_back(handover: Handover, live: LiveThrough, lena: Person) -> None:
    lena.away_until = date(2027, 3, 3)
    lena.save()
    live(TUESDAY)
    before = told("handover_asked")
    live(TUESDAY.replace(day=4))
    assert (len(before), len(told("handover_asked"))) == (1, 2)


def test_the_next_version_says_who_changed(
    handover: Handover, live: LiveThrough, sink: SmtpSink, amina: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    for person in (amina, lena):
        accept_handover(actor=person, at=at, handover=handover)
    live(at)
    said = text_of(next(mail for mail in sink.to(tomas.email) if mail["Subject"].startswith("In force")))
    assert "Enablement deck: owner Amina Diallo (was Dana Whitfield)" in said
    assert "Amina Diallo: 1 March 2027" in said
