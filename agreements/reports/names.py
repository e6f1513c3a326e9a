"""What frozen terms call by address, slug and id, by the names that people know."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agreements.models import Commitment
from teams.domain.language import say
from teams.models import Person, Team

type Json = Mapping[str, Any]

ELSEWHERE = "a commitment in another agreement"


@dataclass(frozen=True, slots=True)
class Names:
    """Each map has all that the terms name; somebody or something that is gone is called as the terms call it."""

    people: Mapping[str | None, str]  # by e-mail address; None is nobody
    teams: Mapping[str, str]  # by slug
    promised: Mapping[int, str]  # commitments by id, in quotation marks
    metrics: Mapping[int, str]  # by id

    def wait(self, wait: Json) -> str:
        """Write one of the ``waits_on`` of a commitment: “API spec”, 1 day after it."""
        lag = wait["lag_days"]
        name = self.promised.get(wait["commitment"], ELSEWHERE)
        return f"{name}, {lag} day{'' if lag == 1 else 's'} after it" if lag else name


def names_in(*terms: Json, viewer: Person | None) -> Names:
    """Find the names in all of ``terms`` as ``viewer`` may read them; of two, the last one's. Three queries.

    Without a viewer nothing of another agreement is named.
    """
    metrics = {metric["id"]: metric["name"] for each in terms for metric in each["metrics"]}
    return Names(_people(terms), _teams(terms), _promised(terms, viewer), metrics)


def _people(terms: Iterable[Json]) -> dict[str | None, str]:
    named = {email for each in terms for email in _addresses(each)}
    found = dict(Person.objects.filter(email__in=named).values_list("email", "name"))
    count = Counter(found.values())
    told_apart = {email: f"{name} ({email})" if count[name] > 1 else name for email, name in found.items()}
    return {None: "nobody", **{email: told_apart.get(email, email) for email in named}}


def _addresses(terms: Json) -> set[str]:
    named = (
        *(party["representative"] for party in terms["parties"]),
        *(one[role] for one in terms["commitments"] for role in ("owner", "accepted_by")),
        *(metric["reporter"] for metric in terms["metrics"]),
    )
    return {email for email in named if email}


def _teams(terms: Iterable[Json]) -> dict[str, str]:
    slugs = {party["team"] for each in terms for party in each["parties"]}
    found = Team.objects.filter(slug__in=slugs)
    return {**{slug: slug for slug in slugs}, **dict(found.values_list("slug", "name"))}


def _promised(terms: Iterable[Json], viewer: Person | None) -> dict[int, str]:
    """Those of the terms themselves, by their latest name; of another agreement only what ``viewer`` may read."""
    commitments = [one for each in terms for one in each["commitments"]]
    own = {one["id"]: f"“{one['deliverable']}”" for one in commitments}
    waits = {wait["commitment"] for one in commitments for wait in one["waits_on"]} - own.keys()
    seen = Commitment.objects.visible_to(viewer) if viewer else Commitment.objects.none()
    others = seen.filter(pk__in=waits).select_related("agreement")
    return {
        **own,
        **{
            other.pk: say("“{deliverable}” of {label}", deliverable=other.deliverable, label=other.agreement.label)
            for other in others
        },
    }
