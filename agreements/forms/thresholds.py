"""The numbers of the drift rules, for the organisation and for one agreement."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.http import QueryDict

from agreements.domain.drift.thresholds import LIMITS, Limit, Thresholds, thresholds_of
from agreements.models import Agreement
from teams.domain.language import say
from teams.models import Organisation
from teams.operations.drafts import OrganisationDraft


class ThresholdField(forms.IntegerField):
    """One number; `when_needed` says what counts while it is empty."""

    def __init__(self, limit: Limit, *, of_all: int | None = None) -> None:
        """``of_all``: what the organisation has, which an empty field stands for; None: it may not be empty."""
        hint = say(
            "{unit}, from {least} to {most}; usually {default}",
            unit=limit.unit_of(limit.most),
            least=limit.least,
            most=limit.most,
            default=limit.default,
        )
        super().__init__(
            label=say(limit.words),
            min_value=limit.least,
            max_value=limit.most,
            help_text=hint,
            required=of_all is None,
        )
        self.of_all_words = "" if of_all is None else say("as the organisation: {say}", say=limit.say(of_all))
        self.when_needed = self.of_all_words
        self.widget.attrs["class"] = "short"


class ThresholdForm(forms.Form):
    """One field a limit; only what differs from the usual is kept."""

    def __init__(self, data: QueryDict | None, *, organisation: Organisation) -> None:
        self.organisation = organisation
        chosen = thresholds_of(organisation.thresholds)
        super().__init__(data, initial={limit.name: getattr(chosen, limit.name) for limit in LIMITS})
        self.fields.update({limit.name: ThresholdField(limit) for limit in LIMITS})

    def numbers(self) -> dict[str, int]:
        """Return what differs from the usual; call it when the form is valid."""
        values = self.cleaned_data
        return {limit.name: values[limit.name] for limit in LIMITS if values[limit.name] != limit.default}

    def draft(self) -> OrganisationDraft:
        """Return the organisation with these numbers; call it when the form is valid."""
        here = self.organisation
        return replace(OrganisationDraft.of(here), thresholds=self.numbers())


class OwnThresholdForm(forms.Form):
    """The same for one agreement: an empty field is as the organisation has it."""

    def __init__(self, data: QueryDict | None, *, agreement: Agreement, of_all: Thresholds) -> None:
        own: Mapping[str, int] = agreement.thresholds
        super().__init__(data, initial=dict(own))
        self.fields.update({limit.name: ThresholdField(limit, of_all=getattr(of_all, limit.name)) for limit in LIMITS})

    def numbers(self) -> dict[str, int]:
        """Return the agreement's own numbers; call it when the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
