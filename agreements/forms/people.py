"""The people and teams that a form about one agreement offers: those of its parties first."""

from collections import defaultdict
from typing import Any

from django import forms
from django.db.models import QuerySet

from agreements.models import Agreement
from teams.domain.language import say
from teams.forms.fields import choice_of
from teams.models import Membership, Person, Team

type Group = tuple[str, list[tuple[int, str]]]


def group_by_party(form: forms.BaseForm, *names: str, agreement: Agreement) -> None:
    """Order the people whom fields of ``form`` offer: each party with its own, then everybody else."""
    groups = party_groups(agreement)
    for field in (choice_of(form, name) for name in names):
        choices: list[Any] = [("", field.empty_label), *groups]
        field.widget.choices = choices


def party_groups(agreement: Agreement) -> list[Group]:
    people = dict(Person.objects.active().order_by("name", "pk").values_list("pk", "name"))
    members: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = Membership.objects.filter(team__parties__agreement=agreement, person__in=people).order_by("person__name")
    for team, pk in rows.values_list("team__name", "person"):
        members[team].append((pk, people[pk]))
    inside = {pk for group in members.values() for pk, _ in group}
    others = [(pk, name) for pk, name in people.items() if pk not in inside]
    return [*sorted(members.items()), *([(say("Everybody else"), others)] if others else [])]


def everybody() -> list[Group]:
    """Return all people who are still here, in one group."""
    return [("People", list(Person.objects.active().order_by("name", "pk").values_list("pk", "name")))]


def teams_of(agreement: Agreement) -> QuerySet[Team]:
    """Return the teams that are parties, by name."""
    return Team.objects.filter(parties__agreement=agreement).order_by("name", "pk")
