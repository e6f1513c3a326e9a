"""A storm: so many people, each of whom owes something that is due in a week, all of them told on the same morning."""

import os
from datetime import UTC, date, datetime, timedelta

import pgtrigger
from django.core.management import call_command
from django.db import connection

from reminders.management.load.rows import fill
from tests.factories import CommitmentFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.rehearsal import begin

PEOPLE = int(os.environ.get("STORM", "100000"))
AN_AGREEMENT = 10  # people
FIRST = 1_000_000_000  # keys begin above it, clear of all that tests before it made
NEW = f"{FIRST} + n"
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin


def empty_tables() -> None:
    """As a test that commits leaves them."""
    with pgtrigger.ignore("agreements.Event:no_truncate", "teams.AuditEvent:no_truncate"):
        call_command("flush", verbosity=0, interactive=False)


def seed_storm(*, people: int = PEOPLE) -> None:
    """Everybody's morning has come, and nothing is planned yet."""
    OrganisationFactory.create()
    like = MembershipFactory.create()
    fill(like.person, people, id=NEW, email="'member-' || n || '@acme.example'", name="'Member ' || n")
    fill(like, people, id=NEW, person=NEW)
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
    fill(owed.agreement, agreements, id=NEW, number="n", title="'Agreement ' || n")
    for place, party in enumerate(owed.agreement.parties.all()):
        fill(party, agreements, id=f"{FIRST + place * agreements} + n", agreement=NEW)
    numbers = {"agreement": f"{FIRST} + 1 + n / {AN_AGREEMENT}", "number": f"1 + n %% {AN_AGREEMENT}"}
    fill(owed, people, id=NEW, deliverable="'Deliverable ' || n", owner=NEW, **numbers)
    type(owed).objects.filter(pk=owed.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reminders_morning SELECT id, date '2027-03-07' FROM teams_person")
        cursor.execute("VACUUM ANALYZE")
    begin(MONDAY)
