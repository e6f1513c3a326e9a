"""Asking the owner of a commitment how it stands."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.commitments import OfCommitmentView
from agreements.models import Ask
from agreements.operations.asks import LONGEST, ask
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField
from teams.clock import now

EXAMPLE = {"note": "Our outreach starts on Monday."}


@extend_schema_serializer(examples=[OpenApiExample("ask", value=EXAMPLE, request_only=True)])
class AskInput(Input):
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)


class AskOutput(Output):
    id = serializers.IntegerField()
    commitment = serializers.IntegerField(source="commitment_id")
    asked_by = PersonField()
    asked_at = serializers.DateTimeField()
    asked_on = serializers.DateField(help_text="Local day of the agreement.")
    note = serializers.CharField()


class AsksView(OfCommitmentView):
    """Who asked for news, in the order of their ids. POST asks: anybody of a party but the owner, once a day."""

    @extend_schema(parameters=[Filters], responses=page_schema(AskOutput))
    def get(self) -> Response:
        asks = Ask.objects.filter(commitment=self.found).select_related("asked_by")
        return self.page(AskOutput, asks, order=("id",), asked=self.asked(Filters))

    @extend_schema(request=AskInput, responses={201: AskOutput})
    def post(self) -> Response:
        sent = self.sent(AskInput)
        return self.created(AskOutput, ask(actor=self.person, at=now(), commitment=self.found, **sent))
