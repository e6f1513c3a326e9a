"""Who is to take a promise over, why, and why not; and who signs for a party from now on."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.domain.handovers import HandoverRole
from agreements.forms.parties import RepresentativeField
from agreements.models import Commitment, Party
from teams.domain.language import say
from teams.forms.fields import choice_of
from teams.models import Person, Team


class HandoverForm(forms.Form):
    to_person = forms.ModelChoiceField(queryset=Person.objects.none(), empty_label=_("Choose a person"))
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("They and the person at the other end read it as it stands."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, commitment: Commitment, role: HandoverRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_owner = role is HandoverRole.OWNER
        team = commitment.team if is_owner else commitment.for_team
        field = choice_of(self, "to_person")
        field.queryset = people_of(team, commitment)
        field.label = say("Who owns it from now on?") if is_owner else say("Who confirms it from now on?")
        field.help_text = say("Somebody of {name}.", name=team.name)


class HandoverDeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("Whoever asked reads it as it stands."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RepresentativeForm(forms.Form):
    representative = RepresentativeField(
        label=_("Who signs for it from now on?"), help_text=_("Somebody who may speak for the team.")
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = choice_of(self, "representative")
        field.empty_label = say("Choose a person")
        field.queryset = field.queryset.exclude(pk=party.representative_id) if field.queryset else field.queryset


def people_of(team: Team, commitment: Commitment) -> QuerySet[Person]:
    """Return who may take it over: of the team or signing for it, and neither of the two whom it concerns now."""
    signs = Party.objects.filter(agreement=commitment.agreement, team=team).values("representative")
    theirs = Person.objects.active().filter(Q(memberships__team=team) | Q(pk__in=signs)).distinct()
    return theirs.exclude(pk__in=[commitment.owner_id, commitment.accepted_by_id]).order_by("name", "pk")
