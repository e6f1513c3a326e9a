"""How does it stand? The form of one commitment on the page behind a mail link, and of one number reported there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.domain.answers import Say
from reminders.operations.answers import Answer, Value
from reminders.reports.questions import Question
from reminders.reports.readings import Reported
from teams.domain.language import say


class AnswerForm(forms.Form):
    """Bound to one question; leaving it unanswered is possible where the page holds several.

    Each choice asks for what goes with it: done for what can be seen, doubt for a date and a note.
    """

    say = forms.ChoiceField(required=False)
    evidence = forms.CharField(
        label=_("What can they see?"),
        help_text=_("A link or a sentence."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expected_on = forms.DateField(
        label=_("When do you expect it?"),
        help_text=_("Only if it differs from the date agreed."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    note = forms.CharField(
        label=_("What would help?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, question: Question, *, preset: Say | None = None, data: Any = None) -> None:
        start = {"say": preset or question.said, "note": question.note, "expected_on": question.expected_on}
        super().__init__(data, prefix=str(question.commitment.pk), initial=start)
        self.question = question
        say = self.fields["say"]
        assert isinstance(say, forms.ChoiceField)
        say.choices = [("", ""), *((one.value, one.words) for one in question.choices)]

    @property
    def chosen(self) -> str:
        """The choice that the page shows as taken."""
        return str(self["say"].value() or "")

    def answer(self) -> Answer | None:
        """Return what a valid form says; None when nothing was chosen."""
        said = self.cleaned_data
        if not said["say"]:
            return None
        say = Say(said["say"])
        return Answer(
            commitment=self.question.commitment,
            say=say,
            note=said["evidence"] or said["note"] if say is Say.DONE else said["note"],
            expected_on=said["expected_on"] if say in {Say.DOUBT, Say.ADJUST} else None,
        )


class ValueForm(forms.Form):
    """Bound to one metric that the reader reports; it may stay empty."""

    value = forms.DecimalField(required=False, max_digits=16, decimal_places=4, localize=False)

    def __init__(self, reported: Reported, *, data: Any = None) -> None:
        super().__init__(data, prefix=f"metric-{reported.metric.pk}")
        self.reported = reported
        metric = reported.metric
        self.fields["value"].label = (
            say("{name} ({unit}), today", name=metric.name, unit=metric.unit)
            if metric.unit
            else say("{name}, today", name=metric.name)
        )
        if reported.last_on:
            self.fields["value"].help_text = say("Last: {last}.", last=reported.last)

    def read(self) -> Value | None:
        """Return what a valid form reads; None when it is empty."""
        value = self.cleaned_data["value"]
        return None if value is None else Value(self.reported.metric, self.reported.on, value)
