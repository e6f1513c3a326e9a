"""A concern in one field, what it is about, and the answer to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.concerns import About
from agreements.operations.amendments.asking import LONGEST_TOPIC
from teams.forms.fields import LongField

ABOUT = [(About.WORK.value, _("About the work")), (About.WAY_OF_WORKING.value, _("About how we work"))]


class ConcernForm(forms.Form):
    text = LongField(
        label=_("What worries you?"),
        help_text=_("One sentence is enough. Said early it is easy to answer."),
        max_length=4000,
        rows=3,
    )
    about = forms.TypedChoiceField(
        label=_("What is it about?"), choices=ABOUT, coerce=About, widget=forms.RadioSelect, initial=About.WORK
    )


class TopicalConcernForm(ConcernForm):
    """The same with a topic beside it, where there is room for one."""

    topic = forms.CharField(
        required=False,
        max_length=LONGEST_TOPIC,
        label=_("Its topic, in a few words"),
        help_text=_("When the same two teams come back to one topic, Holdfast says so: a shared goal may be missing."),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    answer = LongField(
        label=_("What happens about it?"),
        help_text=_(
            "Whoever raised it reads this at once. An answer stands; what still worries somebody is raised anew."
        ),
        max_length=4000,
        rows=3,
    )
