"""Who is asked whether a proposed metric matters to their team, and what the mail says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agreements.domain.metrics import Direction
from agreements.models import Metric
from agreements.operations.assents import assent_to_metric, decline_metric, propose_metric
from agreements.operations.drafts import MetricDraft
from agreements.operations.pauses import pause_agreement
from reminders.operations.plan import plan
from teams.models import Person
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

TUESDAY = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
TRIALS = MetricDraft(
    name="Trials",
    unit="trials",
    direction=Direction.UP,
    baseline=Decimal(150),
    target=Decimal(500),
    target_on=date(2027, 4, 30),
)
ASKED = "Does this matter to your team? Trials, proposed for"


@pytest.fixture
def trials(deal: Deal, maya: Person, dana: Person, at: datetime) -> Metric:
    draft = MetricDraft(**{name: getattr(TRIALS, name) for name in TRIALS.__slots__} | {"reporter": dana})
    return propose_metric(actor=maya, at=at, agreement=deal.agreement, draft=draft)


def people_told() -> list[str]:
    return [name for name, _ in told("metric_asked")]


def test_who_signs_for_the_other_party_is_told_in_the_morning(trials: Metric, live: LiveThrough) -> None:
    live(TUESDAY)
    assert told("metric_asked") == [("Tomas", f"{ASKED} {trials.agreement.title}")]


def test_the_mail_says_what_it_is_and_what_follows(
    trials: Metric, live: LiveThrough, sink: SmtpSink, tomas: Person
) -> None:
    live(TUESDAY)
    (mail,) = sink.to(tomas.email)
    said = text_of(mail)
    assert "Maya Okafor proposes one more number to answer for together" in said
    assert "Trials, from 150 trials to 500 trials by Fri 30 Apr." in said
    assert "It counts once every party has said that it matters to them." in said
    assert "Say whether it matters to us: http" in said
    assert f"/metrics/{trials.pk}/" in said
    assert {"Trials", "Okafor"} <= html_words(mail)


def test_nobody_is_told_twice(trials: Metric, live: LiveThrough) -> None:
    live(TUESDAY + timedelta(days=2))
    assert people_told() == ["Tomas"]


def test_who_has_answered_is_not_told(trials: Metric, live: LiveThrough, tomas: Person, at: datetime) -> None:
    assent_to_metric(actor=tomas, at=at, metric=trials)
    live(TUESDAY)
    assert people_told() == []


def test_nobody_is_asked_while_it_rests(trials: Metric, live: LiveThrough, maya: Person, at: datetime) -> None:
    pause_agreement(actor=maya, at=at, agreement=trials.agreement, until=date(2027, 4, 1), reason="Stocktaking.")
    live(TUESDAY)
    assert people_told() == []


@pytest.mark.parametrize(("answer", "reason"), [("assent", "it is joint"), ("decline", "was declined")])
def test_the_last_look_holds_back_what_is_settled(trials: Metric, tomas: Person, answer: str, reason: str) -> None:
    plan(at=TUESDAY)
    if answer == "assent":
        assent_to_metric(actor=tomas, at=TUESDAY, metric=trials)
    else:
        decline_metric(actor=tomas, at=TUESDAY, metric=trials, reason="We count leads already.")
    send_all(TUESDAY)
    assert reason in reason_of(tomas)


def test_everybody_hears_of_the_next_version(
    trials: Metric, live: LiveThrough, sink: SmtpSink, dana: Person, tomas: Person, at: datetime
) -> None:
    assent_to_metric(actor=tomas, at=at, metric=trials)
    live(at)
    said = text_of(next(mail for mail in sink.to(dana.email) if mail["Subject"].startswith("In force")))
    assert "New: Trials, a joint metric that matters to every party" in said
