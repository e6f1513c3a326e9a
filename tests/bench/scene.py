"""The organisation that is measured: that of `manage.py seed_load`, and who reads it."""

import os
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from reminders.management.load import EXECUTIVE, LEAD, Size, load
from teams.models import Person

SIZE = Size(
    commitments=int(os.environ.get("HOLDFAST_BENCH_COMMITMENTS", "1000000")),
    open_percent=int(os.environ.get("HOLDFAST_BENCH_OPEN", "25")),
)
OF = f"{SIZE.commitments:,}, {SIZE.open_percent} % open"  # commitments


@dataclass(frozen=True, slots=True)
class Scene:
    """Who reads, and when."""

    at: datetime
    lead: Person
    executive: Person


def make_scene(*, at: datetime) -> Scene:
    """An organisation on whose commitments no sweep has looked yet."""
    load(at=at, size=SIZE, password="only-for-measurements")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Scene(at=at, lead=Person.objects.get(email=LEAD), executive=Person.objects.get(email=EXECUTIVE))
