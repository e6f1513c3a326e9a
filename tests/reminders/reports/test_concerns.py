"""Dana of Product worries about the data rules; Tomas signs for Sales and leads it."""

from datetime import UTC, datetime, timedelta

import pytest

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern, Party
from agreements.operations.concerns import raise_concern, resolve_concern
from agreements.operations.drafts import ConcernDraft
from reminders.operations.plan import plan
from teams.models import Person
from tests.agreements.packets import ruled, sent
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

WORRY = "The test machines are booked until April."
ANSWER = "Two machines are ours from Monday on."
TUESDAY = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
RAISED = f"A concern about Data rules: {WORRY}"


@pytest.fixture
def concern(launch: Agreement, feature: Commitment, dana: Person, live: LiveThrough, at: datetime) -> Concern:
    """Raised after everybody's mail of Monday morning."""
    live(at)
    draft = ConcernDraft(about=About.WORK, text=WORRY, commitment=feature)
    return raise_concern(actor=dana, at=at, agreement=launch, draft=draft)


def test_it_waits_for_the_morning_of_those_who_speak_for_the_others(
    concern: Concern, live: LiveThrough, sink: SmtpSink, tomas: Person, at: datetime
) -> None:
    plan(at=at)
    before = told("concern_raised")
    live(TUESDAY)

    mail = next(mail for mail in sink.to(tomas.email) if "concern" in text_of(mail))
    assert (before, told("concern_raised")) == ([], [("Tomas", RAISED)])
    assert "Dana Whitfield raised a concern about the work in Data rules, on Metering API:" in text_of(mail)
    assert f"/agreements/{concern.agreement.slug}/concerns/1/" in text_of(mail)
    assert {"machines", "Answer"} <= html_words(mail)


def test_it_is_told_once(concern: Concern, live: LiveThrough) -> None:
    for day in (2, 3, 4):
        live(TUESDAY.replace(day=day))

    assert len(told("concern_raised")) == 1


def test_leads_hear_of_it_beside_who_signs(concern: Concern, live: LiveThrough, lena: Person, tomas: Person) -> None:
    Party.objects.filter(team__memberships__person=tomas).update(representative=lena)
    live(TUESDAY)

    assert [name for name, _ in told("concern_raised")] == ["Lena", "Tomas"]


def test_how_we_work_says_that_only_the_parties_read_it(
    launch: Agreement, live: LiveThrough, sink: SmtpSink, dana: Person, tomas: Person, at: datetime
) -> None:
    draft = ConcernDraft(about=About.WAY_OF_WORKING, text="Reviews wait a week.")
    raise_concern(actor=dana, at=at, agreement=launch, draft=draft)
    live(TUESDAY)

    assert "Only the parties read it." in text_of(sink.to(tomas.email)[-1])


def test_somebody_of_no_party_is_heard_by_all(
    launch: Agreement, live: LiveThrough, outsider: Person, at: datetime
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(facilitator=outsider)
    draft = ConcernDraft(about=About.WORK, text=WORRY)
    raise_concern(actor=outsider, at=at, agreement=launch, draft=draft)
    live(TUESDAY)

    assert [name for name, _ in told("concern_raised")] == ["Maya", "Tomas"]


def test_what_was_answered_is_not_asked_about(concern: Concern, tomas: Person, lena: Person) -> None:
    plan(at=TUESDAY)
    resolve_concern(actor=lena, at=TUESDAY, concern=concern, answer=ANSWER)
    send_all(TUESDAY)

    assert "it was answered" in reason_of(tomas)


def test_who_speaks_for_them_no_more_is_not_asked(concern: Concern, tomas: Person) -> None:
    plan(at=TUESDAY)
    Party.objects.filter(representative=tomas).update(representative=None)
    tomas.memberships.all().delete()
    send_all(TUESDAY)

    assert "they no longer speak for another party" in reason_of(tomas)


def test_an_answer_comes_at_once_to_who_raised_it(
    concern: Concern, sink: SmtpSink, live: LiveThrough, tomas: Person, dana: Person, at: datetime
) -> None:
    soon = at + timedelta(hours=1)
    resolve_concern(actor=tomas, at=soon, concern=concern, answer=ANSWER)
    live(soon)

    mail = sink.to(dana.email)[-1]
    assert mail["Subject"] == "Answered: your concern about Data rules"
    assert f"Tomas Lindqvist answered your concern in Data rules:\n\n{ANSWER}" in text_of(mail)
    assert {"Monday", "machines"} <= html_words(mail)


def test_who_settled_their_own_is_told_nothing(concern: Concern, dana: Person, at: datetime) -> None:
    resolve_concern(actor=dana, at=at, concern=concern, answer="It is settled.")
    plan(at=at)

    assert told("concern_answered") == []


def test_a_decision_is_told_as_a_decision(
    launch: Agreement, concern: Concern, executive: Person, maya: Person, at: datetime
) -> None:
    ruled(executive, sent(maya, launch, at=at, concern=concern), at=at)
    plan(at=at)

    assert (told("concern_answered"), [name for name, _ in told("ruling_made")]) == ([], ["Dana", "Maya", "Tomas"])
