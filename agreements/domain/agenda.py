"""In which order a sync takes its items: what costs most to leave waiting comes first, and how long each takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """Why something is on the agenda, the dearest to leave waiting first."""

    DRIFTING = "drifting"
    DISPUTED = "disputed"
    DOUBT = "doubt"
    CHANGE = "change"
    CONCERN = "concern"
    TOPIC = "topic"
    DUE = "due"


ORDER = tuple(Section)
PLANNED_MINUTES = {
    Section.DRIFTING: 5,
    Section.DISPUTED: 5,
    Section.DOUBT: 3,
    Section.CHANGE: 5,
    Section.CONCERN: 3,
    Section.TOPIC: 5,
    Section.DUE: 1,
}
NO_DATE = 10_000  # working days: after everything that has one


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What decides on the place of one item.

    `days_left`: working days to the nearer of needed-by and due date, None without one. `came` puts what is equal in
    the order in which it came: an ISO date or instant.
    """

    section: Section
    is_strong: bool = False
    is_past_date: bool = False
    is_parked: bool = False  # the last sync put it off to this one
    days_left: int | None = None
    waited_for_by: int = 0
    came: str = ""


def ordered[Item](items: Iterable[tuple[Weight, Item]]) -> tuple[Item, ...]:
    """Return the items by what it costs to leave them waiting; equal ones stay in the order given."""
    return tuple(item for _, item in sorted(items, key=lambda pair: _rank(pair[0])))


def _rank(weight: Weight) -> tuple[int, bool, bool, bool, int, int, str]:
    return (
        ORDER.index(weight.section),
        not weight.is_strong,
        not weight.is_past_date,
        not weight.is_parked,
        NO_DATE if weight.days_left is None else weight.days_left,
        -weight.waited_for_by,
        weight.came,
    )


def planned_minutes(section: Section, *, own: int | None = None) -> int:
    """Return how long an item of that section is expected to take; a topic brings its `own` minutes."""
    return own if section is Section.TOPIC and own is not None else PLANNED_MINUTES[section]


def how_many_fit(minutes: Sequence[int], *, within: int) -> int:
    """Return how many items, taken in their order, fit `within` so many minutes."""
    used = 0
    for count, each in enumerate(minutes):
        used += each
        if used > within:
            return count
    return len(minutes)
