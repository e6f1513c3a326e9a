"""What Django looks at before anything starts (``manage.py check``)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.core.checks import CheckMessage, Error

from teams.domain.calendar import are_zones_pinned, zone, zone_data_version

# Offsets that changed of late. Debian 12 of November 2026 has each of them wrong by an hour.
WINTER = datetime(2026, 12, 15, 12, tzinfo=UTC)
KNOWN: Mapping[str, timedelta] = {
    "America/Vancouver": timedelta(hours=-7),
    "America/Edmonton": timedelta(hours=-6),
    "America/Winnipeg": timedelta(hours=-5),
    "Africa/Casablanca": timedelta(0),
}


def zones_are_pinned(**_: object) -> Sequence[CheckMessage]:
    """Refuse to start with the zone files of the host, or with rules that are known to be wrong."""
    errors = []
    if not are_zones_pinned():
        hint = "Call teams.domain.calendar.use_pinned_zones() before the first zone is looked up."
        errors.append(
            Error("Time zones come from the files of this machine, which may be stale.", hint, id="teams.E001")
        )
    wrong = [name for name, offset in KNOWN.items() if WINTER.astimezone(zone(name)).utcoffset() != offset]
    if wrong:
        hint = "Install what requirements.txt names, then run manage.py recompute_due."
        sentence = f"The zone data {zone_data_version()} are wrong for {', '.join(wrong)}."
        errors.append(Error(sentence, hint, id="teams.E002"))
    return errors
