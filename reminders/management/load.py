"""An organisation of any size, the same every time: each table in one statement, so that millions take minutes.

Row n of a table is one instance of its model, with what differs written as SQL over n (from 1 on). Nothing here is
told by the operations: there is no history and no mail, only what sweeps, lists and reports read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Model

from agreements.domain.cadence import Frequency
from agreements.models import (
    Agreement,
    Cadence,
    CheckIn,
    Commitment,
    Dependency,
    Metric,
    Party,
    Reading,
    Sync,
)
from teams.domain.calendar import ONE_DAY
from teams.models import Membership, Organisation, Person, Role, Team

TEAMS = 200
PEOPLE = 10_000
AGREEMENTS = 5_000
CHECK_INS = 5
A_TEAM = PEOPLE // TEAMS
SYNCS_HELD, SYNCS_COMING = 4, 7
READINGS = 6
ADMINISTRATOR, EXECUTIVE, LEAD = "admin@load.example", "executive@load.example", "lead@load.example"

# Agreement k stands between two teams; every 200 agreements the second lies seven teams further on.
TEAM = f"(1 + {{k}} %% {TEAMS})"
OTHER = f"(1 + ({{k}} + 1 + {{k}} / {TEAMS} * 7) %% {TEAMS})"
LEAD_OF = f"(({{team}} - 1) * {A_TEAM} + 1)"
MEMBER_OF = f"(({{team}} - 1) * {A_TEAM} + 1 + ({{n}} * 7 + {{n}} / {AGREEMENTS}) %% {A_TEAM})"
# Commitment n: its agreement, its place there, and a number below 1,000 that decides on all that varies.
K = f"(1 + (n - 1) %% {AGREEMENTS})"
NUMBER = f"(1 + (n - 1) / {AGREEMENTS})"
LOT = "(n * 7919 %% 1000)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many ``commitments``, and how many in a hundred of them are open."""

    commitments: int
    open_percent: int = 25


@transaction.atomic
def load(*, at: datetime, size: Size, password: str) -> None:
    """Fill an empty database as of ``at``. Three people can sign in with ``password``."""
    with _without_triggers():
        _people(at, password)
        _agreements(at)
        _syncs(at)
        _commitments(at, size)
        _metrics(at)
    _count_on()


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Spare millions of look-ups, where the database lets us; what is written here fits together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may_spare,) = cursor.fetchone()
        if may_spare:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        if may_spare:
            cursor.execute("SET LOCAL session_replication_role = origin")


def _people(at: datetime, password: str) -> None:
    Organisation.objects.create(name="Load", time_zone="Europe/Berlin")
    _fill(Team(time_zone="Europe/Berlin"), TEAMS, slug="'unit-' || n", name="'Unit ' || n")
    person = Person(created_at=at, time_zone="Europe/Berlin", password="!")  # noqa: S106 - nobody signs in with it
    _fill(person, PEOPLE, email="'member-' || n || '@load.example'", name="'Member ' || n")
    role = f"CASE WHEN n %% {A_TEAM} = 1 THEN 'lead' ELSE 'member' END"
    _fill(Membership(), PEOPLE, team=f"1 + (n - 1) / {A_TEAM}", person="n", role=role)
    known = make_password(password)
    Person.objects.filter(pk=1).update(email=LEAD, name="Lee Lead", password=known)
    Person.objects.filter(pk=2).update(email=EXECUTIVE, name="Eva Executive", role=Role.EXECUTIVE, password=known)
    Person.objects.filter(pk=3).update(email=ADMINISTRATOR, name="Ada Admin", role=Role.ADMINISTRATOR, password=known)


def _agreements(at: datetime) -> None:
    began = at - timedelta(days=400)
    row = Agreement(state="active", activated_at=began, created_at=began, updated_at=at, created_by_id=3)
    zones = "(ARRAY['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'])[1 + n %% 4]"
    _fill(row, AGREEMENTS, number="n", title="'Agreement ' || n", time_zone=zones)
    for first, team in ((0, TEAM.format(k="n")), (AGREEMENTS, OTHER.format(k="n"))):
        signer = LEAD_OF.format(team=team)
        _fill(Party(), AGREEMENTS, id=f"{first} + n", agreement="n", team=team, representative=signer)


