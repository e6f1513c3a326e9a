"""What comes on which channel, as a person, a team or the organisation says; and what a mail's link ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from reminders.domain.channels import Channel
from reminders.domain.preferences import why
from reminders.domain.topics import Topic
from reminders.operations.preferences import Words
from reminders.reports.preferences import Choice
from reminders.reports.stops import Stop
from teams.domain.language import say

NAMES = {Channel.EMAIL: "Mail", Channel.SLACK: "Slack", Channel.TEAMS: "Teams"}
YES, NO = "yes", "no"
SAID = {YES: True, NO: False, "": None}


@dataclass(frozen=True, slots=True)
class Row:
    """One topic with a field for each channel, in the order of the columns."""

    topic: Topic
    fields: tuple[BoundField, ...]


class PreferencesForm(forms.Form):
    """A field for each topic and channel; left as it is, it follows whoever spoke for more people."""

    def __init__(self, data: Any, *, choices: Sequence[Choice]) -> None:
        super().__init__(data)
        self.choices = choices
        self.fields.update({_name(one): _field(one) for one in choices})

    def rows(self) -> Iterator[Row]:
        for topic in Topic:
            yield Row(topic, tuple(self[_name(one)] for one in self.choices if one.topic is topic))

    def words(self) -> Words:
        """Return what a valid form says, None for what follows others."""
        return {(one.topic, one.channel): SAID[self.cleaned_data[_name(one)]] for one in self.choices}


def _name(choice: Choice) -> str:
    return f"{choice.topic}-{choice.channel}"


def _field(choice: Choice) -> forms.ChoiceField:
    answer = "yes" if choice.above.is_wanted else "no"
    own = "" if choice.own is None else (YES if choice.own else NO)
    return forms.ChoiceField(
        label=say(NAMES[choice.channel]),
        choices=[("", f"{why(choice.above)}: {answer}"), (YES, "Yes"), (NO, "No")],
        initial=own,
        required=False,
    )


class StopForm(forms.Form):
    """Which of the topics of a mail shall come no more."""

    topics = forms.TypedMultipleChoiceField(
        coerce=Topic,
        label=_("What shall not come by mail any more?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, data: Any, *, stop: Stop) -> None:
        super().__init__(data, initial={"topics": [topic.value for topic in stop.topics]})
        topics = self.fields["topics"]
        assert isinstance(topics, forms.TypedMultipleChoiceField)
        topics.choices = [(topic.value, f"{topic.words.name}: {topic.words.brings}") for topic in stop.topics]
