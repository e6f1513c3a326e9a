"""Topics: what somebody wants to talk about at the next sync."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.models import Agreement, Topic
from agreements.operations.topics import add_topic, remove_topic
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField
from teams.clock import now

EXAMPLE = {"text": "Who tells the pilot customers?", "minutes": 5}


@extend_schema_serializer(examples=[OpenApiExample("topic", value=EXAMPLE, request_only=True)])
class TopicInput(Input):
    text = serializers.CharField(allow_blank=True, help_text="It may not be empty.")
    minutes = serializers.IntegerField(default=5, help_text="1 to 120.")


class TopicOutput(Output):
    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    text = serializers.CharField()
    minutes = serializers.IntegerField()
    added_by = PersonField()
    added_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True, help_text="When a sync settled it, or it was taken off.")


class TopicsView(OfAgreementView):
    """The topics that wait for a sync, the oldest first."""

    @extend_schema(parameters=[Filters], responses=page_schema(TopicOutput))
    def get(self) -> Response:
        topics = self.found.topics.filter(closed_at=None).select_related("agreement", "added_by")
        return self.page(TopicOutput, topics, order=("id",), asked=self.asked(Filters))

    @extend_schema(request=TopicInput, responses={201: TopicOutput})
    def post(self) -> Response:
        topic = add_topic(actor=self.person, at=now(), agreement=self.found, **self.sent(TopicInput))
        return self.created(TopicOutput, topic)


class TopicView(ObjectView[Topic]):
    """One topic; whoever takes it off the agenda leaves its words in the history."""

    output = TopicOutput

    def load(self, *, pk: int) -> Topic:
        seen = Topic.objects.filter(agreement__in=Agreement.objects.visible_to(self.person))
        return get_object_or_404(seen.select_related("agreement", "added_by"), pk=pk)

    @extend_schema(responses=TopicOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_topic(actor=self.person, at=now(), topic=self.found)
        return Response(status=204)
