"""Which teams stand for themselves on a page, and which departments stand for theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.reports.dashboard.matrix import MOST, TeamName
from agreements.reports.dashboard.tallies import Tallies
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Place:
    """A team in the tree; ``path`` leads from its top-level department down to itself."""

    key: int
    slug: str
    name: str
    path: tuple[int, ...]

    @property
    def is_top(self) -> bool:
        return len(self.path) == 1


@dataclass(frozen=True, slots=True)
class Tree:
    """Every team by its key."""

    places: Mapping[int, Place]

    def place(self, slug: str) -> Place | None:
        return next((place for place in self.places.values() if place.slug == slug), None)

    def below(self, slugs: Iterable[str]) -> frozenset[int]:
        """The teams of these slugs, with all below them; slugs that no team has are left out."""
        tops = {place.key for place in self.places.values() if place.slug in set(slugs)}
        return frozenset(key for key, place in self.places.items() if tops & set(place.path))

    def named(self, slugs: Iterable[str]) -> tuple[TeamName, ...]:
        by_slug = {place.slug: place for place in self.places.values()}
        return tuple(self.name(by_slug[slug].key, {}) for slug in slugs if slug in by_slug)

    def name(self, key: int, sizes: Mapping[int, int]) -> TeamName:
        place = self.places[key]
        return TeamName(place.slug, place.name, sizes.get(key, 1), is_whole=sizes.get(key, 1) in (1, self.size(key)))

    def size(self, key: int) -> int:
        """How many teams it is with all below it."""
        return sum(1 for place in self.places.values() if key in place.path)


@dataclass(frozen=True, slots=True)
class Units:
    """The unit that stands for each team, by its key, and the keys of the teams that each stands for."""

    of: Mapping[int, TeamName]
    is_grouped: bool

    @property
    def teams(self) -> Mapping[TeamName, frozenset[int]]:
        found: dict[TeamName, set[int]] = defaultdict(set)
        for key, unit in self.of.items():
            found[unit].add(key)
        return {unit: frozenset(keys) for unit, keys in found.items()}


def tree() -> Tree:
    """One query."""
    rows = {key: (slug, name, parent) for key, slug, name, parent in _rows()}

    def path(key: int, seen: tuple[int, ...] = ()) -> tuple[int, ...]:
        parent = rows[key][2]
        return (key, *seen) if parent is None or parent in seen else path(parent, (key, *seen))

    return Tree({key: Place(key, slug, name, path(key)) for key, (slug, name, _) in rows.items()})


def units(forest: Tree, *, asked: frozenset[int], tallies: Tallies) -> Units:
    """Each team for itself while there are nine at most; else its department, the largest of them by name.

    With teams asked for, those stand for themselves while they are few, else what lies just below what was asked.
    """
    volume: Counter[int] = Counter(dict.fromkeys(tallies.teams, 0))
    for (debtor, creditor), owed in tallies.now.items():
        if owed.open:
            volume[debtor] += owed.open
            volume[creditor] += owed.open
    if len(volume) <= MOST:
        return Units({key: forest.name(key, {}) for key in volume}, is_grouped=False)
    heads = {key: _head(forest.places[key], asked) for key in volume}
    sizes = Counter(_head(place, asked) for place in forest.places.values())
    shown = _largest(heads, volume)
    others = TeamName("", "Other teams", sum(1 for head in heads.values() if head not in shown))
    named = {key: forest.name(head, sizes) if head in shown else others for key, head in heads.items()}
    return Units(named, is_grouped=True)


def _rows() -> Iterable[tuple[int, str, str, int | None]]:
    return Team.objects.values_list("pk", "slug", "name", "parent")


def _head(place: Place, asked: frozenset[int]) -> int:
    """Whom a team stands under: its department, or itself where it was asked for among few."""
    if place.key not in asked:
        return place.path[0]
    inside = [key for key in place.path if key in asked]
    return place.key if len(asked) <= MOST else inside[min(1, len(inside) - 1)]


def _largest(heads: Mapping[int, int], volume: Mapping[int, int]) -> frozenset[int]:
    """As many units as a page has room for: all, or those that most is owed by and to, less one for all the others."""
    sums: Counter[int] = Counter()
    for key, head in heads.items():
        sums[head] += volume[key]
    return frozenset(head for head, _ in sums.most_common(MOST if len(sums) <= MOST else MOST - 1))
