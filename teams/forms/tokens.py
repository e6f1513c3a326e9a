"""A key to the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import Person, Scope
from teams.operations.tokens import LONGEST_DAYS
from teams.permissions import SCOPES, may_hold_scope

WORDS = {
    Scope.READ: _("Read what I may read"),
    Scope.WRITE: _("Read and write as I may"),
    Scope.ADMIN: _("Administer as well"),
}


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text=_("What will use it: “Calendar bridge”."))
    scope = forms.ChoiceField(label=_("It may"))
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=LONGEST_DAYS, initial=90)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = [(held.value, WORDS[held]) for held in SCOPES if may_hold_scope(person, held)]
