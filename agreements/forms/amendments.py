"""Asking for a change: why, and one to three options, each with what changes, what gives, and what it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.amendments import FIRST_ALTERNATIVES, Trade
from agreements.forms.changes import Block, Subject
from agreements.operations.amendments.asking import LONGEST_TOPIC
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft
from teams.domain import days
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.forms.fields import DayField, DayInput, LongField
from teams.models import Team

TRADES = [
    ("", _("Not said")),
    (Trade.DATE, _("The date")),
    (Trade.SCOPE, _("The scope")),
    (Trade.QUALITY, _("The quality")),
    (Trade.RESOURCES, _("The resources")),
    (Trade.SEQUENCE, _("The order")),
]
LETTERS = "ABCDEF"
LONGEST_LABEL = 160
PLACE = re.compile(r"(?:alternatives\.(\d)\.)?(?:\w+\.)?(?:changes\.(\d+)\.)?(?:added\.|cadence\.)?(\w*)")


class AmendmentForm(forms.Form):
    """What all options share."""

    reason = LongField(
        rows=3, max_length=4000, label=_("Why?"), help_text=_("What was seen, and what it means if nothing changes.")
    )
    topic = forms.CharField(
        required=False,
        max_length=LONGEST_TOPIC,
        label=_("What is it about, in a few words?"),
        help_text=_("When the same two teams come back to one topic, Holdfast says so: a shared goal may be missing."),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    answer_by = DayField(
        required=False,
        when_needed=" ",
        label=_("Answer by"),
        widget=DayInput(attrs={"class": "short"}),
        help_text=_("After this day nobody can answer, and you decide whether to ask again."),
    )


class ReopeningForm(forms.Form):
    """Ask again what was not answered in time."""

    answer_by = DayField(label=_("Answer by"))


class OptionForm(forms.Form):
    """What an option is called and what it means; a line for each party."""

    label = forms.CharField(
        required=False,
        max_length=LONGEST_LABEL,
        label=_("In one line"),
        help_text=_("Left empty, it is named by its dates."),
    )
    trade = forms.ChoiceField(
        required=False, label=_("What gives"), choices=TRADES, widget=forms.Select({"class": "short"})
    )

    def __init__(self, *args: Any, parties: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        for team in parties:
            line = forms.CharField(
                required=False, max_length=400, label=say("What it means for {name}", name=team.name)
            )
            self.fields[f"means-{team.slug}"] = line

    @property
    def meanings(self) -> list[forms.BoundField]:
        return [self[f"means-{team.slug}"] for team in self.parties]

    def implications(self) -> dict[str, str]:
        """What was said for each party, by its slug."""
        said = {team.slug: self.cleaned_data[f"means-{team.slug}"] for team in self.parties}
        return {slug: words for slug, words in said.items() if words}


@dataclass(frozen=True, slots=True)
class OptionSheet:
    """One option as it is being written."""

    key: str
    letter: str
    form: OptionForm
    blocks: tuple[Block, ...]
    left: tuple[Subject, ...]  # what can still be changed in it

    @property
    def asked(self) -> dict[int, date | None]:
        """New due dates as far as they are filled in, as ``reports.ripple`` takes them."""
        return dict(asked for block in self.blocks if (asked := block.asked))

    def draft(self) -> AlternativeDraft:
        """Return what was filled in; call it when the whole sheet is valid."""
        given = self.form.cleaned_data
        return AlternativeDraft(
            label=given["label"] or self._name(),
            trade=Trade(given["trade"]) if given["trade"] else None,
            implications=self.form.implications(),
            changes=tuple(block.bound.change() for block in self.blocks),
        )

    def _name(self) -> str:
        """A label from the first thing that changes: "Metering API by 22 Mar"."""
        subject, due_on = self.blocks[0].subject, None
        if subject.commitment:
            due_on = self.blocks[0].bound.asked()
            end = say(" by {day}", day=days.short(due_on, today=due_on)) if due_on else say(" dropped")
            return subject.commitment.deliverable[: LONGEST_LABEL - len(end)] + end
        return subject.name[:LONGEST_LABEL]


@dataclass(frozen=True, slots=True)
class AmendmentSheet:
    """A change as it is being written. Errors can be read off it as off one form."""

    form: AmendmentForm | None  # None for a counter, which adds one option to a change that has its reason
    options: tuple[OptionSheet, ...]

    @property
    def every_form(self) -> Iterator[Any]:
        if self.form:
            yield self.form
        for option in self.options:
            yield option.form
            yield from (block.form for block in option.blocks)

    @property
    def is_full(self) -> bool:
        return self.form is None or len(self.options) >= FIRST_ALTERNATIVES

    @property
    def next_key(self) -> int:
        """What another option is called in the form; keys of options that were taken out are free again."""
        return max(int(option.key) for option in self.options) + 1

    @property
    def errors(self) -> bool:
        return any(form.is_bound and form.errors for form in self.every_form) or bool(self.non_field_errors)

    @property
    def non_field_errors(self) -> list[str]:
        bound = [form for form in self.every_form if form.is_bound]
        empty = [
            say("Say what changes in option {letter}.", letter=option.letter)
            for option in self.options
            if not option.blocks
        ]
        return [*(error for form in bound for error in form.non_field_errors()), *(empty if bound else [])]

    def __iter__(self) -> Iterator[forms.BoundField]:
        for form in self.every_form:
            yield from form

    def is_valid(self) -> bool:
        bound = [form.is_bound and form.is_valid() for form in self.every_form]
        return all(bound) and all(option.blocks for option in self.options)

    def put_errors(self, error: RefusalError) -> None:
        """Show what a rule says of the whole at the fields it names: "alternatives.0.changes.1.due_on"."""
        for place, sentences in (error.fields or {"": [error.message]}).items():
            form, name = self._form_at(place)
            for sentence in dict.fromkeys(sentences):
                form.add_error(name if name in form.fields else None, sentence)

    def _form_at(self, place: str) -> tuple[Any, str]:
        found = PLACE.fullmatch(place)
        option, change, name = found.groups() if found else (None, None, "")
        if option is None and change is None and self.form:
            return self.form, name
        sheet = self.options[int(option or 0)]
        return (sheet.blocks[int(change)].form if change else sheet.form), name

    def draft(self) -> AmendmentDraft:
        """Return what was filled in; call it when it is valid."""
        assert self.form is not None  # a counter is one option alone
        given = self.form.cleaned_data
        return AmendmentDraft(
            reason=given["reason"],
            topic=given["topic"],
            answer_by=given["answer_by"],
            alternatives=tuple(option.draft() for option in self.options),
        )
