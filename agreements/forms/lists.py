"""The filters of the two lists as they stand in an address: what is none, or says nothing, is passed over and told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.commitments import CommitmentState, Outcome
from agreements.domain.counting import CAME_DUE
from agreements.reports import agreements, commitment_list
from agreements.reports.dashboard.units import tree
from agreements.reports.filters import (
    ANY,
    BY_ME,
    PAUSED,
    RENEGOTIATED,
    TO_ME,
    UNDER_WAY,
    AgreementFilter,
    CommitmentFilter,
)
from agreements.reports.keyset import Place, Sort, place
from teams.domain.language import say
from teams.forms.fields import DayField
from teams.models import Person, Priority

STATES_OF_AGREEMENTS = (
    AgreementState.DRAFT,
    AgreementState.READBACK,
    AgreementState.ACTIVE,
    PAUSED,
    RENEGOTIATED,
    AgreementState.COMPLETED,
    AgreementState.ENDED,
    AgreementState.WITHDRAWN,
)
STATES_OF_COMMITMENTS = (
    CommitmentState.OPEN,
    PAUSED,
    CommitmentState.DELIVERED,
    CommitmentState.LAPSED,
    CommitmentState.ACCEPTED,
    CommitmentState.RELEASED,
    CommitmentState.PROPOSED,
    UNDER_WAY,
    ANY,
)
PLACES = ("after", "before")  # where a page begins: no filter
ME = "me"


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the query of the list without it."""

    label: str
    value: str
    is_word: bool  # a code word, which the page says in the interface's words
    address: str


class WordField(forms.ChoiceField):
    """One of some code words; the page says them in the interface's words."""

    is_word = True

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        super().__init__(choices=[("", "Any"), *((str(word), str(word)) for word in words)], **options)


class AskedTeamField(forms.ChoiceField):
    """A team by its slug."""


class AskedTeamsField(forms.CharField):
    """Teams by their slugs, with commas between them: ``sales,finance``."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, max_length=500, help_text=say("Teams with all below them."))
        self.known: Mapping[str, str] = {}

    def clean(self, value: Any) -> tuple[str, ...]:
        asked = tuple(slug.strip() for slug in super().clean(value).split(",") if slug.strip())
        if not set(asked) <= set(self.known):
            raise forms.ValidationError(say("There is no such team."))
        return asked

    def in_words(self, asked: Iterable[str]) -> str:
        return ", ".join(self.known[slug] for slug in asked)


class AskedPersonField(forms.CharField):
    """Somebody by e-mail address, or "me"."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, max_length=254, help_text=say("An e-mail address, or me."))
        self.viewer: Person | None = None

    def clean(self, value: Any) -> Person | None:
        asked = super().clean(value).strip().lower()
        if not asked or asked == ME:
            return self.viewer if asked else None
        found = Person.objects.filter(email=asked).first() if asked.isprintable() else None
        if found is None:
            raise forms.ValidationError(say("Nobody has this address."))
        return found


class ListForm(forms.Form):
    """The base of both. ``FOLDED`` names what lies under "More filters", ``SORTS`` the orders, the usual one first.

    ``LINKED``: what numbers elsewhere ask for, shown while it is on.
    """

    FOLDED: ClassVar[tuple[str, ...]] = ()
    LINKED: ClassVar[tuple[str, ...]] = ()
    SORTS: ClassVar[Mapping[str, Sort]]

    def __init__(self, asked: QueryDict, *, viewer: Person) -> None:
        super().__init__(asked, auto_id="%s")
        self.asked, self.viewer = asked, viewer
        self.tree = tree()
        teams = sorted(self.tree.places.values(), key=lambda team: team.name.casefold())
        self.by_slug = {team.slug: team for team in teams}
        usual, *others = self.SORTS.items()
        self.usual_sort = usual[1]
        self.fields["sort"] = forms.ChoiceField(
            label=say("Order"), choices=[("", usual[1].words), *((code, sort.words) for code, sort in others)]
        )
        for field in self.fields.values():
            self._prepare(field)
        self.full_clean()

    @property
    def sort(self) -> Sort:
        return self.SORTS.get(self.cleaned_data.get("sort") or "", self.usual_sort)

    @property
    def begin(self) -> Place | None:
        """Where the asked page begins; the first page when that is none of this order."""
        if mark := self.asked.get("before"):
            return place(mark, sort=self.sort, is_before=True)
        return place(self.asked.get("after", ""), sort=self.sort)

    @property
    def ignored(self) -> list[str]:
        """What the address asks for and cannot have, as sentences."""
        unknown = [
            say("'{name}' is no filter here.", name=name[:40])
            for name in self.asked
            if name not in {*self.fields, *PLACES}
        ]
        empty = [
            say("'{asked}' says nothing as “{label}”.", asked=self.asked[name][:40], label=self.fields[name].label)
            for name in self.errors
            if name in self.fields
        ]
        return unknown + empty

    @property
    def query(self) -> str:
        """The filters that are on, as they stand in an address; the same list again, from its first page."""
        return self._query_without("")

    @property
    def is_filtered(self) -> bool:
        return any(name != "sort" for name in self._on())

    @property
    def is_tidy(self) -> bool:
        """Whether nothing in the address is empty; a plain form sends each field that is not filled in."""
        return all(self.asked.values())

    @property
    def chips(self) -> list[Chip]:
        on = (name for name in self._on() if name != "sort")
        return [
            Chip(
                label=str(self.fields[name].label),
                value=self._said(name),
                is_word=isinstance(self.fields[name], WordField),
                address=f"?{self._query_without(name)}",
            )
            for name in on
        ]

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in {*self.FOLDED, *self.LINKED, "q", "sort"}]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.FOLDED, *(name for name in self._on() if name in self.LINKED))]

    @property
    def is_fold_open(self) -> bool:
        return any(name in (*self.FOLDED, *self.LINKED) for name in self._on())

    def _prepare(self, field: forms.Field) -> None:
        """No filter is required; a person may be "me", a team is one of those there are."""
        field.required = False
        if isinstance(field, AskedPersonField):
            field.viewer = self.viewer
        if isinstance(field, AskedTeamField):
            field.choices = [("", "Any"), *((slug, team.name) for slug, team in self.by_slug.items())]
        if isinstance(field, AskedTeamsField):
            field.known = {slug: team.name for slug, team in self.by_slug.items()}

    def _on(self) -> list[str]:
        return [name for name in self.fields if name not in self.errors and self.asked.get(name)]

    def _query_without(self, left_out: str) -> str:
        kept = QueryDict(mutable=True)
        for name in self._on():
            if name != left_out:
                kept[name] = str(self.asked[name])
        return kept.urlencode()

    def _said(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, AskedTeamsField):
            return field.in_words(value)
        if isinstance(field, forms.ChoiceField):
            words: dict[Any, Any] = dict(cast("Any", field.choices))
            return str(words[value])
        return f"{value.day} {value:%b %Y}" if isinstance(value, date) else str(value)

    def _team(self, name: str) -> int | None:
        found = self.by_slug.get(self.cleaned_data.get(name) or "")
        return found.key if found else None

    def _below(self, name: str) -> frozenset[int] | None:
        """The keys of the teams that a filter names, with all below them; None where it names none."""
        asked = self.cleaned_data.get(name)
        return self.tree.below([asked] if isinstance(asked, str) else asked) if asked else None


