from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import real_now
from teams.models import CalendarFeed, Person
from teams.operations.feeds import make_feed, revoke_feed


@extend_schema_serializer(examples=[OpenApiExample("feed", value={"name": "Outlook at work"}, request_only=True)])
class FeedInput(Input):
    name = serializers.CharField(max_length=80, help_text="Which program will read it.")


class FeedOutput(Output):
    id = serializers.IntegerField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewFeedOutput(FeedOutput):
    address = serializers.CharField(allow_null=True, help_text="Shown this once; null when the answer is repeated.")


class FeedsView(ApiView):
    """One's own addresses from which calendar programs read."""

    shown_once = ("address",)

    @extend_schema(parameters=[Filters], responses=page_schema(FeedOutput))
    def get(self) -> Response:
        return self.page(FeedOutput, _alive(self.person), order=("id",), asked=self.asked(Filters))

    @extend_schema(request=FeedInput, responses={201: NewFeedOutput})
    def post(self) -> Response:
        sent: dict[str, Any] = self.sent(FeedInput)
        feed, plain = make_feed(actor=self.person, at=real_now(), **sent)
        address = settings.BASE_URL + reverse("calendar_feed", args=[plain])
        return Response({**FeedOutput(feed).data, "address": address}, status=201)


class FeedView(ObjectView[CalendarFeed]):
    output = FeedOutput

    def load(self, *, pk: int) -> CalendarFeed:
        return get_object_or_404(_alive(self.person), pk=pk)

    @extend_schema(responses=FeedOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        revoke_feed(actor=self.person, at=real_now(), feed=self.found)
        return Response(status=204)


def _alive(person: Person) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(person=person, revoked_at=None)
