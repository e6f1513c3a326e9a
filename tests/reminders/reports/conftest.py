"""A draft that Maya proposes, and the launch in force in which Sales asks Product for a change.

Product (Maya signs, Dana owes) and Sales (Tomas signs, Lena owes). All of it on Monday 1 March 2027, 10:00 in Berlin.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentDraft,
    AnswerDraft,
    ChangeDraft,
    answer,
    ask_for_change,
)
from agreements.operations.drafts import ReadbackDraft
from agreements.operations.proposals import propose
from agreements.operations.readbacks import write_readback
from agreements.operations.signatures import sign
from reminders.models import Reminder
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, DependencyFactory, PartyFactory

type SayBack = Callable[..., None]
type Sign = Callable[[Person, datetime], None]
type Ask = Callable[..., Amendment]
type Reply = Callable[..., None]

HEARD = "We deliver the metering API by 15 March 2027."


@pytest.fixture
def rules(product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Agreement:
    """A draft: Dana owes the API by 15 March 2027, Lena the outreach by 16 March."""
    agreement = AgreementFactory.create(title="Data rules", created_by=maya, shared_goal="Less rework.")
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    promises = ((product, sales, dana, "Metering API", 15), (sales, product, lena, "Outreach begins", 16))
    for number, (team, for_team, owner, deliverable, day) in enumerate(promises, start=1):
        CommitmentFactory.create(
            agreement=agreement,
            number=number,
            deliverable=deliverable,
            team=team,
            for_team=for_team,
            owner=owner,
            accepted_by=None,
            due_on=date(2027, 3, day),
        )
    return agreement


@pytest.fixture
def proposed(rules: Agreement, maya: Person, at: datetime) -> Agreement:
    """Answers by Thursday 11 March."""
    propose(actor=maya, at=at, agreement=rules)
    rules.refresh_from_db()
    return rules


@pytest.fixture
def say_back(proposed: Agreement, at: datetime) -> SayBack:
    def said(*people: Person, text: str = "We keep what is written.", at: datetime = at) -> None:
        for person in people:
            write_readback(actor=person, at=at, agreement=proposed, draft=ReadbackDraft(text=text))

    return said


@pytest.fixture
def sign_it(proposed: Agreement) -> Sign:
    def signed(person: Person, at: datetime) -> None:
        version = proposed.versions.standing().get()
        sign(actor=person, at=at, agreement=proposed, terms_hash=version.terms_hash)

    return signed


@pytest.fixture
def launch(rules: Agreement, maya: Person, tomas: Person, dana: Person, at: datetime) -> Agreement:
    """The same in force, the outreach waiting a day on the API."""
    feature, outreach = rules.commitments.order_by("number")
    DependencyFactory.create(upstream=feature, downstream=outreach, lag_days=1)
    propose(actor=maya, at=at, agreement=rules)
    version = rules.versions.standing().get()
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=rules, terms_hash=version.terms_hash)
    rules.refresh_from_db()
    return rules


@pytest.fixture
def feature(launch: Agreement) -> Commitment:
    return launch.commitments.get(number=1)


@pytest.fixture
def ask(launch: Agreement, feature: Commitment, dana: Person, at: datetime) -> Ask:
    """`ask()`: Dana asks for a week more; `ask(date, date)`: one way for each date."""

    def asked(*days: date, at: datetime = at, reason: str = "The gateway moved.", **also: object) -> Amendment:
        ways = tuple(
            AlternativeDraft(
                label=f"Until {day:%-d %B}",
                changes=(ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": day}),),
            )
            for day in days or (date(2027, 3, 22),)
        )
        draft = AmendmentDraft(reason=reason, alternatives=ways, **also)  # type: ignore[arg-type] # answer_by only
        return ask_for_change(actor=dana, at=at, agreement=launch, draft=draft)

    return asked


@pytest.fixture
def reply(at: datetime) -> Reply:
    """`reply(amendment, person, Answer.DECLINE, "Why")` about its first way, or the one at `place`."""

    def replied(
        amendment: Amendment, person: Person, said: Answer, reason: str = "", *, place: int = 1, at: datetime = at
    ) -> None:
        way = amendment.alternatives.get(position=place)
        answer(actor=person, at=at, alternative=way, draft=AnswerDraft(answer=said, reason=reason))

    return replied


def told(kind: str) -> list[tuple[str, str]]:
    """Who was told what of this kind, by name."""
    found = Reminder.objects.filter(kind=kind).select_related("recipient").order_by("recipient__name", "pk")
    return [(one.recipient.get_short_name(), one.headline) for one in found]
