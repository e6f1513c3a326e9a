"""Rows by the thousand, each table in one statement: a row of the factories, multiplied."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Model

from agreements.models import Party
from teams.models import Membership, Person, Role, Team
from tests.factories import CommitmentFactory, MembershipFactory, OrganisationFactory, PersonFactory

TEAMS = 200
PEOPLE = 2_000  # ten a team
AGREEMENTS = 5_000
COMMITMENTS = 20_000  # four an agreement, all open; five in a hundred are past their date
FIRST = 1_000  # keys begin above it, clear of the rows that are multiplied

# Of agreement number k: its two teams, each once with 25 others; commitments go both ways in turn.
TEAM = f"{FIRST} + 1 + {{k}} %% {TEAMS}"
OTHER = f"{FIRST} + 1 + ({{k}} + 1 + {{k}} / {TEAMS} * 7) %% {TEAMS}"
# Of commitment number n: its agreement, and the person of a team who has to do with it.
K = "(1 + (n - 1) / 4)"
MEMBER = f"{FIRST} + ({{team}} - {FIRST} - 1) * 10 + 1 + n %% 10"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who reads, and when."""

    at: datetime
    lead: Person
    executive: Person


def seed(*, at: datetime) -> Scene:
    """An organisation of 200 teams with 5,000 agreements in force, on whose commitments nobody has looked yet."""
    OrganisationFactory.create()
    _people(at)
    _agreements(at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    executive = PersonFactory.create(name="Eva Executive", role=Role.EXECUTIVE)
    return Scene(at=at, lead=Person.objects.get(pk=FIRST + 1), executive=executive)


def _people(at: datetime) -> None:
    like = MembershipFactory.create()
    multiply(like.team, TEAMS, slug="'unit-' || n", name="'Unit ' || n")
    multiply(like.person, PEOPLE, email="'member-' || n || '@acme.example'", name="'Member ' || n")
    role = "CASE WHEN n %% 10 = 1 THEN 'lead' ELSE 'member' END"
    multiply(like, PEOPLE, team_id=f"{FIRST} + 1 + (n - 1) / 10", person_id=f"{FIRST} + n", role=role)


def _agreements(at: datetime) -> None:
    said = {"standing": "on_track", "standing_at": at - timedelta(days=1)}
    began = at - timedelta(weeks=4)
    like = CommitmentFactory.create(is_open=True, agreement__is_active=True, opened_at=began, **said)
    like.agreement.activated_at = began
    like.agreement.save()
    multiply(like.agreement, AGREEMENTS, number="n", title="'Agreement ' || n")
    party = Party.objects.filter(agreement=like.agreement)[0]
    multiply(party, AGREEMENTS, agreement_id=f"{FIRST} + n", team_id=TEAM.format(k="n"))
    other = {"id": f"{FIRST + AGREEMENTS} + n", "agreement_id": f"{FIRST} + n", "team_id": OTHER.format(k="n")}
    multiply(party, AGREEMENTS, **other)
    here, there = TEAM.format(k=K), OTHER.format(k=K)
    team, for_team = (f"(CASE n %% 2 WHEN {odd} THEN {here} ELSE {there} END)" for odd in (1, 0))
    multiply(
        like,
        COMMITMENTS,
        agreement_id=f"{FIRST} + {K}",
        number="1 + (n - 1) %% 4",
        deliverable="'Deliverable ' || n",
        team_id=team,
        for_team_id=for_team,
        owner_id=MEMBER.format(team=team),
        accepted_by_id=MEMBER.format(team=for_team),
        due_on=f"date '{at.date() - timedelta(days=5)}' + n %% 100",
    )


def multiply(row: Team | Person | Membership | Model, count: int, **changes: str) -> None:
    """Insert ``row`` ``count`` times with keys from FIRST on; ``changes``: SQL over n, which counts from 1."""
    changes = {"id": f"{FIRST} + n"} | changes
    columns = [field.column for field in row._meta.concrete_fields if field.column]
    values = [changes.get(column, f'"like"."{column}"') for column in columns]
    table = row._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)}"
            f' FROM {table} "like", generate_series(1, %s) n WHERE "like".id = %s',
            [count, row.pk],
        )
