from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from reminders.api.deliveries import STATES, ForAdministrators
from reminders.domain.channels import Channel
from reminders.models import Endpoint
from reminders.operations.endpoints import (
    EVENTS,
    EndpointDraft,
    add_endpoint,
    edit_webhook,
    remove_endpoint,
    rotate_secret,
    send_test,
    start_endpoint,
    stop_endpoint,
)
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import now

EXAMPLE = {"name": "Data warehouse", "url": "https://hooks.example.org/holdfast", "events": ["delivered", "accepted"]}


@extend_schema_serializer(examples=[OpenApiExample("webhook", value=EXAMPLE, request_only=True)])
class WebhookInput(Input):
    name = serializers.CharField(max_length=80, help_text="Which program it is.")
    url = serializers.CharField(max_length=2000, help_text="A public https address; kept sealed and never told again.")
    events = serializers.ListField(
        child=serializers.CharField(max_length=40),
        default=list,
        max_length=len(EVENTS),
        help_text="The kinds of events it is told of, as the history names them; none means all.",
    )


class WebhookOutput(Output):
    id = serializers.IntegerField()
    name = serializers.CharField()
    host = serializers.CharField(help_text="Of its address; the rest is a key and never told.")
    events = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    stopped_why = serializers.CharField()


class NewWebhookOutput(WebhookOutput):
    secret = serializers.CharField(
        allow_null=True, help_text="Signs every message (Standard Webhooks). Shown this once; null when repeated."
    )


class PostOutput(Output):
    """One message to a webhook, without its words: it has none."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="Of its event; `test` for a test.")
    agreement = serializers.IntegerField(source="event.agreement.number", allow_null=True, default=None)
    commitment = serializers.IntegerField(source="event.commitment_id", allow_null=True, default=None)
    state = serializers.ChoiceField(choices=STATES)
    reason = serializers.CharField()
    due_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)


class WebhooksView(ForAdministrators):
    """Programs that are told of events, by number only."""

    shown_once = ("secret",)

    @extend_schema(parameters=[Filters], responses=page_schema(WebhookOutput))
    def get(self) -> Response:
        return self.page(WebhookOutput, _webhooks(), order=("id",), asked=self.asked(Filters))

    @extend_schema(request=WebhookInput, responses={201: NewWebhookOutput})
    def post(self) -> Response:
        draft = EndpointDraft(channel=Channel.WEBHOOK, **self.sent(WebhookInput))
        webhook, secret = add_endpoint(actor=self.person, at=now(), draft=draft)
        return Response({**WebhookOutput(webhook).data, "secret": secret}, status=201)


class OfWebhookView(ForAdministrators, ObjectView[Endpoint]):
    """What the address names; its subclasses say what is done with it."""

    output = WebhookOutput

    def load(self, *, pk: int) -> Endpoint:
        return get_object_or_404(_webhooks(), pk=pk)


class WebhookView(OfWebhookView):
    """One of them."""

    @extend_schema(responses=WebhookOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=WebhookInput, responses=WebhookOutput)
    def patch(self) -> Response:
        sent: dict[str, Any] = {"name": self.found.name, "events": self.found.events}
        sent |= self.sent(WebhookInput, partial=True)
        return self.one(edit_webhook(actor=self.person, at=now(), endpoint=self.found, **sent))

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_endpoint(actor=self.person, at=now(), endpoint=self.found)
        return Response(status=204)


class WebhookSecretView(OfWebhookView):
    """A new signing secret in place of the old, at once."""

    shown_once = ("secret",)

    @extend_schema(request=None, responses={201: NewWebhookOutput})
    def post(self) -> Response:
        webhook, secret = rotate_secret(actor=self.person, at=now(), endpoint=self.found)
        return Response({**WebhookOutput(webhook).data, "secret": secret}, status=201)


class WebhookTestView(OfWebhookView):
    """A message that only shows that it works."""

    @extend_schema(request=None, responses={201: PostOutput})
    def post(self) -> Response:
        return self.created(PostOutput, send_test(actor=self.person, at=now(), endpoint=self.found))


class WebhookStopView(OfWebhookView):
    """Stopped, nothing is posted to it; deleted, it is told from then on what happens."""

    @extend_schema(request=None, responses={201: WebhookOutput})
    def post(self) -> Response:
        return self.created(WebhookOutput, stop_endpoint(actor=self.person, at=now(), endpoint=self.found))

    @extend_schema(responses=WebhookOutput)
    def delete(self) -> Response:
        return self.one(start_endpoint(actor=self.person, at=now(), endpoint=self.found))


class WebhookDeliveriesView(OfWebhookView):
    """What was posted to it, newest first."""

    @extend_schema(parameters=[Filters], responses=page_schema(PostOutput))
    def get(self) -> Response:
        rows = self.found.deliveries.select_related("event__agreement")
        return self.page(PostOutput, rows, order=("-id",), asked=self.asked(Filters))


def _webhooks() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(channel=Channel.WEBHOOK)
