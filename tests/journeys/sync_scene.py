"""A sync about to begin, with something of each kind on its agenda.

It is Monday 1 March 2027, 09:00 UTC, which is 10:00 in Berlin: the hour at which Product and Sales meet.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.models import Agreement, Commitment, Sync
from agreements.operations.topics import add_topic
from teams.models import Person, Team
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    DependencyFactory,
    DriftFlagFactory,
    PartyFactory,
    SyncFactory,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    agreement: Agreement
    sync: Sync
    deck: Commitment

    @property
    def address(self) -> str:
        return f"/agreements/{self.agreement.slug}/syncs/{self.sync.number}/"


def set_meeting(*, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Meeting:
    """Lena's deck drifts, Dana's API is in doubt, Maya brings a topic, two promises need no time."""
    agreement = AgreementFactory.create(
        title="Usage-based pricing launch",
        is_active=True,
        created_by=maya,
        facilitator=maya,
        shared_goal="500 qualified trials a month by 30 April.",
    )
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    by_sales = {"team": sales, "for_team": product, "owner": lena, "accepted_by": maya}
    by_product = {"team": product, "for_team": sales, "owner": dana, "accepted_by": tomas}
    deck = _open(
        agreement,
        1,
        "Enablement deck and objection guide",
        date(2027, 3, 3),
        health="drifting",
        shown_health="drifting",
        standing="on_track",
        standing_at=AT - timedelta(weeks=4),
        **by_sales,
    )
    outreach = _open(agreement, 2, "Outreach to 120 named accounts begins", date(2027, 4, 8), **by_sales)
    api = _open(
        agreement,
        3,
        "Metering API returns hourly usage",
        date(2027, 4, 2),
        standing="at_risk",
        standing_at=AT - timedelta(days=3),
        **by_product,
    )
    _open(agreement, 4, "Pricing page and upgrade flow", date(2027, 4, 16), standing="on_track", **by_product)
    DependencyFactory.create(upstream=deck, downstream=outreach, lag_days=1)
    cadence = CadenceFactory.create(agreement=agreement)
    SyncFactory.create(
        cadence=cadence, number=1, slot_on=date(2027, 2, 15), held_at=AT - timedelta(weeks=2), person_minutes=100
    )
    sync = SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 1), minutes=25)
    SyncFactory.create(cadence=cadence, number=3, slot_on=date(2027, 3, 15), minutes=25)
    for weeks, standing in ((6, "on_track"), (4, "on_track")):
        CheckInFactory.create(commitment=deck, at=AT - timedelta(weeks=weeks), standing=standing)
    CheckInFactory.create(
        commitment=api, at=AT - timedelta(days=3), standing="at_risk", note="Rounding breaks the invoice test."
    )
    DriftFlagFactory.create(
        agreement=agreement,
        commitment=deck,
        rule="silent",
        sentence="No update for 16 days; the sync on 15 February passed without one.",
    )
    add_topic(actor=maya, at=AT - timedelta(days=1), agreement=agreement, text="Trial quotas for resellers", minutes=5)
    return Meeting(agreement, sync, deck)


def _open(agreement: Agreement, number: int, deliverable: str, due_on: date, **values: object) -> Commitment:
    return CommitmentFactory.create(
        agreement=agreement, number=number, deliverable=deliverable, due_on=due_on, is_open=True, **values
    )
