"""How weeks stood: today is Monday 1 March 2027, so the present week has just begun."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import TeamCount
from agreements.operations.team_counts import count_teams
from teams.models import Team
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    DriftFlagFactory,
    PartyFactory,
    SyncFactory,
)

pytestmark = pytest.mark.django_db

LAST_WEEK = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)  # a Wednesday


def counted(team: Team, week: date) -> tuple[int, int, int, int]:
    row = TeamCount.objects.get(team=team, week=week)
    return row.open, row.drifting, row.asked, row.answered


def test_what_is_open_now_in_agreements_that_run(product: Team, sales: Team) -> None:
    for kind in (
        {"is_active": True},
        {"is_active": True, "paused_until": date(2027, 5, 1), "pause_reason": "Summer."},
        {"state": "completed", "activated_at": AT, "closed_at": AT},
    ):
        pair = {"agreement": AgreementFactory.create(**kind), "team": product, "for_team": sales}
        CommitmentFactory.create(is_open=True, **pair)
        CommitmentFactory.create(is_open=True, shown_health="drifting", **pair)
    CommitmentFactory.create(agreement=AgreementFactory.create(), team=product, for_team=sales)
    count_teams(at=AT)
    assert counted(product, date(2027, 3, 1)) == (2, 1, 0, 0)


def test_owners_are_asked_before_a_sync_that_was_not_called_off(product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True, activated_at=AT - timedelta(weeks=8))
    cadence = CadenceFactory.create(agreement=agreement)
    PartyFactory.create(agreement=agreement, team=product)
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 2, 24), starts_at=LAST_WEEK, held_at=LAST_WEEK)
    SyncFactory.create(
        cadence=cadence, slot_on=date(2027, 2, 25), starts_at=LAST_WEEK, cancelled_at=AT, cancel_reason="All is well."
    )
    pair = {"agreement": agreement, "team": product, "for_team": sales}
    said, late, _ = (CommitmentFactory.create(is_open=True, **pair) for _ in range(3))
    CommitmentFactory.create(
        state="accepted",
        opened_at=AT - timedelta(weeks=8),
        accepted_at=AT,
        **pair,
        delivered_at=LAST_WEEK - timedelta(days=1),
    )
    CheckInFactory.create(commitment=said, round_on=date(2027, 2, 24), at=LAST_WEEK - timedelta(hours=1))
    CheckInFactory.create(commitment=late, round_on=date(2027, 2, 24), at=LAST_WEEK + timedelta(hours=1))
    count_teams(at=AT)
    assert counted(product, date(2027, 2, 22))[2:] == (3, 1)
    assert TeamCount.objects.get(team=product, week=date(2027, 3, 1)).last_sync_at == LAST_WEEK


def test_weeks_before_the_first_count_are_worked_out_once(product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True, activated_at=AT - timedelta(weeks=3))
    pair = {"agreement": agreement, "team": product, "for_team": sales}
    drifted = CommitmentFactory.create(is_open=True, **pair)
    CommitmentFactory.create(
        state="lapsed",
        outcome="lapsed",
        opened_at=AT - timedelta(weeks=3),
        lapsed_at=AT - timedelta(weeks=1, days=4),
        **pair,
    )
    DriftFlagFactory.create(
        agreement=agreement,
        commitment=drifted,
        opened_at=AT - timedelta(weeks=2),
        shown_at=AT - timedelta(weeks=2),
        closed_at=AT - timedelta(days=2),
    )
    assert count_teams(at=AT) == 4
    weeks = TeamCount.objects.filter(team=product).order_by("week").values_list("week", "open", "drifting")
    assert list(weeks) == [
        (date(2027, 2, 8), 2, 0),
        (date(2027, 2, 15), 1, 1),
        (date(2027, 2, 22), 1, 0),
        (date(2027, 3, 1), 1, 0),
    ]
    assert count_teams(at=AT) == 2


def test_nothing_is_counted_where_nothing_ever_was_in_force(product: Team) -> None:
    assert count_teams(at=AT) == 0
