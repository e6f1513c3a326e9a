"""What an agreement says about itself, apart from its parties, promises, metrics and cadence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Visibility
from agreements.operations.drafts import AgreementDraft
from teams.forms.fields import DayField, LongField, PersonField, ZoneField
from teams.forms.merging import Merging

VISIBILITY = [
    (Visibility.ORGANISATION.value, _("Everybody in the organisation")),
    (Visibility.PARTIES.value, _("Only its parties and its moderator")),
]


class AgreementForm(Merging):
    """The first step of a draft; the same form begins one and changes one."""

    title = forms.CharField(
        max_length=160, help_text=_("A few words that people will say: “Usage-based pricing launch”.")
    )
    shared_goal = LongField(
        required=False,
        rows=3,
        help_text=_("What outcome do you need, and why does it matter to the organisation?"),
    )
    review_on = DayField(
        required=False, label=_("Review on"), help_text=_("The day on which you look at these terms again together.")
    )
    notice_days = forms.IntegerField(
        label=_("Notice, in working days"),
        min_value=0,
        max_value=365,
        help_text=_("Whoever asks for a change this long before a date asks in time."),
    )
    time_zone = ZoneField(help_text=_("A date ends at midnight here."))
    visibility = forms.ChoiceField(
        label=_("Who can read it"), choices=VISIBILITY, help_text=_("Counts on the dashboard include it either way.")
    )
    starts_on = DayField(required=False, label=_("Starts on"), help_text=_("Empty: when the last party signs."))
    answer_within_days = forms.IntegerField(
        label=_("Days to answer"),
        min_value=1,
        max_value=365,
        help_text=_("How long people have to answer a proposal."),
    )
    facilitator = PersonField(
        required=False,
        label=_("Moderator"),
        empty_label=_("Nobody"),
        help_text=_("Somebody who moderates without a side."),
    )

    main = ("title", "shared_goal")
    frame = (("review_on", "notice_days"), ("time_zone", "visibility"))
    more = ("starts_on", "answer_within_days", "facilitator")

    def draft(self) -> AgreementDraft:
        """Return what was filled in; call it when the form is valid."""
        return AgreementDraft(**self.cleaned_data)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.main]

    @property
    def frame_rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in pair] for pair in self.frame]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]


def initial_of(agreement: Agreement) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in AgreementForm.base_fields}


def initial_in(time_zone: str) -> dict[str, Any]:
    """What a new draft starts from, in the zone of whoever begins it."""
    usual = AgreementDraft(title="", time_zone=time_zone)
    return {name: getattr(usual, name) for name in AgreementForm.base_fields}