def _syncs(at: datetime) -> None:
    """Biweekly at 10:00 local time, on one of the five working days; four were held, seven come."""
    monday = at.date() - at.weekday() * ONE_DAY
    first = f"(date '{monday - SYNCS_HELD * 14 * ONE_DAY}' + {{k}} %% 5)"
    cadence = Cadence(frequency=Frequency.WEEKLY, interval=2, time=time(10, 0), starts_on=monday, anchor_on=monday)
    since = first.format(k="n")
    _fill(cadence, AGREEMENTS, agreement="n", weekday="n %% 5", time_zone="''", starts_on=since, anchor_on=since)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_cadence cadence SET time_zone = agreement.time_zone"
            " FROM agreements_agreement agreement WHERE agreement.id = cadence.agreement_id"
        )
    k, j = f"(1 + (n - 1) %% {AGREEMENTS})", f"((n - 1) / {AGREEMENTS})"
    slot = f"({first.format(k=k)} + 14 * {j})"
    here = f"(SELECT time_zone FROM agreements_agreement WHERE id = {k})"  # noqa: S608 - a text of this module
    starts = f"(({slot} + time '10:00') AT TIME ZONE {here})"
    is_held = f"{j} < {SYNCS_HELD}"
    _fill(
        Sync(minutes=30, starts_at=at),
        AGREEMENTS * (SYNCS_HELD + SYNCS_COMING),
        agreement=k,
        cadence=k,
        number=f"1 + {j}",
        slot_on=slot,
        starts_at=starts,
        held_at=f"CASE WHEN {is_held} THEN {starts} + interval '25 minutes' END",
        person_minutes=f"CASE WHEN {is_held} THEN 100 END",
    )


def _commitments(at: datetime, size: Size) -> None:
    is_open = f"(n * 37 + n / {AGREEMENTS} * 11) %% 100 < {size.open_percent}"
    here, there = TEAM.format(k=K), OTHER.format(k=K)
    team, for_team = (f"(CASE {NUMBER} %% 2 WHEN {odd} THEN {here} ELSE {there} END)" for odd in (1, 0))
    today = f"date '{at.date()}'"
    due = f"(CASE WHEN {is_open} THEN {today} - 3 + n * 13 %% 120 ELSE {today} - 10 - n * 13 %% 700 END)"
    # Of what is closed, of a thousand: 40 lapsed, 20 released, 30 adjusted late, 110 adjusted early, the rest kept.
    not_kept = f"WHEN {LOT} < 40 THEN {{lapsed}} WHEN {LOT} < 60 THEN {{released}}"
    ends = f"CASE WHEN {is_open} THEN {{open}} {not_kept} {{rest}} END"
    delivered = f"WHEN {LOT} < 1000 THEN ({due} - 2 + time '12:00') AT TIME ZONE 'UTC'"
    adjusted = f"WHEN {LOT} < 90 THEN 'late' WHEN {LOT} < 200 THEN 'early'"
    outcome = f"WHEN {LOT} < 90 THEN 'adjusted_late' WHEN {LOT} < 200 THEN 'adjusted_early' ELSE 'kept'"
    on_track = f"WHEN {LOT} < 980 THEN 'on_track'"
    nothing = {"open": "NULL", "lapsed": "NULL", "released": "NULL"}
    standing = f"CASE WHEN {LOT} < 20 THEN 'off_track' WHEN {LOT} < 80 THEN 'at_risk' {on_track} END"
    said_at = f"CASE WHEN {LOT} < 980 THEN timestamptz '{at.isoformat()}' - n * 11 %% 12 * interval '1 day' END"
    _fill(
        Commitment(done_when="It works for the first customer.", opened_at=at - timedelta(days=400)),
        size.commitments,
        agreement=K,
        number=NUMBER,
        deliverable="'Deliverable ' || n",
        team=team,
        for_team=for_team,
        owner=MEMBER_OF.format(team=team, n="n"),
        accepted_by=MEMBER_OF.format(team=for_team, n="(n + 3)"),
        due_on=due,
        original_due_on=due,
        state=ends.format(open="'open'", lapsed="'lapsed'", released="'released'", rest="ELSE 'accepted'"),
        outcome=ends.format(open="NULL", lapsed="'lapsed'", released="'released'", rest=outcome),
        adjusted=ends.format(**nothing, rest=adjusted),
        delivered_at=ends.format(**nothing, rest=delivered),
        declared_at=ends.format(**nothing, rest=delivered),
        accepted_at=ends.format(**nothing, rest=delivered),
        lapsed_at=ends.format(**nothing | {"lapsed": f"({due} + 3 + time '00:00') AT TIME ZONE 'UTC'"}, rest=""),
        released_at=ends.format(**nothing | {"released": f"({due} - 5 + time '09:00') AT TIME ZONE 'UTC'"}, rest=""),
        standing=standing,
        standing_at=said_at,
        recent=f"array_remove(ARRAY['on_track', 'on_track', {standing}], NULL)",
    )
    _check_ins(size.commitments)
    _dependencies(size.commitments)


