"""Another version of the zone data, as a host may have it: the rules of one zone from before they changed."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from teams.domain.calendar import use_pinned_zones, zone_names


@contextmanager
def stale_zone(name: str, *, was: str, folder: Path) -> Iterator[None]:
    """Inside, the zone `name` has the rules of the zone `was`, read from `folder` as from a host's files."""
    stale = folder / name
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_bytes(files("tzdata").joinpath("zoneinfo", *was.split("/")).read_bytes())
    zoneinfo.reset_tzpath(to=[folder])
    zoneinfo.ZoneInfo.clear_cache()
    zone_names.cache_clear()
    try:
        yield
    finally:
        use_pinned_zones()
