from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import SavedView
from teams.operations.saved_views import PAGES, ViewDraft


class ViewNameForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=SavedView._meta.get_field("name").max_length)


class SavedViewForm(ViewNameForm):
    page = forms.ChoiceField(choices=[(page, page) for page in PAGES], widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def draft(self) -> ViewDraft:
        return ViewDraft(**self.cleaned_data)