class AgreementFilterForm(ListForm):
    SORTS = agreements.SORTS
    FOLDED = ("with", "person", "priority", "followed")
    LINKED = ("teams",)

    state = WordField([*STATES_OF_AGREEMENTS], label=_("State"))
    health = WordField(Health, label=_("Health"))
    team = AskedTeamField(label=_("Team"))
    q = forms.CharField(label=_("Words in title or goal"), max_length=120)

    def __init__(self, asked: QueryDict, *, viewer: Person) -> None:
        self.base_fields = self.base_fields | {  # type: ignore[misc]  # "with" cannot be the name of an attribute
            "with": AskedTeamField(label=say("And team")),
            "person": AskedPersonField(label=say("Person in it")),
            "priority": forms.ChoiceField(label=say("Priority"), choices=_priorities),
            "followed": forms.ChoiceField(
                label=say("Following"), choices=[("", "Any"), ("yes", say("Those I follow"))]
            ),
            "teams": AskedTeamsField(label=say("One of the teams")),
        }
        super().__init__(asked, viewer=viewer)

    def wanted(self) -> AgreementFilter:
        said = self.cleaned_data
        return AgreementFilter(
            state=said.get("state", ""),
            health=said.get("health", ""),
            team=self._team("team"),
            other=self._team("with"),
            teams=self._below("teams"),
            person=said.get("person"),
            priority=int(said["priority"]) if said.get("priority") else None,
            q=said.get("q", "").strip(),
            followed_by=self.viewer if said.get("followed") else None,
        )


class CommitmentFilterForm(ListForm):
    SORTS = commitment_list.SORTS
    FOLDED = ("health", "owner", "outcome", "due_after", "due_before", "agreement", "came_due")
    LINKED = ("accepted_by", "department", "for_department", "teams")

    q = forms.CharField(label=_("Words of the promise"), max_length=120)
    owed = forms.ChoiceField(label=_("Whose"), choices=[("", "Everybody's"), (BY_ME, "I owe"), (TO_ME, _("I am owed"))])
    state = WordField([*STATES_OF_COMMITMENTS], label=_("State"))
    health = WordField(Health, label=_("Health"))
    team = AskedTeamField(label=_("Owed by"))
    for_team = AskedTeamField(label=_("Owed to"))
    owner = AskedPersonField(label=_("Owner"))
    outcome = WordField([*CAME_DUE, Outcome.RELEASED], label=_("Outcome"))
    due_after = DayField(label=_("Due on or after"))
    due_before = DayField(label=_("Due on or before"))
    agreement = forms.IntegerField(label=_("Agreement A-"), min_value=1, max_value=999_999_999)
    came_due = forms.IntegerField(label=_("Came due in weeks"), min_value=1, max_value=520)
    accepted_by = AskedPersonField(label=_("Accepted by"))
    department = AskedTeamField(label=_("Owed by a team in"))
    for_department = AskedTeamField(label=_("Owed to a team in"))
    teams = AskedTeamsField(label=_("Owed by or to one of"))

    def wanted(self) -> CommitmentFilter:
        said = self.cleaned_data
        return CommitmentFilter(
            owed=said.get("owed", ""),
            state=said.get("state", ""),
            health=said.get("health", ""),
            outcome=said.get("outcome", ""),
            team=self._team("team"),
            for_team=self._team("for_team"),
            department=self._below("department"),
            for_department=self._below("for_department"),
            teams=self._below("teams"),
            owner=said.get("owner"),
            accepted_by=said.get("accepted_by"),
            agreement=said.get("agreement"),
            due_after=said.get("due_after"),
            due_before=said.get("due_before"),
            came_due=said.get("came_due"),
            q=said.get("q", "").strip(),
        )


def _priorities() -> list[tuple[str, str]]:
    rows = Priority.objects.order_by("position", "pk").values_list("pk", "name")
    return [("", "Any"), *((str(pk), name) for pk, name in rows)]
