"""A storm: so many people, each of whom owes something that is due in a week, all of them told on the same morning."""

import os
from datetime import UTC, date, datetime, timedelta

import pgtrigger
from django.core.management import call_command
from django.db import connection

from tests.bench.seed import FIRST, multiply
from tests.factories import CommitmentFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.rehearsal import begin

PEOPLE = int(os.environ.get("STORM", "100000"))
AN_AGREEMENT = 10  # people
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin


def empty_tables() -> None:
    """As a test that commits leaves them."""
    with pgtrigger.ignore("agreements.Event:no_truncate", "teams.AuditEvent:no_truncate"):
        call_command("flush", verbosity=0, interactive=False)


def seed_storm(*, people: int = PEOPLE) -> None:
    """Everybody's morning has come, and nothing is planned yet."""
    OrganisationFactory.create()
    like = MembershipFactory.create()
    multiply(like.person, people, email="'member-' || n || '@acme.example'", name="'Member ' || n")
    multiply(like, people, person_id=f"{FIRST} + n")
    accepter = PersonFactory.create(name="Ada Accepter")
    began = MONDAY - timedelta(days=7)
    owed = CommitmentFactory.create(
        is_open=True,
        agreement__is_active=True,
        agreement__activated_at=began,
        opened_at=began,
        accepted_by=accepter,
        team=like.team,
        due_on=date(2027, 3, 15),
        standing="on_track",
        standing_at=MONDAY - timedelta(days=1),
    )
    agreements = people // AN_AGREEMENT + 1
    multiply(owed.agreement, agreements, number="n", title="'Agreement ' || n")
    for place, party in enumerate(owed.agreement.parties.all()):
        multiply(party, agreements, id=f"{FIRST + place * agreements} + n", agreement_id=f"{FIRST} + n")
    numbers = {"agreement_id": f"{FIRST} + 1 + n / {AN_AGREEMENT}", "number": f"1 + n %% {AN_AGREEMENT}"}
    multiply(owed, people, deliverable="'Deliverable ' || n", owner_id=f"{FIRST} + n", **numbers)
    type(owed).objects.filter(pk=owed.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reminders_morning SELECT id, date '2027-03-07' FROM teams_person")
        cursor.execute("VACUUM ANALYZE")
    begin(MONDAY)
