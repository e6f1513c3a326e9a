"""What people write around a sync: another time for it, who moderates it, topics, whose turn it is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.people import group_by_party, party_groups
from agreements.models import Agreement, Sync
from teams.domain.language import say
from teams.forms.fields import DayField, PersonField, TimeInput
from teams.models import Person

EMPTY_TURNS = 2  # places to fill in beyond those there are


class MoveForm(forms.Form):
    on = DayField(label=_("On"))
    time = forms.TimeField(label=_("At"), widget=TimeInput)
    reason = forms.CharField(label=_("Why"), help_text=_("Everybody who takes part reads it."), max_length=1000)

    def __init__(self, *args: Any, sync: Sync, **kwargs: Any) -> None:
        self.zone = ZoneInfo(sync.cadence.time_zone)
        starts_at = sync.starts_at.astimezone(self.zone)
        kwargs["initial"] = {"on": starts_at.date(), "time": starts_at.time()}
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = say("Local time in {time_zone}.", time_zone=sync.cadence.time_zone)

    @property
    def starts_at(self) -> datetime:
        """The moment of a valid form, aware."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"], tzinfo=self.zone)


class FacilitatorForm(forms.Form):
    person = PersonField(label=_("Who moderates it"), required=False, empty_label=_("Whose turn it is"))

    def __init__(self, *args: Any, sync: Sync, **kwargs: Any) -> None:
        kwargs["initial"] = {"person": sync.facilitator_id}
        super().__init__(*args, **kwargs)
        group_by_party(self, "person", agreement=sync.agreement)


class TopicForm(forms.Form):
    text = forms.CharField(label=_("What should be talked about?"), max_length=240)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=120,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class RotaForm(forms.Form):
    """One choice a turn, in their order; what is left empty is closed up."""

    def __init__(self, *args: Any, agreement: Agreement, turns: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = party_groups(agreement)
        for position in range(1, len(turns) + EMPTY_TURNS + 1):
            now = turns[position - 1].pk if position <= len(turns) else None
            field = PersonField(
                label=say("Turn {position}", position=position), required=False, empty_label=say("Nobody"), initial=now
            )
            field.widget.choices = [("", "Nobody"), *groups]
            self.fields[f"turn_{position}"] = field

    def people(self) -> list[Person]:
        """Return who was chosen, in the order of the turns; call it when the form is valid."""
        return [person for person in self.cleaned_data.values() if person is not None]
