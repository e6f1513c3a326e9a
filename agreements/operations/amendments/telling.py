"""What history says about changes: each with names in the place of addresses, as they were called then."""

from collections.abc import Mapping, Sequence

from agreements.models import Change
from agreements.operations.amendments.holding import Held
from agreements.reports.present import Json
from teams.models import Person, Team

NAMED = frozenset({"owner", "accepted_by", "team", "for_team"})

type Facts = dict[str, object]


def facts_of(held: Held) -> Facts:
    """What every entry about an amendment begins with: its number in its agreement, and its id."""
    return {"amendment": held.amendment.number, "amendment_id": held.amendment.pk}


def told(changes: Sequence[Change]) -> list[Facts]:
    """Return ``changes`` as history keeps them. Two queries."""
    sides = [side for change in changes for side in (change.was, change.now)]
    stored = {value for side in sides for field, value in side.items() if field in NAMED and value}
    names = dict(Person.objects.filter(email__in=stored).values_list("email", "name"))
    names |= dict(Team.objects.filter(slug__in=stored).values_list("slug", "name"))
    return [_told(change, names) for change in changes]


def _told(change: Change, names: Mapping[str, str]) -> Facts:
    about: Facts = {"kind": str(change.kind), "is_ripple": change.is_ripple}
    if change.commitment is not None:
        commitment = change.commitment
        about |= {"commitment": commitment.pk, "number": commitment.number, "deliverable": commitment.deliverable}
    if change.metric is not None:
        about |= {"metric": change.metric.pk, "name": change.metric.name}
    return about | {"was": _named(change.was, names), "now": _named(change.now, names)}


def _named(side: Json, names: Mapping[str, str]) -> Facts:
    return {field: names.get(value, value) if field in NAMED else value for field, value in side.items()}
