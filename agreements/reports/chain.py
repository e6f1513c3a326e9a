"""The chain that one way of making a change moves, line by line as a page draws it, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.domain.plots import Slip, Window, window_over
from agreements.domain.ripple import Effect
from agreements.reports.changes import Facet
from agreements.reports.ripple import RippleRow, TouchedTarget
from teams.models import Person

ROOM = 0.55  # of the days shown, right of the last for its label: the column is narrow

type Facets = Mapping[int, tuple[Facet, ...]]  # by commitment


@dataclass(frozen=True, slots=True)
class Link:
    """One commitment of the chain; ``slip`` is None where out of sight there is no date to draw."""

    row: RippleRow
    code: str  # of the interface's table: what happens to it
    slip: Slip | None
    facets: tuple[Facet, ...]
    is_mine: bool

    @property
    def days(self) -> int:
        """Calendar days from its date to the new one; 0 where it stays or is dropped."""
        return (self.row.now - self.row.was).days if self.row.now and self.row.was else 0

    @property
    def days_after_needed(self) -> int:
        return (self.row.now - self.row.needed_by).days if self.row.now and self.row.needed_by else 0


@dataclass(frozen=True, slots=True)
class Chain:
    """What changes and what that shortens, in reading order; then ``unmoved``, what waits on it and stays as it is."""

    links: tuple[Link, ...]
    unmoved: tuple[Link, ...]
    window: Window

    @property
    def moves(self) -> int:
        """How many commitments move that nobody asked to move."""
        return sum(link.row.effect == Effect.MOVED for link in self.links)

    @property
    def has_needs(self) -> bool:
        """Whether any of them says by when its receiver needs it."""
        return any(link.row.needed_by for link in self.links)

    @property
    def breaks(self) -> tuple[Link, ...]:
        """Those that now land after they are needed, and did not before."""
        return tuple(link for link in self.links if link.row.is_new_break)

    @property
    def targets(self) -> tuple[tuple[Link, TouchedTarget], ...]:
        """The metrics whose target comes before what should help to reach it."""
        return tuple((link, target) for link in self.links for target in link.row.targets)

    @property
    def must_consent(self) -> tuple[Person, ...]:
        return _each_once(person for link in self.links for person in link.row.must_consent)

    @property
    def told(self) -> tuple[Person, ...]:
        """Who has to hear of it and is not asked."""
        asked = self.must_consent
        found = _each_once(person for link in (*self.links, *self.unmoved) for person in link.row.told)
        return tuple(person for person in found if person not in asked)


def chain_of(rows: Iterable[RippleRow], *, viewer: Person, today: date, facets: Facets | None = None) -> Chain:
    """Lay out ``rows``, in their order; ``facets`` are what changes in them beside their dates."""
    said = facets or {}
    links = [_link(row, said.get(row.commitment or 0, ()), viewer) for row in rows]
    slips = [link.slip for link in links if link.slip and link.row.effect != Effect.STAYS]
    return Chain(
        links=tuple(link for link in links if link.row.effect != Effect.STAYS),
        unmoved=tuple(link for link in links if link.row.effect == Effect.STAYS),
        window=window_over(slips, as_of=today, room=ROOM),
    )


def _link(row: RippleRow, facets: tuple[Facet, ...], viewer: Person) -> Link:
    code = "breaks" if row.is_new_break else str(row.effect)
    mark = code if row.is_change or row.effect == Effect.SLACK_SHRINKS else "stays"
    slip = Slip(was=row.was, now=row.now, code=mark, needed_by=row.needed_by) if row.was else None
    return Link(row, code, slip, facets, is_mine=row.owner == viewer)


def _each_once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(people))
