"""Eva, an executive, hears on every second Monday how teams keep their word; 1 March 2027 is one of them."""

from datetime import date, timedelta

import pytest

from agreements.domain.agreements import Health
from agreements.models import Agreement, Commitment, Visibility
from reminders.operations.plan import plan
from teams.models import Person, Role
from tests.factories import AT, CommitmentFactory, DriftFlagFactory
from tests.reminders.conftest import Deal
from tests.reminders.mails import send_all, text_of
from tests.reminders.reports.conftest import told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")


def kept(deal: Deal, outcomes: dict[str, int]) -> None:
    """Decided on 22 February, each owned by somebody else."""
    for outcome, count in outcomes.items():
        for _ in range(count):
            CommitmentFactory.create(
                agreement=deal.agreement,
                team=deal.commitment.team,
                for_team=deal.commitment.for_team,
                due_on=date(2027, 2, 22),
                original_due_on=date(2027, 2, 22),
                opened_at=AT - timedelta(weeks=4),
                state="lapsed" if outcome == "lapsed" else "accepted",
                outcome=outcome,
                declared_at=None if outcome == "lapsed" else AT - timedelta(weeks=1),
                delivered_at=None if outcome == "lapsed" else AT - timedelta(weeks=1),
                accepted_at=None if outcome == "lapsed" else AT - timedelta(weeks=1),
                lapsed_at=AT - timedelta(days=4) if outcome == "lapsed" else None,
            )


def said_to(executive: Person, sink: SmtpSink) -> str:
    plan(at=AT)
    send_all(AT)
    return text_of(sink.to(executive.email)[-1])


def test_it_counts_what_was_in_time(deal: Deal, executive: Person, sink: SmtpSink) -> None:
    kept(deal, {"kept": 5, "lapsed": 1})
    said = said_to(executive, sink)

    assert told("follow_through") == [("Eva", "Follow-through: 5 of 6 in time")]
    assert said.startswith("5 of the 6 commitments that came due were kept or renegotiated in time.")
    assert "Nothing is drifting; 1 open commitment watched." in said
    assert "In time over twelve weeks, a fortnight apart: 83 %" in said


def test_it_comes_every_second_monday(deal: Deal, executive: Person) -> None:
    for days in range(1, 29):
        plan(at=AT + timedelta(days=days))

    assert len(told("follow_through")) == 2


def test_it_is_for_executives_alone(deal: Deal, maya: Person, admin: Person) -> None:
    plan(at=AT)

    assert told("follow_through") == []


def test_nothing_is_said_where_nothing_is_in_force(executive: Person) -> None:
    plan(at=AT)

    assert told("follow_through") == []


def test_what_is_between_the_parties_is_counted_and_not_told(deal: Deal, executive: Person, sink: SmtpSink) -> None:
    Agreement.objects.update(visibility=Visibility.PARTIES)
    Commitment.objects.update(health=Health.DRIFTING, shown_health=Health.DRIFTING)
    DriftFlagFactory.create(agreement=deal.agreement, commitment=deal.commitment, rule="off_track")
    said = said_to(executive, sink)

    assert told("follow_through") == [("Eva", "Follow-through: nothing has come due, 1 drifting")]
    assert ("1 is drifting now." in said, "Enablement deck" in said) == (True, False)


def test_what_drifts_is_told_with_its_reason(deal: Deal, executive: Person, sink: SmtpSink) -> None:
    Commitment.objects.update(health=Health.DRIFTING, shown_health=Health.DRIFTING)
    DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="gone", sentence="It needs two more weeks."
    )

    assert "Drifting\n* Enablement deck (Product → Sales): It needs two more weeks.\n" in said_to(executive, sink)


@pytest.mark.parametrize("owners", ["few people", "few commitments"])
def test_a_rate_about_few_is_hidden(deal: Deal, executive: Person, sink: SmtpSink, dana: Person, owners: str) -> None:
    kept(deal, {"kept": 6 if owners == "few people" else 4})
    if owners == "few people":
        Commitment.objects.filter(outcome="kept").update(owner=dana)

    assert "In time over twelve weeks, a fortnight apart" not in said_to(executive, sink)


def test_who_is_no_executive_any_more_gets_none(deal: Deal, executive: Person, sink: SmtpSink) -> None:
    plan(at=AT)
    Person.objects.filter(pk=executive.pk).update(role=Role.MEMBER)
    send_all(AT)

    assert sink.to(executive.email) == []
