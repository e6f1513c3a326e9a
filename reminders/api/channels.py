from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from reminders.api.webhooks import PostOutput
from reminders.domain.channels import CONVERSATIONS, Channel
from reminders.models import Endpoint
from reminders.operations.endpoints import (
    EndpointDraft,
    add_endpoint,
    remove_endpoint,
    send_test,
    start_endpoint,
    stop_endpoint,
)
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, TeamField
from teams.clock import now
from teams.models import Person

WHERE = [channel.value for channel in CONVERSATIONS]
EXAMPLE = {"channel": "slack", "name": "My own channel", "url": "https://hooks.slack.com/services/T0/B0/key"}


@extend_schema_serializer(examples=[OpenApiExample("channel", value=EXAMPLE, request_only=True)])
class ChannelInput(Input):
    channel = serializers.ChoiceField(choices=WHERE)
    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=2000, help_text="Kept sealed and never told again.")
    team = TeamField(required=False, allow_null=True, default=None, help_text="One you lead; without it, your own.")


class ChannelOutput(Output):
    id = serializers.IntegerField()
    channel = serializers.ChoiceField(choices=WHERE)
    name = serializers.CharField()
    team = TeamField(allow_null=True)
    host = serializers.CharField(help_text="Of its address; the rest is a key and never told.")
    created_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    stopped_why = serializers.CharField()


class ChannelsView(ApiView):
    """Conversations in Slack or Teams: one's own, and those of teams one leads."""

    @extend_schema(parameters=[Filters], responses=page_schema(ChannelOutput))
    def get(self) -> Response:
        return self.page(ChannelOutput, _kept(self.person), order=("id",), asked=self.asked(Filters))

    @extend_schema(request=ChannelInput, responses={201: ChannelOutput})
    def post(self) -> Response:
        sent: dict[str, Any] = self.sent(ChannelInput)
        draft = EndpointDraft(**sent | {"channel": Channel(sent["channel"])})
        endpoint, _ = add_endpoint(actor=self.person, at=now(), draft=draft)
        return self.created(ChannelOutput, endpoint)


class OfChannelView(ObjectView[Endpoint]):
    """What the address names; its subclasses say what is done with it."""

    output = ChannelOutput

    def load(self, *, pk: int) -> Endpoint:
        return get_object_or_404(_kept(self.person), pk=pk)


class ChannelView(OfChannelView):
    """One of them."""

    @extend_schema(responses=ChannelOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_endpoint(actor=self.person, at=now(), endpoint=self.found)
        return Response(status=204)


class ChannelTestView(OfChannelView):
    """A message that only shows that it works."""

    @extend_schema(request=None, responses={201: PostOutput})
    def post(self) -> Response:
        return self.created(PostOutput, send_test(actor=self.person, at=now(), endpoint=self.found))


class ChannelStopView(OfChannelView):
    """Stopped, nothing is posted there; deleted, it is told from then on what happens."""

    @extend_schema(request=None, responses={201: ChannelOutput})
    def post(self) -> Response:
        return self.created(ChannelOutput, stop_endpoint(actor=self.person, at=now(), endpoint=self.found))

    @extend_schema(responses=ChannelOutput)
    def delete(self) -> Response:
        return self.one(start_endpoint(actor=self.person, at=now(), endpoint=self.found))


def _kept(person: Person) -> QuerySet[Endpoint]:
    kept = Endpoint.objects.visible_to(person).filter(channel__in=CONVERSATIONS)
    return kept.select_related("team", "person")
