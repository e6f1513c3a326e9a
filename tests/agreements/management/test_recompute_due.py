"""Vancouver stays on summer time from 2026 on. What was written by the rules before is an hour off, until this runs."""

from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from agreements.models import Agreement, Cadence, Sync
from agreements.operations.cadences import materialise_for, realign_syncs
from teams.domain.calendar import zone
from tests.factories import CadenceFactory
from tests.stale_zones import stale_zone

pytestmark = pytest.mark.django_db

AT = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def in_vancouver(launch: Agreement, tmp_path: Path) -> Cadence:
    """A cadence whose syncs were written while the zone data were stale."""
    cadence: Cadence = CadenceFactory.create(agreement=launch, time_zone="America/Vancouver")
    with stale_zone("America/Vancouver", was="America/Los_Angeles", folder=tmp_path):
        materialise_for(agreement=launch, at=AT)
    return cadence


def starts(cadence: Cadence) -> list[datetime]:
    return list(cadence.syncs.order_by("number").values_list("starts_at", flat=True))


def walls(cadence: Cadence) -> set[time]:
    return {at.astimezone(zone("America/Vancouver")).time() for at in starts(cadence)}


def test_coming_syncs_get_the_instants_of_their_wall_times(in_vancouver: Cadence) -> None:
    stale = walls(in_vancouver)
    moved = realign_syncs(at=AT)

    assert (stale, walls(in_vancouver)) == ({time(10), time(11)}, {time(10)})
    assert moved == sum(sequence > 0 for sequence in in_vancouver.syncs.values_list("sequence", flat=True)) > 0


def test_running_it_again_changes_nothing(in_vancouver: Cadence) -> None:
    realign_syncs(at=AT)

    assert realign_syncs(at=AT) == 0


def test_what_has_begun_or_was_moved_by_hand_stays(in_vancouver: Cadence) -> None:
    first, second = Sync.objects.order_by("number")[:2]
    Sync.objects.filter(pk=first.pk).update(moved_from=first.starts_at, move_reason="Half of us are away.")
    Sync.objects.filter(pk=second.pk).update(started_at=second.starts_at)
    realign_syncs(at=AT)

    assert starts(in_vancouver)[:2] == [first.starts_at, second.starts_at]


def test_the_command_says_what_moved(in_vancouver: Cadence) -> None:
    out = StringIO()
    call_command("recompute_due", stdout=out)

    assert "Zone data 20" in out.getvalue()
    assert "syncs moved" in out.getvalue()
