"""One line, and beside it a field for each part of it that the line leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.capture import Captured, Choice, Directory, Name, Part, Setting, lacking, read_line
from agreements.models import Agreement
from agreements.operations.captures import draft_of
from agreements.operations.drafts import CommitmentDraft
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.forms.fields import DayField
from teams.models import Person

PREFIX = "capture"
LONGEST = 5_000  # letters of a line
LABELS = {
    Name.OWNER: "Who",
    Name.DELIVERABLE: "What",
    Name.DUE_ON: "By",
    Name.FOR_TEAM: "For",
    Name.TEAM: _("From team"),
    Name.ACCEPTED_BY: _("Accepted by"),
    Name.METRIC: "Moves",
    Name.AGREEMENT: "In",
}


class LineForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        label=_("Say it in one line"),
        help_text=_("@who, what, for a team, by when, #agreement, ~metric: in any order."),
        error_messages={"required": _("Type a line first.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    done_when = forms.CharField(
        required=False,
        max_length=4_000,
        label=_("Done when"),
        help_text=_("Left empty, it is the line as you typed it."),
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """One part as the page shows it; ``field`` is there where it is still open, or was chosen."""

    label: str
    part: Part
    field: forms.BoundField | None

    @property
    def is_open(self) -> bool:
        return not self.part.is_found


class CaptureForm(LineForm):
    """A line read in ``setting``, with a field for each part that it leaves open; ``is_sent``: to be kept."""

    def __init__(self, given: Mapping[str, str], *, setting: Setting, viewer: Person, is_sent: bool = False) -> None:
        values = {name: given.get(f"{PREFIX}-{name}", "") for name in ("text", "shown", "done_when", *Name)}
        super().__init__(given if is_sent else None, prefix=PREFIX, initial=values)
        self.setting, self.viewer = setting, viewer
        self.line, self.shown = values["text"], values["shown"]
        self.chosen = {name: values[name] for name in Name}
        self.read: Captured = read_line(self.line, setting)
        self.captured: Captured = read_line(self.line, setting, chosen=self.chosen)
        for name in self._open():
            self.fields[name.value] = _field(name, self.read[name], self.captured, setting.directory)

    def _open(self) -> list[Name]:
        """The parts with a field: what is left open and needed, what was chosen, and a date beside a weekend."""
        asked = {*lacking(self.captured, self.setting.directory), Name.OWNER, Name.DUE_ON}
        wanted = asked if self.read.text.strip() else set()
        return [name for name in Name if self._is_open(name, is_wanted=name in wanted)]

    def _is_open(self, name: Name, *, is_wanted: bool) -> bool:
        part, read = self.captured[name], self.read[name]
        if not part.is_found:
            return is_wanted or bool(part.choices)
        return bool(read.choices) or (not read.is_found and part.key == self.chosen[name])

    @property
    def chips(self) -> list[Chip]:
        """What was understood, in the order in which one would say it."""
        return [chip for name in LABELS if (chip := self._chip(name))]

    def _chip(self, name: Name) -> Chip | None:
        part, field = self.captured[name], self[name.value] if name.value in self.fields else None
        return Chip(str(LABELS[name]), part, field) if field or part.key or part.notes else None

    @property
    def is_shown(self) -> bool:
        """Whether its writer has seen what was understood of exactly this line."""
        return bool(self.line) and self.shown == self.line

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("text"):
            for name, sentence in lacking(self.captured, self.setting.directory).items():
                self.add_error(name.value if name.value in self.fields else None, sentence)
        return given

    def agreement(self) -> Agreement:
        """Return the agreement that a valid line belongs to."""
        return Agreement.objects.visible_to(self.viewer).get(number=int(self.captured[Name.AGREEMENT].key))

    def draft(self) -> CommitmentDraft:
        """Return what was understood; call it when the form is valid."""
        return draft_of(self.captured, done_when=self.cleaned_data["done_when"])

    def put_refusal(self, error: RefusalError) -> None:
        """Show what a rule says at the fields that are open, else above the form."""
        for name, sentences in (error.fields or {"": [error.message]}).items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def _field(name: Name, read: Part, captured: Captured, directory: Directory) -> forms.Field:
    """A field for a part: the ways in which the line reads, else everything that fits. `clean` says what is missing."""
    optional: dict[str, Any] = {"required": False, "label": LABELS[name]}
    if name == Name.DELIVERABLE:
        return forms.CharField(max_length=240, **optional)
    if name == Name.DUE_ON and not read.choices:
        return DayField(**optional)
    offered = (
        read.choices if read.choices and (read.spans or name == Name.DUE_ON) else _fitting(name, captured, directory)
    )
    match = say("{count} match, choose", count=len(read.choices)) if len(read.choices) > 1 else say("Choose")
    choices = [("", read.words or match), *((one.key, one.words) for one in offered)]
    return forms.CharField(widget=forms.Select(choices=choices), **optional)


def _fitting(name: Name, captured: Captured, directory: Directory) -> list[Choice]:
    """What may be chosen for a part that the line does not say, what is most likely first."""
    where = directory.agreement(captured[Name.AGREEMENT].key)
    teams = {slug for one in ([where] if where else directory.agreements) for slug in one.teams}
    other = captured[Name.FOR_TEAM if name == Name.TEAM else Name.TEAM].key
    parties = [one.choice for one in directory.teams if one.slug in teams - {other}]
    offered = {
        Name.AGREEMENT: [one.choice for one in directory.agreements],
        Name.TEAM: parties,
        Name.FOR_TEAM: parties,
        Name.METRIC: [one.choice for one in directory.metrics],
    }.get(name) or [one.choice for one in directory.people if one.teams & teams]
    return list(dict.fromkeys([*captured[name].choices, *offered]))
