"""Who takes turns at moderating the syncs of an agreement."""

from collections.abc import Iterable

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.models import Turn
from agreements.operations.rotas import set_rota
from teams.api.serializers import Input, Output, PersonField
from teams.clock import now

EXAMPLE = {"people": ["maya@example.org", "tomas@example.org"]}


@extend_schema_serializer(examples=[OpenApiExample("rota", value=EXAMPLE, request_only=True)])
class RotaInput(Input):
    people = serializers.ListField(child=PersonField(), help_text="In the order of their turns; empty: nobody.")


class RotaOutput(Output):
    people = serializers.ListField(child=PersonField())


class RotaView(OfAgreementView):
    """The people who take turns, in their order; they go round with the numbers of the syncs."""

    @extend_schema(responses=RotaOutput)
    def get(self) -> Response:
        turns = Turn.objects.filter(cadence__agreement=self.found).select_related("person")
        return _rota(turns.order_by("position"))

    @extend_schema(request=RotaInput, responses=RotaOutput)
    def put(self) -> Response:
        return _rota(set_rota(actor=self.person, at=now(), agreement=self.found, **self.sent(RotaInput)))


def _rota(turns: Iterable[Turn]) -> Response:
    return Response(RotaOutput({"people": [turn.person for turn in turns]}).data)
