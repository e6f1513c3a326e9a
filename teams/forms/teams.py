"""A team of the tree, and who is in it."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import PersonField, ZoneField, choice_of
from teams.models import MembershipRole, Team
from teams.operations.drafts import TeamDraft

ROLES = [(MembershipRole.MEMBER.value, "Member"), (MembershipRole.LEAD.value, "Lead")]


class TeamForm(forms.Form):
    name = forms.CharField(max_length=120)
    slug = forms.SlugField(
        max_length=60, required=False, label=_("Name in addresses"), help_text=_("Empty: made from the name.")
    )
    parent = forms.ModelChoiceField(
        queryset=Team.objects.order_by("name", "pk"),
        required=False,
        label=_("Part of"),
        empty_label=_("Nothing above it"),
    )
    time_zone = ZoneField()

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if team:
            self.initial = {name: getattr(team, name) for name in self.base_fields}
            choice_of(self, "parent").queryset = Team.objects.exclude(pk=team.pk).order_by("name", "pk")

    def draft(self) -> TeamDraft:
        """Return what was filled in; call it when the form is valid."""
        given = self.cleaned_data
        return TeamDraft(**given | {"slug": given["slug"] or slugify(given["name"])})


class MemberForm(forms.Form):
    person = PersonField(empty_label=_("Choose somebody"), help_text=_("Whoever is in it already changes role."))
    role = forms.ChoiceField(choices=ROLES)
