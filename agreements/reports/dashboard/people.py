"""Whether a number is about people enough to be said: four at least behind the promises that it counts."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Value

from agreements.domain.counting import LEAST_COMMITMENTS, LEAST_PEOPLE, Weeks
from agreements.models import Commitment
from agreements.reports.dashboard.sight import Sight
from agreements.reports.filters import that_came_due
from teams.models import Membership, Person

EVERYBODY = -1  # the number of the group of all, beside those of units
LOOKED_AT = LEAST_PEOPLE * 3  # rows: somebody may belong to several teams of a unit


def groups_of_enough(
    sight: Sight, *, weeks: Weeks, groups: Mapping[int, Iterable[int]], came_due: Mapping[int, int]
) -> frozenset[int]:
    """The numbers of the groups of teams with promises of four people at least that came due in ``weeks``.

    People of a group are members of its teams; `EVERYBODY` stands for all owners. At most one query, which ends with
    the fourth person of each; a group with fewer than five commitments is not looked at.
    """
    asked = [number for number, count in came_due.items() if count >= LEAST_COMMITMENTS]
    if not asked:
        return frozenset()
    queries = [_people(sight, weeks, number, groups.get(number, ())) for number in asked]
    found: dict[int, set[int]] = {}
    for number, person in queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]:
        found.setdefault(number, set()).add(person)
    return frozenset(number for number, people in found.items() if len(people) >= LEAST_PEOPLE)


def _people(sight: Sight, weeks: Weeks, number: int, teams: Iterable[int]) -> QuerySet[Membership, tuple[int, int]]:
    group = Value(number, output_field=IntegerField())
    promised = Commitment.objects.filter(sight.either_side(), that_came_due(weeks))
    if number == EVERYBODY:
        owners = Person.objects.filter(Exists(promised.filter(owner=OuterRef("pk")))).order_by()
        return owners.annotate(group=group).values_list("group", "pk")[:LOOKED_AT]  # type: ignore[return-value] # the same shape
    theirs = promised.filter(owner=OuterRef("person"), team=OuterRef("team"))
    members = Membership.objects.filter(Exists(theirs), team__in=tuple(teams)).order_by()
    return members.annotate(group=group).values_list("group", "person")[:LOOKED_AT]
