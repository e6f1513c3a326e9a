from pathlib import Path

from teams.checks import zones_are_pinned
from tests.stale_zones import stale_zone


def test_the_pinned_zones_pass() -> None:
    assert zones_are_pinned() == []


def test_the_files_of_a_stale_host_are_refused(tmp_path: Path) -> None:
    with stale_zone("America/Vancouver", was="America/Los_Angeles", folder=tmp_path):
        errors = zones_are_pinned()

    assert [error.id for error in errors] == ["teams.E001", "teams.E002"]
    assert "America/Vancouver" in errors[1].msg
