"""Where messages go: an address from Slack, Teams or a program of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.domain.channels import CONVERSATIONS, NAMES, Channel
from reminders.models import Endpoint
from reminders.operations.endpoints import EVENTS, EndpointDraft
from teams.domain.language import say
from teams.models import Team

NAME_HELP = _("To know it again: “Pricing launch” or “my own channel”.")


class ConversationForm(forms.Form):
    """A conversation of Slack or Teams."""

    channel = forms.ChoiceField(
        label=_("Where"),
        choices=[(channel.value, NAMES[channel]) for channel in CONVERSATIONS],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(max_length=80, help_text=NAME_HELP)
    url = forms.CharField(
        label=_("Its address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("Slack: an incoming webhook. Teams: a workflow that posts what a webhook request brings."),
    )

    def draft(self, *, team: Team | None = None) -> EndpointDraft:
        """Return what was filled in, for oneself or for ``team``; call it when the form is valid."""
        given = self.cleaned_data
        return EndpointDraft(channel=Channel(given["channel"]), name=given["name"], url=given["url"], team=team)


class WebhookForm(forms.Form):
    """A program that is told of events."""

    name = forms.CharField(max_length=80, help_text=_("Which program it is: “Data warehouse”."))
    url = forms.CharField(
        label=_("Its address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("A public https address, on port 443."),
    )
    events = forms.MultipleChoiceField(
        label=_("Only these events"),
        required=False,
        choices=[(kind, kind) for kind in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them, also those that come with later versions."),
    )

    def __init__(self, *args: Any, webhook: Endpoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if webhook:
            self.initial = {"name": webhook.name, "events": webhook.events}
            self.fields["url"].required = False
            self.fields["url"].help_text = say(
                "Empty: as it is, at {host}. It is never shown again.", host=webhook.host
            )

    def draft(self) -> EndpointDraft:
        """Return what was filled in; call it when the form is valid."""
        return EndpointDraft(channel=Channel.WEBHOOK, **self.cleaned_data)
