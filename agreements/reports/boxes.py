"""Open drift flags as boxes of a page: strong ones first, then the oldest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from agreements.models import Strength
from agreements.reports.flags import FlagFilter, FlagRow, flag_register, flag_row
from teams.models import Person


@dataclass(frozen=True, slots=True)
class FlagBox:
    """One flag, titled by what it is about; ``is_own``: the reader owns the commitment it stands on."""

    title: str
    row: FlagRow
    is_own: bool


def boxes(about: Q, *, viewer: Person, at: datetime) -> tuple[FlagBox, ...]:
    """The open flags ``about`` something, in ``viewer``'s sight. One query."""
    flags = flag_register(viewer=viewer, at=at, wanted=FlagFilter()).filter(about)
    found = flags.order_by("strength", "opened_at", "pk")  # "strong" sorts before "weak"
    return tuple(
        _box(flag_row(flag, at=at), is_own=flag.commitment is not None and flag.commitment.owner_id == viewer.pk)
        for flag in found
    )


def _box(row: FlagRow, *, is_own: bool) -> FlagBox:
    weight = "is drifting" if row.strength == Strength.STRONG else "is worth a look"
    return FlagBox(f"{row.subject_name} {weight}", row, is_own)
