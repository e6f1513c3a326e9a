"""An organisation of any size, the same every time: each table in one statement, so that millions take minutes.

Nothing here is told by the operations: there is no mail, and of each history only that its agreement came into force;
else what sweeps, lists and reports read.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Cadence, Commitment, Dependency, Event, Metric, Party, Reading, Sync
from agreements.operations.summaries import mend_summaries
from agreements.operations.team_counts import count_teams
from reminders.management.load.commitments import load_commitments
from reminders.management.load.rows import count_on, fill, without_triggers
from reminders.management.load.size import Size
from teams.domain.calendar import ONE_DAY
from teams.models import Membership, Organisation, Person, Role, Team

SYNCS_BEFORE, SYNCS = 4, 11  # fortnights before this week, and of all
READINGS = 6
BEGAN = timedelta(days=400)  # ago
ADMINISTRATOR, EXECUTIVE, LEAD = "admin@load.example", "executive@load.example", "lead@load.example"


@transaction.atomic
def load(*, at: datetime, size: Size, password: str) -> None:
    """Fill an empty database as of ``at``. Three people can sign in with ``password``."""
    with without_triggers():
        _people(at, size, password)
        _agreements(at, size)
        _syncs(at, size)
        load_commitments(at, size)
        _metrics(at, size)
    fill(Event(at=at - BEGAN, kind="activated", data={"version": 1}), size.agreements, agreement="n")  # sealed
    _count_on(size)
    mend_summaries()
    count_teams(at=at)


def _people(at: datetime, size: Size, password: str) -> None:
    Organisation.objects.create(name="Load", time_zone="Europe/Berlin")
    fill(Team(time_zone="Europe/Berlin"), size.teams, slug="'unit-' || n", name="'Unit ' || n")
    person = Person(created_at=at, time_zone="Europe/Berlin", password="!")  # noqa: S106 - nobody signs in with it
    fill(person, size.people, email="'member-' || n || '@load.example'", name="'Member ' || n")
    role = f"CASE WHEN n %% {size.members} = 1 THEN 'lead' ELSE 'member' END"
    fill(Membership(), size.people, team=f"1 + (n - 1) / {size.members}", person="n", role=role)
    known = make_password(password)
    Person.objects.filter(pk=1).update(email=LEAD, name="Lee Lead", password=known)
    Person.objects.filter(pk=2).update(email=EXECUTIVE, name="Eva Executive", role=Role.EXECUTIVE, password=known)
    Person.objects.filter(pk=3).update(email=ADMINISTRATOR, name="Ada Admin", role=Role.ADMINISTRATOR, password=known)


def _agreements(at: datetime, size: Size) -> None:
    began = at - BEGAN
    row = Agreement(state="active", activated_at=began, created_at=began, updated_at=at, created_by_id=3)
    zones = "(ARRAY['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'])[1 + n %% 4]"
    fill(row, size.agreements, number="n", title="'Agreement ' || n", time_zone=zones)
    for first, team in ((0, size.team("n")), (size.agreements, size.other_team("n"))):
        fill(Party(), size.agreements, id=f"{first} + n", agreement="n", team=team, representative=size.lead(team))


def _syncs(at: datetime, size: Size) -> None:
    """Biweekly at 10:00 local time, on one of the five working days; every one until yesterday was held."""
    monday = at.date() - at.weekday() * ONE_DAY
    first = f"(date '{monday - SYNCS_BEFORE * 14 * ONE_DAY}' + {{k}} %% 5)"
    cadence = Cadence(frequency=Frequency.WEEKLY, interval=2, time=time(10, 0), starts_on=monday, anchor_on=monday)
    since = first.format(k="n")
    fill(cadence, size.agreements, agreement="n", weekday="n %% 5", time_zone="''", starts_on=since, anchor_on=since)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_cadence cadence SET time_zone = agreement.time_zone"
            " FROM agreements_agreement agreement WHERE agreement.id = cadence.agreement_id"
        )
    k, j = f"(1 + (n - 1) %% {size.agreements})", f"((n - 1) / {size.agreements})"
    slot = f"({first.format(k=k)} + 14 * {j})"
    here = f"(SELECT time_zone FROM agreements_agreement WHERE id = {k})"  # noqa: S608 - a text of this module
    starts = f"(({slot} + time '10:00') AT TIME ZONE {here})"
    is_held = f"{slot} < date '{at.date()}'"
    fill(
        Sync(minutes=30, starts_at=at),
        size.agreements * SYNCS,
        agreement=k,
        cadence=k,
        number=f"1 + {j}",
        slot_on=slot,
        starts_at=starts,
        held_at=f"CASE WHEN {is_held} THEN {starts} + interval '25 minutes' END",
        person_minutes=f"CASE WHEN {is_held} THEN 100 END",
    )


def _metrics(at: datetime, size: Size) -> None:
    """One an agreement, read every week, on its line but for one in twenty."""
    began, ends = at.date() - timedelta(days=60), at.date() + timedelta(days=120)
    metric = Metric(
        unit="trials", direction="up", baseline=Decimal(100), starts_on=began, target=Decimal(500), target_on=ends
    )
    metric.every_days, metric.joint_at, metric.looked_at = 7, at - timedelta(days=60), at
    signer = size.lead(size.team("n"))
    fill(metric, size.agreements, agreement="n", name="'Trials ' || n", reporter=signer, forecast="505")
    m, j = f"(1 + (n - 1) %% {size.agreements})", f"((n - 1) / {size.agreements})"
    read_on = f"(date '{at.date() - timedelta(days=1)}' - 7 * {j})"
    value = f"500 - ({j} * 12) - CASE WHEN {m} %% 20 = 0 THEN 200 ELSE 0 END"
    fill(Reading(recorded_at=at, recorded_by_id=1), size.agreements * READINGS, metric=m, on=read_on, value=value)


def _count_on(size: Size) -> None:
    count_on(Team, Person, Membership, Agreement, Party, Cadence, Sync, Commitment, Dependency, Metric, Reading, Event)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('agreements_number', %s)", [size.agreements])
