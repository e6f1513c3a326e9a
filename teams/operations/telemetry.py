"""Marks of use: written beside the domain, never more than once a minute for one subject."""

from datetime import datetime, timedelta

from teams.models import Telemetry

EVERY = timedelta(minutes=1)


def note_use(*, subject: str, at: datetime) -> None:
    """Remember that ``subject`` ("token:3", "person:12") was in use at the real instant ``at``, to the minute."""
    if Telemetry.objects.filter(subject=subject, at__gt=at - EVERY).exists():
        return
    Telemetry.objects.bulk_create(
        [Telemetry(subject=subject, at=at)],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["at"],
    )
