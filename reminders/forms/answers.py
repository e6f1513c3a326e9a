"""How does it stand? The form of one commitment on the page behind a mail link."""

from typing import Any

from django import forms

from reminders.domain.answers import Say
from reminders.operations.answers import Answer
from reminders.reports.answers import Question


class AnswerForm(forms.Form):
    """Bound to one question; leaving it unanswered is possible where the page holds several."""

    say = forms.ChoiceField(required=False)
    note = forms.CharField(
        label="What should they know?",
        help_text="What would help?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expected_on = forms.DateField(
        label="When do you expect it?",
        help_text="Only if it differs from the date agreed.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )

    def __init__(self, question: Question, *, preset: Say | None = None, data: Any = None) -> None:
        start = {"say": preset or question.said, "note": question.note, "expected_on": question.expected_on}
        super().__init__(data, prefix=str(question.commitment.pk), initial=start)
        self.question = question
        say = self.fields["say"]
        assert isinstance(say, forms.ChoiceField)
        say.choices = [("", ""), *((one.value, one.words) for one in question.choices)]
        if Say.DONE in question.choices:
            self.fields["note"].help_text = "If it is done: what can they see? Otherwise: what would help?"

    @property
    def chosen(self) -> str:
        """The choice that the page shows as taken."""
        return str(self["say"].value() or "")

    def answer(self) -> Answer | None:
        """Return what a valid form says; None when nothing was chosen."""
        said = self.cleaned_data
        if not said["say"]:
            return None
        return Answer(
            commitment=self.question.commitment,
            say=Say(said["say"]),
            note=said["note"],
            expected_on=said["expected_on"],
        )
