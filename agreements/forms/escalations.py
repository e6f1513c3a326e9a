"""What both sides write to ask for a decision, each side's own part of it, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms import BoundField

from agreements.domain.merging import Conflict, Value
from agreements.models import Escalation

THEIRS = "theirs"


class TopicForm(forms.Form):
    topic = forms.CharField(
        label="What is it about?",
        help_text="In a few words. Both sides then write the question together.",
        max_length=120,
    )


class OptionsField(forms.CharField):
    """One option a line."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())


class Merging(forms.Form):
    """A form that two people may fill in at once: ``rev`` says what it began from.

    Where both changed the same field, it comes back with theirs beside yours and a choice to keep one of them.
    """

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    conflicts: Mapping[str, Conflict] = {}

    @property
    def rows(self) -> list[tuple[BoundField, dict[str, str] | None]]:
        """Each field that is shown, with what it ``was``, ``theirs`` and ``yours`` where both changed it."""
        return [(field, self._beside(field.name)) for field in self.visible_fields()]

    def _beside(self, name: str) -> dict[str, str] | None:
        found = self.conflicts.get(name)
        return {side: _in_words(value) for side, value in asdict(found).items()} if found else None

    def kept(self, theirs: Mapping[str, Any]) -> dict[str, Any]:
        """The values to write: yours, and ``theirs`` where one chose to keep those."""
        wanted = {name: self.cleaned_data[name] for name in theirs}
        chosen = {name for name in theirs if self.data.get(f"keep-{name}") == THEIRS}
        return wanted | {name: theirs[name] for name in chosen}


class PacketForm(Merging):
    topic = forms.CharField(label="What is it about?", max_length=120)
    question = forms.CharField(
        label="Which decision is needed?",
        help_text="One question that can be answered by choosing.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    options = OptionsField(
        label="What are the options?",
        help_text="Two to six, one on each line. One may be to leave it as it is.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    decide_by = forms.DateField(
        label="Decide by",
        help_text="The last day on which the decision still helps.",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )

    def clean_options(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip())


class StatementForm(Merging):
    reason = forms.CharField(
        label="Why does your side see it this way?",
        help_text="What you need, and what it means for the organisation.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hard_limits = forms.CharField(
        label="What can you not give up?",
        help_text="And why. Leave it empty when everything can move.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RulingForm(forms.Form):
    ruling = forms.CharField(
        label="In your words, and why",
        help_text="Both sides read this at once, and others who look for what was decided before.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, escalation: Escalation, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = forms.TypedChoiceField(
            label="What is decided?",
            required=False,
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            choices=_choices(escalation.options),
        )
        self.fields = {"chosen": choice, **self.fields}


def _in_words(value: Value) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def _choices(options: Sequence[str]) -> list[tuple[str, str]]:
    return [*((str(place), option) for place, option in enumerate(options, start=1)), ("", "Another way")]
