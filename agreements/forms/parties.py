"""A team in an agreement: who signs for it and what it gains."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party
from agreements.operations.drafts import PartyDraft
from teams.forms.fields import LongField, PersonField, choice_of
from teams.models import Membership, MembershipRole, Person, Team


class RepresentativeField(PersonField):
    """Shows the teams of each person, because people look for whoever speaks for a team."""

    def __init__(self, **kwargs: Any) -> None:
        people = Person.objects.active().prefetch_related("memberships__team")
        super().__init__(queryset=people, **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        teams = ", ".join(membership.team.name for membership in obj.memberships.all())
        return f"{obj.name} ({teams})" if teams else obj.name


class PartyForm(forms.Form):
    team = forms.ModelChoiceField(queryset=Team.objects.none(), empty_label=_("Choose a team"))
    representative = RepresentativeField(
        required=False,
        when_needed=_("before you propose"),
        label=_("Who signs for it"),
        help_text=_("Somebody who may speak for the team."),
    )
    gains = LongField(
        required=False, label=_("What this gives the team"), help_text=_("What does success look like for the team?")
    )

    def __init__(self, *args: Any, teams: QuerySet[Team] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Team.objects.all() if teams is None else teams
        choice_of(self, "team").queryset = offered.order_by("name", "pk")

    def draft(self) -> PartyDraft:
        """Return what was filled in; call it when the form is valid."""
        return PartyDraft(**self.cleaned_data)


class PartyEditForm(PartyForm):
    """The team of a party stays what it is."""

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        initial = {name: getattr(party, name) for name in PartyForm.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["team"].disabled = True


class BasePartyFormSet(forms.BaseFormSet[PartyForm]):
    def drafts(self) -> tuple[PartyDraft, ...]:
        """Return the parties that were filled in; call it when the set is valid."""
        return tuple(form.draft() for form in self.forms if form.has_changed() or not form.empty_permitted)


# My team, another one, and a third if there is one; more can join on the page of the parties.
PartyFormSet = cast(
    "type[BasePartyFormSet]",
    formset_factory(PartyForm, formset=BasePartyFormSet, min_num=2, extra=1, max_num=3),
)


def teams_outside(agreement: Agreement) -> QuerySet[Team]:
    return Team.objects.exclude(parties__agreement=agreement)


def first_party(person: Person) -> list[dict[str, Any]]:
    """What the first party starts from: a team that ``person`` leads, else one they are in, signed for by them."""
    mine = Membership.objects.filter(person=person).select_related("team")
    led = [membership for membership in mine if membership.role == MembershipRole.LEAD]
    return [{"team": membership.team, "representative": person} for membership in [*led, *mine][:1]]
