"""The tree of teams, flattened in the order in which it is read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from teams.models import MembershipRole, Person, Team

DEEPEST_INDENT = 3


@dataclass(frozen=True, slots=True)
class TeamRow:
    """``depth`` 0 has nothing above it. ``people`` counts those who are still here."""

    slug: str
    name: str
    depth: int
    leads: tuple[Person, ...]
    people: int

    @property
    def indent(self) -> int:
        """How far it stands to the right on a page: as its depth, up to 3."""
        return min(self.depth, DEEPEST_INDENT)


def team_tree() -> list[TeamRow]:
    """Return every team below its parent, by name, with two queries."""
    below: dict[int | None, list[Team]] = defaultdict(list)
    for team in Team.objects.prefetch_related("memberships__person").order_by("name", "pk"):
        below[team.parent_id].append(team)
    return list(_walk(below, None, 0))


def _walk(below: Mapping[int | None, Sequence[Team]], parent: int | None, depth: int) -> Iterator[TeamRow]:
    for team in below.get(parent, ()):
        here = [member for member in team.memberships.all() if member.person.is_active]
        leads = tuple(member.person for member in here if member.role == MembershipRole.LEAD)
        yield TeamRow(slug=team.slug, name=team.name, depth=depth, leads=leads, people=len(here))
        yield from _walk(below, team.pk, depth + 1)
