"""Dana of Product asks for a week more on the API; Lena's outreach, a day after it, moves with it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Agreement, Amendment, Commitment, Version
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentDraft,
    AnswerDraft,
    ChangeDraft,
    answer,
    ask_for_change,
    reopen_amendment,
    withdraw_amendment,
)
from agreements.operations.drafts import CommitmentDraft
from reminders.models import Reminder
from reminders.operations.plan import plan
from reminders.reports.inbox import inbox_rows
from teams.models import Person, Team
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    DependencyFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
)
from tests.reminders.conftest import LiveThrough
from tests.reminders.mails import html_words, reason_of, send_all, text_of
from tests.reminders.reports.conftest import Ask, Reply, told
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

ASKED = "Product proposes a new date for Metering API: 22 Mar (was 15 Mar)"


def about(person: Person, sink: SmtpSink, word: str = "It needs your answer") -> str:
    """The texts of the mails about changes to ``person``, as one."""
    return "\n".join(text_of(mail) for mail in sink.to(person.email) if word in text_of(mail))


def test_everybody_affected_is_told_at_once_but_who_asked(
    ask: Ask, live: LiveThrough, sink: SmtpSink, lena: Person, at: datetime
) -> None:
    ask()
    live(at)

    assert told("change_proposed") == [("Lena", ASKED), ("Maya", ASKED), ("Tomas", ASKED)]
    assert ASKED in {str(mail["Subject"]).split(" (and")[0] for mail in sink.to(lena.email)}


def test_it_says_why_the_options_and_what_moves(
    ask: Ask, live: LiveThrough, sink: SmtpSink, tomas: Person, lena: Person, at: datetime
) -> None:
    live(at)
    ask(at=at + timedelta(hours=1))
    live(at + timedelta(hours=1))

    mail = sink.to(lena.email)[-1]
    assert mail["Subject"] == ASKED
    lines = [
        "Dana Whitfield asks to change Data rules.",
        "Why: The gateway moved.",
        (
            "Until 22 March: a new date for Metering API: 22 Mar (was 15 Mar). "
            "Moves 1 of your dates: Outreach begins 23 Mar (was 16 Mar)."
        ),
        "Asked early: 10 working days before the first date it touches. It needs your answer by Thu 11 Mar.",
        "/amendments/1/",
    ]
    assert [line for line in lines if line not in text_of(mail)] == []
    assert "Moves with it: Outreach begins 23 Mar (was 16 Mar)." in text_of(sink.to(tomas.email)[-1])
    said = {word.strip(":.,;") for word in text_of(mail).split() if word.isalpha()}
    assert said - html_words(mail) == set()


def test_each_option_is_one_line(ask: Ask, live: LiveThrough, sink: SmtpSink, lena: Person, at: datetime) -> None:
    ask(date(2027, 3, 17), date(2027, 3, 22))
    live(at)

    lines = [line for line in about(lena, sink).splitlines() if line.startswith(("A, ", "B, "))]
    assert len(lines) == 2
    assert told("change_proposed")[0][1] == (
        "Product proposes a new date for Metering API: 17 Mar (was 15 Mar) (2 ways to choose from)"
    )


def test_who_answered_before_the_mail_left_gets_none(
    ask: Ask, reply: Reply, live: LiveThrough, sink: SmtpSink, lena: Person, at: datetime
) -> None:
    live(at)
    later = at + timedelta(hours=1)
    amendment = ask(at=later)
    plan(at=later)
    reply(amendment, lena, Answer.ACCEPT, at=later)
    send_all(later)

    assert (about(lena, sink), reason_of(lena)) == ("", "it was answered, changed or closed")


def test_who_answered_is_not_told_again(ask: Ask, reply: Reply, live: LiveThrough, lena: Person, at: datetime) -> None:
    reply(ask(), lena, Answer.ACCEPT)
    live(at)

    assert "Lena" not in {name for name, _ in told("change_proposed")}


def test_it_is_told_once(ask: Ask, live: LiveThrough, at: datetime) -> None:
    ask()
    for hours in range(3):
        live(at + timedelta(hours=hours))

    assert len(told("change_proposed")) == 3


def test_one_way_declined_does_not_tell_the_rest_anew(
    ask: Ask, reply: Reply, live: LiveThrough, tomas: Person, at: datetime
) -> None:
    amendment = ask(date(2027, 3, 17), date(2027, 3, 22))
    live(at)
    reply(amendment, tomas, Answer.DECLINE, "Too early for us.")
    live(at + timedelta(hours=1))

    assert len(told("change_proposed")) == 3


def test_another_way_is_told_to_everybody_else(
    ask: Ask, feature: Commitment, live: LiveThrough, sink: SmtpSink, tomas: Person, maya: Person, at: datetime
) -> None:
    amendment = ask()
    live(at)
    later = at + timedelta(hours=1)
    change = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": date(2027, 3, 19)})
    counter = AlternativeDraft(label="Four days", changes=(change,))
    draft = AnswerDraft(answer=Answer.COUNTER, counter=counter)
    answer(actor=tomas, at=later, alternative=amendment.alternatives.get(), draft=draft)
    live(later)

    another = "Sales suggests another way: a new date for Metering API: 19 Mar (was 15 Mar)"
    assert [name for name, headline in told("change_proposed") if headline == another] == ["Dana", "Lena", "Maya"]
    mail = text_of(sink.to(maya.email)[-1])
    assert ("Tomas Lindqvist suggests another way to change Data rules." in mail, "A, Until" in mail) == (True, False)


def test_asked_again_those_are_told_again_who_have_not_answered(
    ask: Ask, reply: Reply, live: LiveThrough, dana: Person, lena: Person, at: datetime
) -> None:
    amendment, friday = ask(), datetime(2027, 3, 12, 8, 0, tzinfo=UTC)
    reply(amendment, lena, Answer.ACCEPT)
    live(at)
    live(friday)
    amendment.refresh_from_db()
    reopen_amendment(actor=dana, at=friday, amendment=amendment, answer_by=date(2027, 3, 19))
    live(friday)

    assert [name for name, _ in told("change_proposed")] == ["Maya", "Maya", "Tomas", "Tomas"]


def test_a_withdrawn_change_asks_nobody(
    ask: Ask, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person, at: datetime
) -> None:
    live(at)
    later = at + timedelta(hours=1)
    amendment = ask(at=later)
    plan(at=later)
    withdraw_amendment(actor=dana, at=later, amendment=amendment)
    send_all(later)

    assert reason_of(lena) == "it was answered, changed or closed"


# Thursday 11 March ends in Berlin at 23:00 UTC.
@pytest.mark.parametrize(
    ("planned_at", "count"),
    [(datetime(2027, 3, 11, 22, 59, tzinfo=UTC), 3), (datetime(2027, 3, 11, 23, 0, tzinfo=UTC), 0)],
)
def test_after_its_last_day_nobody_is_asked(ask: Ask, planned_at: datetime, count: int) -> None:
    ask()
    plan(at=planned_at)

    assert len(told("change_proposed")) == count


def test_a_change_that_nobody_is_left_for_tells_who_asked(
    ask: Ask, reply: Reply, live: LiveThrough, sink: SmtpSink, dana: Person, tomas: Person, at: datetime
) -> None:
    live(at)
    later = at + timedelta(hours=1)
    reply(ask(at=later), tomas, Answer.DECLINE, "The venue is booked.", at=later)
    live(later)

    mail = sink.to(dana.email)[-1]
    assert (mail["Subject"], told("change_declined")) == (
        "Not agreed: your change to Data rules",
        [("Dana", "Not agreed: your change to Data rules")],
    )
    assert "Tomas Lindqvist on “Until 22 March”: The venue is booked." in text_of(mail)


@pytest.mark.parametrize(("days", "count"), [(7, 1), (8, 0)])
def test_it_is_news_for_a_week(ask: Ask, reply: Reply, tomas: Person, at: datetime, days: int, count: int) -> None:
    reply(ask(), tomas, Answer.DECLINE, "The venue is booked.")
    plan(at=at + timedelta(days=days, minutes=-1))

    assert len(told("change_declined")) == count


@pytest.fixture
def elsewhere(launch: Agreement, feature: Commitment, product: Team, sales: Team) -> Commitment:
    """Of another agreement, which Omar signs and Nora owes; it waits on the API. Only its parties read the launch."""
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    other = AgreementFactory.create(title="Billing", is_active=True)
    omar, nora = PersonFactory.create(name="Omar Haddad"), PersonFactory.create(name="Nora Lund")
    for name, person in (("Finance", omar), ("Support", nora)):
        PartyFactory.create(agreement=other, team__name=name, representative=person)
    first, second = (party.team for party in other.parties.order_by("pk"))
    Version.objects.create(
        agreement=other, number=1, terms={}, terms_hash="x", proposed_by=omar, proposed_at=AT, answer_by=AT.date(),
        in_force_at=AT - timedelta(weeks=4),
    )  # fmt: skip
    waiting = CommitmentFactory.create(
        agreement=other, number=1, is_open=True, deliverable="Invoices", team=second, for_team=first, owner=nora,
        accepted_by=omar, due_on=date(2027, 3, 18),
    )  # fmt: skip
    DependencyFactory.create(upstream=feature, downstream=waiting, lag_days=2)
    return waiting


def test_nothing_of_an_agreement_one_may_not_read_is_said(
    elsewhere: Commitment, ask: Ask, live: LiveThrough, sink: SmtpSink, at: datetime
) -> None:
    ask(reason="The Contoso deal slipped.")
    live(at)

    moves = "A change in another agreement moves Invoices: 24 Mar (was 18 Mar)"
    assert {("Omar", moves), ("Nora", moves)} <= set(told("change_proposed"))
    nora = elsewhere.owner
    assert nora
    text = about(nora, sink)
    assert "A: Moves 1 of your dates: Invoices 24 Mar (was 18 Mar)." in text
    unsaid = ("Contoso", "Data rules", "data-rules", "Dana", "Metering", "Until 22 March")
    assert [word for word in unsaid if word in text] == []


def test_its_row_in_the_inbox_says_no_more(elsewhere: Commitment, ask: Ask, live: LiveThrough, at: datetime) -> None:
    ask()
    live(at)

    rows = inbox_rows(Reminder.objects.filter(recipient=elsewhere.owner, kind="change_proposed"))
    number = Amendment.objects.get().agreement.number
    assert [(row.agreement, row.href) for row in rows] == [("", f"/agreements/{number}/amendments/1/")]


def test_the_inbox_leads_to_the_change(ask: Ask, live: LiveThrough, lena: Person, at: datetime) -> None:
    amendment = ask()
    live(at)

    (row,) = inbox_rows(Reminder.objects.filter(recipient=lena, kind="change_proposed"))
    assert (row.agreement, row.href) == (
        str(amendment.agreement),
        f"/agreements/{amendment.agreement.slug}/amendments/1/",
    )


def test_other_changes_are_named_too(
    launch: Agreement, feature: Commitment, product: Team, sales: Team, dana: Person, lena: Person, maya: Person,
    live: LiveThrough, sink: SmtpSink, at: datetime,
) -> None:  # fmt: skip
    metric = MetricFactory.create(agreement=launch, name="Adoption", target=Decimal(40), baseline=Decimal(0))
    added = CommitmentDraft(
        deliverable="Runbook", done_when="Published", owner=dana, team=product, for_team=sales, accepted_by=lena,
        due_on=date(2027, 4, 1),
    )  # fmt: skip
    outreach = launch.commitments.get(number=2)
    changes = (
        ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"owner": maya, "done_when": "All in."}),
        ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=outreach),
        ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": Decimal(35)}),
        ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=added),
    )
    way = AlternativeDraft(label="Smaller", changes=changes)
    ask_for_change(actor=dana, at=at, agreement=launch, draft=AmendmentDraft(reason="Less time.", alternatives=(way,)))
    live(at)

    assert told("change_proposed")[0][1].startswith("Product proposes ")
    phrases = [
        "a new owner for Metering API: Maya Okafor (was Dana Whitfield)",
        "a new measure of done for Metering API",
        "to drop Outreach begins",
        "a new target for Adoption: 35 (was 40)",
        "a new commitment: Runbook",
    ]
    text = about(lena, sink)
    assert [phrase for phrase in phrases if phrase not in text] == []
