"""What tests of reminders share: an agreement in force, a relay, and one step through the pipeline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Commitment
from reminders.operations.tick import run_every_job
from teams.clock import real_now
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory
from tests.sinks import SmtpSink

type LiveThrough = Callable[[datetime], int]


@pytest.fixture
def sink(settings: Settings) -> Iterator[SmtpSink]:
    relay = SmtpSink()
    relay.start()
    settings.MAILERS = relay.mailers()
    yield relay
    relay.stop()


@pytest.fixture
def live(db: None) -> LiveThrough:
    """`live(at)` runs every job once as of `at` and hands over what is due; how many mails left."""
    return lambda at: run_every_job(at=at, real_at=real_now())


@dataclass
class Deal:
    """Maya's Product owes Dana's deliverable to Sales, where Lena accepts it; Tomas signs for Sales."""

    agreement: Agreement
    commitment: Commitment


@pytest.fixture
def deal(product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person, at: datetime) -> Deal:
    """In force since 22 February, without a cadence: its first round opens on 8 March. Due on 15 March."""
    agreement = AgreementFactory.create(
        title="Pricing launch", is_active=True, activated_at=at - timedelta(days=7), shared_goal="Launch together."
    )
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    commitment = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        deliverable="Enablement deck",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        due_on=date(2027, 3, 15),
        is_open=True,
    )
    return Deal(agreement, commitment)
