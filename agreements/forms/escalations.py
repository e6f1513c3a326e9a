"""What both sides write to ask for a decision, each side's own part of it, and the decision."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Escalation
from teams.forms.fields import DayField, DayInput, LongField
from teams.forms.merging import SideBySide

NEEDED = _("needed to ask")
ANOTHER = ("0", _("Another way"))


class TopicForm(forms.Form):
    topic = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In a few words. Both sides then write the question together."),
        max_length=120,
    )


class OptionsField(LongField):
    """One option a line."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())


class Revised(SideBySide):
    """A form that two people may fill in at once: ``rev`` says what it began from."""

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def kept(self, theirs: Mapping[str, Any]) -> dict[str, Any]:
        """The values to write: yours, and ``theirs`` where one chose to keep those."""
        return {name: theirs[name] if self.keeps_theirs(name) else self.cleaned_data[name] for name in theirs}


class PacketForm(Revised):
    topic = forms.CharField(label=_("What is it about?"), max_length=120)
    question = LongField(
        label=_("Which decision is needed?"),
        help_text=_("One question that can be answered by choosing."),
        required=False,
        max_length=4000,
        rows=2,
        when_needed=NEEDED,
    )
    options = OptionsField(
        label=_("What are the options?"),
        help_text=_("Two to six, one on each line. One may be to leave it as it is."),
        required=False,
        max_length=4000,
        rows=4,
        when_needed=NEEDED,
    )
    decide_by = DayField(
        label=_("Decide by"),
        help_text=_("The last day on which the decision still helps."),
        required=False,
        when_needed=NEEDED,
        widget=DayInput(attrs={"class": "short"}),
    )

    def clean_options(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip())


class StatementForm(Revised):
    reason = LongField(
        label=_("Why does your side see it this way?"),
        help_text=_("What you need, and what it means for the organisation."),
        max_length=4000,
        rows=4,
    )
    hard_limits = LongField(
        label=_("What can you not give up?"),
        help_text=_("And why. Leave it empty when everything can move."),
        required=False,
        max_length=4000,
        rows=2,
    )


def _place(value: str) -> int | None:
    return int(value) or None


class RulingForm(forms.Form):
    """Nothing is chosen beforehand; "another way" is what the words then say."""

    chosen = forms.TypedChoiceField(label=_("What is decided?"), coerce=_place, widget=forms.RadioSelect)
    ruling = LongField(
        label=_("In your words, and why"),
        help_text=_("Both sides read this at once, and others who look for what was decided before."),
        max_length=4000,
        rows=4,
    )

    def __init__(self, *args: Any, escalation: Escalation, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = cast("forms.TypedChoiceField", self.fields["chosen"])
        chosen.choices = [*((str(place), option) for place, option in enumerate(escalation.options, start=1)), ANOTHER]
