from dataclasses import replace

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import now
from teams.models import Priority, Scope
from teams.operations.drafts import PriorityDraft
from teams.operations.priorities import add_priority, edit_priority, remove_priority

EXAMPLE = {"name": "Sell to larger customers", "position": 0}


@extend_schema_serializer(examples=[OpenApiExample("priority", value=EXAMPLE, request_only=True)])
class PriorityInput(Input):
    name = serializers.CharField(max_length=120)
    position = serializers.IntegerField(
        required=False, min_value=0, max_value=1000, help_text="From 0; past the end means last. The others close up."
    )


class PriorityOutput(Output):
    id = serializers.IntegerField()
    name = serializers.CharField()
    position = serializers.IntegerField()


class PrioritiesView(ApiView):
    """What the organisation has said matters now, in its order."""

    scope = Scope.ADMIN

    @extend_schema(parameters=[Filters], responses=page_schema(PriorityOutput))
    def get(self) -> Response:
        return self.page(PriorityOutput, Priority.objects.all(), order=("position", "id"), asked=self.asked(Filters))

    @extend_schema(request=PriorityInput, responses={201: PriorityOutput})
    def post(self) -> Response:
        draft = PriorityDraft(**self.sent(PriorityInput))
        return self.created(PriorityOutput, add_priority(actor=self.person, at=now(), draft=draft))


class PriorityView(ObjectView[Priority]):
    scope = Scope.ADMIN
    output = PriorityOutput

    def load(self, *, pk: int) -> Priority:
        return get_object_or_404(Priority, pk=pk)

    @extend_schema(responses=PriorityOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=PriorityInput(partial=True), responses=PriorityOutput)
    def patch(self) -> Response:
        found = self.found
        draft = replace(
            PriorityDraft(name=found.name, position=found.position), **self.sent(PriorityInput, partial=True)
        )
        return self.one(edit_priority(actor=self.person, at=now(), priority=found, draft=draft))

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_priority(actor=self.person, at=now(), priority=self.found)
        return Response(status=204)
