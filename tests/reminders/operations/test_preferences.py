"""Who may say what comes to whom, and that what is unwanted on a channel goes into no mail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.operations.deliveries import deliver as deliver_it
from agreements.operations.deliveries import send_back
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.domain.kinds import Kind
from reminders.domain.preferences import MUTED, Source, Verdict
from reminders.domain.topics import Topic
from reminders.models import Delivery, Preference, Reminder
from reminders.operations.attempts import Moment
from reminders.operations.audit import audit_deliveries
from reminders.operations.deliver import deliver
from reminders.operations.plan import plan
from reminders.operations.preferences import set_preferences, stop_mail
from reminders.reports.preferences import choices_for, choices_of, unwanted
from teams.domain.errors import ForbiddenError
from teams.models import AuditEvent, Person, Team
from tests.factories import AT
from tests.reminders.conftest import Deal
from tests.reminders.mails import send_all, text_of
from tests.reminders.operations.conftest import Queue
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

DATES = (Topic.DATES, Channel.EMAIL)
SYNCS = (Topic.SYNCS, Channel.EMAIL)


def said(of: Person | Team | None) -> list[tuple[str, str, bool]]:
    person, team = (of, None) if isinstance(of, Person) else (None, of)
    rows = Preference.objects.filter(person=person, team=team)
    return list(rows.order_by("topic").values_list("topic", "channel", "is_wanted"))


def test_a_person_says_their_own(dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: False, SYNCS: None})

    assert said(dana) == [("dates", "email", False)]


def test_a_word_said_again_replaces_the_last(dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: False})
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: True})

    assert said(dana) == [("dates", "email", True)]


def test_a_word_is_taken_back(dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: False})
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: None})

    assert said(dana) == []


def test_leads_speak_for_their_team(maya: Person, product: Team) -> None:
    set_preferences(actor=maya, at=AT, of=product, words={DATES: False})

    assert said(product) == [("dates", "email", False)]


def test_administrators_speak_for_everybody(admin: Person) -> None:
    set_preferences(actor=admin, at=AT, of=None, words={DATES: False})

    assert said(None) == [("dates", "email", False)]


def test_what_holds_for_others_is_in_the_history(admin: Person) -> None:
    set_preferences(actor=admin, at=AT, of=None, words={DATES: False, SYNCS: None})

    assert AuditEvent.objects.get(kind="preferences_set").data == {"team": None, "dates by email": False}


@pytest.mark.parametrize("who", ["member", "other_lead", "executive"])
def test_nobody_else_speaks_for_a_team(who: str, product: Team, dana: Person, tomas: Person, executive: Person) -> None:
    actor = {"member": dana, "other_lead": tomas, "executive": executive}[who]
    with pytest.raises(ForbiddenError):
        set_preferences(actor=actor, at=AT, of=product, words={DATES: False})

    assert said(product) == []


def test_nobody_speaks_for_another_person(admin: Person, dana: Person) -> None:
    with pytest.raises(ForbiddenError):
        set_preferences(actor=admin, at=AT, of=dana, words={DATES: False})

    assert said(dana) == []


def test_leads_do_not_speak_for_everybody(maya: Person) -> None:
    with pytest.raises(ForbiddenError):
        set_preferences(actor=maya, at=AT, of=None, words={DATES: False})

    assert said(None) == []


def test_a_stopped_topic_comes_by_mail_no_more(dana: Person) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.DATES, Topic.DRIFT])

    assert said(dana) == [("dates", "email", False), ("drift", "email", False)]


def test_one_query_says_what_many_do_not_want(
    dana: Person, lena: Person, maya: Person, tomas: Person, admin: Person, sales: Team
) -> None:
    set_preferences(actor=admin, at=AT, of=None, words={SYNCS: False})
    set_preferences(actor=tomas, at=AT, of=sales, words={SYNCS: True, DATES: False})
    set_preferences(actor=lena, at=AT, of=lena, words={DATES: True})
    people = [dana.pk, lena.pk, tomas.pk]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = unwanted(people=people, channel=Channel.EMAIL)

    assert len(queries) == 1
    assert found == {
        dana.pk: frozenset({Topic.SYNCS}),
        lena.pk: frozenset(),
        tomas.pk: frozenset({Topic.DATES}),
    }


def test_nobody_is_asked_about_nobody() -> None:
    assert unwanted(people=[], channel=Channel.EMAIL) == {}


def test_a_page_shows_whose_word_holds(lena: Person, tomas: Person, sales: Team) -> None:
    set_preferences(actor=tomas, at=AT, of=sales, words={DATES: False})
    set_preferences(actor=lena, at=AT, of=lena, words={SYNCS: False})
    found = {(one.topic, one.channel): one for one in choices_of(lena)}

    assert (found[DATES].own, found[DATES].above) == (None, Verdict(False, Source.TEAM, ("Sales",)))
    assert (found[SYNCS].own, found[SYNCS].is_wanted) == (False, False)
    assert found[Topic.DATES, Channel.SLACK].above == Verdict(False, Source.USUAL)


def test_the_page_of_a_team_shows_what_the_organisation_says(admin: Person, sales: Team, tomas: Person) -> None:
    set_preferences(actor=admin, at=AT, of=None, words={DATES: False})
    set_preferences(actor=tomas, at=AT, of=sales, words={SYNCS: False})
    found = {(one.topic, one.channel): one for one in choices_for(sales)}

    assert (found[DATES].own, found[DATES].above) == (None, Verdict(False, Source.ORGANISATION))
    assert (found[SYNCS].own, found[SYNCS].above) == (False, Verdict(True, Source.USUAL))


def test_the_page_of_the_organisation_shows_its_own(admin: Person) -> None:
    set_preferences(actor=admin, at=AT, of=None, words={DATES: False})
    found = {(one.topic, one.channel): one for one in choices_for(None)}

    assert (found[DATES].own, found[DATES].above) == (False, Verdict(True, Source.USUAL))


def test_the_last_look_leaves_out_what_was_muted_meanwhile(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    mail = queue(dana)
    stop_mail(person=dana, at=AT, topics=[Topic.DATES])
    deliver(ids=[mail.pk], now=Moment(at=AT, real_at=AT))
    mail.refresh_from_db()

    assert (sink.mails, mail.state, mail.reason) == ([], DeliveryState.SKIPPED, MUTED)


def test_another_topic_is_not_muted_with_it(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    mail = queue(dana, kind=Kind.DUE_SOON)
    stop_mail(person=dana, at=AT, topics=[Topic.DRIFT])
    deliver(ids=[mail.pk], now=Moment(at=AT, real_at=AT))

    assert Delivery.objects.get().state == DeliveryState.SENT


MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, a week before the deck is due


def test_what_is_muted_is_told_in_the_inbox_only(deal: Deal, dana: Person, sink: SmtpSink) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.DATES, Topic.CHECK_INS])
    plan(at=MONDAY)
    send_all(MONDAY)

    told = Reminder.objects.filter(recipient=dana)
    assert set(told.values_list("kind", flat=True)) == {Kind.DUE_SOON, Kind.CHECK_IN_REQUEST}
    assert sink.to(dana.email) == []


def test_the_rest_of_the_morning_still_comes(deal: Deal, dana: Person, sink: SmtpSink) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.DATES])
    plan(at=MONDAY)
    send_all(MONDAY)

    (mail,) = sink.to(dana.email)
    assert "a check-in is due" in text_of(mail)
    carried = Delivery.objects.filter(recipient=dana).order_by("pk").values_list("kind", "state")
    assert list(carried) == [("check_in_request", "sent"), ("due_soon", "skipped")]


def test_a_row_accounts_for_what_was_left_out(deal: Deal, dana: Person) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.DATES, Topic.CHECK_INS])
    plan(at=MONDAY)
    plan(at=MONDAY + timedelta(days=1))

    assert audit_deliveries().differences == ()
    (row,) = Delivery.objects.filter(recipient=dana)
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, MUTED)


def test_changing_ones_mind_brings_what_comes_from_then_on(deal: Deal, dana: Person) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.DATES, Topic.CHECK_INS])
    plan(at=MONDAY)
    set_preferences(actor=dana, at=AT, of=dana, words={DATES: True})
    plan(at=MONDAY + timedelta(days=4))  # two days before, told on Friday

    assert [row.kind for row in Delivery.objects.queued().filter(recipient=dana)] == ["due_soon"]


def test_what_leaves_at_once_is_left_out_too(deal: Deal, lena: Person, dana: Person) -> None:
    stop_mail(person=dana, at=AT, topics=[Topic.OUTCOMES])
    deliver_it(actor=dana, at=AT, commitment=deal.commitment, evidence="It is in the folder.")
    send_back(actor=lena, at=AT, commitment=deal.commitment, reason="A page is missing.")
    plan(at=AT)

    (row,) = Delivery.objects.filter(recipient=dana, kind=Kind.DELIVERY_RETURNED)
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, MUTED)
