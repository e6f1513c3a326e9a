from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import now
from teams.models import Person, SavedView
from teams.operations.saved_views import PAGES, ViewDraft, remove_view, rename_view, save_view

EXAMPLE = {"page": "commitments", "name": "Sales owes us", "query": "team=sales&for_team=product"}


@extend_schema_serializer(examples=[OpenApiExample("view", value=EXAMPLE, request_only=True)])
class SavedViewInput(Input):
    page = serializers.ChoiceField(choices=PAGES)
    name = serializers.CharField(max_length=60)
    query = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="The query of the list's address on the page."
    )


class ViewNameInput(Input):
    name = serializers.CharField(max_length=60)


class SavedViewOutput(Output):
    id = serializers.IntegerField()
    page = serializers.ChoiceField(choices=PAGES)
    name = serializers.CharField()
    query = serializers.CharField()


class SavedViewFilters(Filters):
    page = serializers.ChoiceField(choices=PAGES, required=False)


class SavedViewsView(ApiView):
    """One's own views of the lists, in the order in which they were saved."""

    @extend_schema(parameters=[SavedViewFilters], responses=page_schema(SavedViewOutput))
    def get(self) -> Response:
        asked = self.asked(SavedViewFilters)
        rows = _own(self.person).filter(**{name: asked[name] for name in ("page",) if name in asked})
        return self.page(SavedViewOutput, rows, order=("id",), asked=asked)

    @extend_schema(request=SavedViewInput, responses={201: SavedViewOutput})
    def post(self) -> Response:
        sent: dict[str, Any] = self.sent(SavedViewInput)
        return self.created(SavedViewOutput, save_view(actor=self.person, at=now(), draft=ViewDraft(**sent)))


class SavedViewView(ObjectView[SavedView]):
    """One of them. PATCH names it anew, DELETE lets go of it."""

    output = SavedViewOutput

    def load(self, *, pk: int) -> SavedView:
        return get_object_or_404(_own(self.person), pk=pk)

    @extend_schema(responses=SavedViewOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=ViewNameInput, responses=SavedViewOutput)
    def patch(self) -> Response:
        name: str = self.sent(ViewNameInput)["name"]
        return self.one(rename_view(actor=self.person, at=now(), view=self.found, name=name))

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_view(actor=self.person, at=now(), view=self.found)
        return Response(status=204)


def _own(person: Person) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=person)