def _check_ins(commitments: int) -> None:
    """Five each, a fortnight apart, the last one the standing that the commitment keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {CheckIn._meta.db_table} (commitment_id, person_id, role, standing, note, round_on, at)
            SELECT c.id, c.owner_id, 'owner', CASE WHEN back = 0 THEN c.standing ELSE 'on_track' END, '',
              (c.standing_at - back * interval '14 days')::date, c.standing_at - back * interval '14 days'
            FROM agreements_commitment c, generate_series(%s, 0, -1) back
            WHERE c.standing_at IS NOT NULL AND c.id <= %s
            """,  # noqa: S608 - the table's own name
            [CHECK_INS - 1, commitments],
        )


def _dependencies(commitments: int) -> None:
    """One in twenty waits for the one before it in the same agreement."""
    waiting = max(0, commitments - AGREEMENTS) // 20
    if waiting:
        row = Dependency(lag_days=1)
        _fill(row, waiting, downstream=f"{AGREEMENTS} + n * 20", upstream="n * 20")


def _metrics(at: datetime) -> None:
    """One an agreement, read every week, on its line but for one in twenty."""
    began, ends = at.date() - timedelta(days=60), at.date() + timedelta(days=120)
    metric = Metric(
        unit="trials", direction="up", baseline=Decimal(100), starts_on=began, target=Decimal(500), target_on=ends
    )
    metric.every_days, metric.joint_at, metric.looked_at = 7, at - timedelta(days=60), at
    signer = LEAD_OF.format(team=TEAM.format(k="n"))
    _fill(metric, AGREEMENTS, agreement="n", name="'Trials ' || n", reporter=signer, forecast="505")
    m, j = f"(1 + (n - 1) %% {AGREEMENTS})", f"((n - 1) / {AGREEMENTS})"
    read_on = f"(date '{at.date() - timedelta(days=1)}' - 7 * {j})"
    value = f"500 - ({j} * 12) - CASE WHEN {m} %% 20 = 0 THEN 200 ELSE 0 END"
    _fill(Reading(recorded_at=at, recorded_by_id=1), AGREEMENTS * READINGS, metric=m, on=read_on, value=value)


def _fill(row: Model, count: int, **changes: str) -> None:
    """Insert ``row`` ``count`` times, with keys from 1 on; ``changes``: SQL over n by the names of fields."""
    changes = {"id": "n"} | changes
    fields = [field for field in row._meta.concrete_fields if field.column]
    parameters, values = [], []
    for field in fields:
        if field.name in changes:
            values.append(changes[field.name])
        else:
            values.append("%s")
            parameters.append(field.get_db_prep_save(getattr(row, field.attname), connection))
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) SELECT {', '.join(values)} FROM generate_series(1, %s) n",  # noqa: S608 - columns of models and texts of this module
            [*parameters, count],
        )


def _count_on() -> None:
    """Keys that the database gives go on after those written here."""
    with connection.cursor() as cursor:
        for model in (
            Team,
            Person,
            Membership,
            Agreement,
            Party,
            Cadence,
            Sync,
            Commitment,
            Dependency,
            Metric,
            Reading,
        ):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"  # noqa: S608 - the tables' own names
            )
        cursor.execute("SELECT setval('agreements_number', %s)", [AGREEMENTS])
