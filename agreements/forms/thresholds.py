"""The numbers of the drift rules, each as a sentence with a field."""

from django import forms
from django.http import QueryDict

from agreements.domain.drift.thresholds import LIMITS, Limit, thresholds_of
from teams.models import Organisation
from teams.operations.drafts import OrganisationDraft


class ThresholdField(forms.IntegerField):
    def __init__(self, limit: Limit) -> None:
        hint = f"{limit.unit}, from {limit.least} to {limit.most}; usually {limit.default}"
        super().__init__(label=limit.words, min_value=limit.least, max_value=limit.most, help_text=hint)
        self.widget.attrs["class"] = "short"


class ThresholdForm(forms.Form):
    """One field a limit; only what differs from the usual is kept."""

    def __init__(self, data: QueryDict | None, *, organisation: Organisation) -> None:
        self.organisation = organisation
        chosen = thresholds_of(organisation.thresholds)
        super().__init__(data, initial={limit.name: getattr(chosen, limit.name) for limit in LIMITS})
        self.fields.update({limit.name: ThresholdField(limit) for limit in LIMITS})

    def draft(self) -> OrganisationDraft:
        """Return the organisation with these numbers; call it when the form is valid."""
        values = {limit.name: self.cleaned_data[limit.name] for limit in LIMITS}
        differing = {limit.name: values[limit.name] for limit in LIMITS if values[limit.name] != limit.default}
        here = self.organisation
        return OrganisationDraft(name=here.name, time_zone=here.time_zone, thresholds=differing)
