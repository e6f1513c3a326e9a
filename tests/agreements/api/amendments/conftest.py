"""Product's feature and Sales' outreach a day after it, in force: somebody asks for another date."""

from datetime import date, datetime

import pytest

from agreements.models import Agreement, Commitment, Metric
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    DependencyFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
    TeamFactory,
)


@pytest.fixture
def signed(draft: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    """Agreement 31, in force since `at`, with a metric and a biweekly sync."""
    MetricFactory.create(agreement=draft, name="Trials", reporter=tomas)
    CadenceFactory.create(agreement=draft)
    version = propose(actor=maya, at=at, agreement=draft)
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=draft, terms_hash=version.terms_hash)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def feature(signed: Agreement) -> Commitment:
    return signed.commitments.get(number=1)


@pytest.fixture
def outreach(signed: Agreement) -> Commitment:
    return signed.commitments.get(number=2)


@pytest.fixture
def trials(signed: Agreement) -> Metric:
    return signed.metrics.get()


@pytest.fixture
def audit(signed: Agreement, feature: Commitment, at: datetime) -> Commitment:
    """It waits on the feature in an agreement that only its own parties may read; Aiko owes it by the 24th."""
    agreement = AgreementFactory.create(number=27, title="Audit", is_active=True, visibility="parties")
    security, finance = TeamFactory.create(name="Security"), TeamFactory.create(name="Finance")
    aiko, omar = PersonFactory.create(name="Aiko Tanaka"), PersonFactory.create(name="Omar Haddad")
    PartyFactory.create(agreement=agreement, team=security, representative=aiko)
    PartyFactory.create(agreement=agreement, team=finance, representative=omar)
    waiting = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        is_open=True,
        deliverable="Security audit",
        team=security,
        for_team=finance,
        owner=aiko,
        accepted_by=omar,
        due_on=date(2027, 3, 17),
    )
    DependencyFactory.create(upstream=feature, downstream=waiting, lag_days=2)
    agreement.versions.create(
        number=1,
        terms={"number": 27},
        terms_hash="0" * 64,
        proposed_by=aiko,
        proposed_at=at,
        answer_by=at.date(),
        in_force_at=at,
    )
    return waiting
