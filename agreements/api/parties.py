from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.models import Agreement, Party
from agreements.operations.drafts import PartyDraft
from agreements.operations.parties import add_party, remove_party
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField
from teams.clock import now


class PartyInput(Input):
    team = TeamField()
    representative = PersonField(required=False, allow_null=True)
    gains = serializers.CharField(required=False, allow_blank=True)


class PartyOutput(Output):
    team = TeamField()
    representative = PersonField(allow_null=True)
    gains = serializers.CharField()


class PartiesView(ObjectView[Agreement]):
    output = PartyOutput

    def load(self, *, number: int) -> Agreement:
        return get_object_or_404(Agreement.objects.visible_to(self.person), number=number)

    @extend_schema(parameters=[Filters], responses=page_schema(PartyOutput))
    def get(self) -> Response:
        parties = self.found.parties.select_related("team", "representative")
        return self.page(PartyOutput, parties, order=("id",), asked=self.asked(Filters))

    @extend_schema(request=PartyInput, responses={201: PartyOutput})
    def post(self) -> Response:
        draft = PartyDraft(**self.sent(PartyInput))
        return self.created(PartyOutput, add_party(actor=self.person, at=now(), agreement=self.found, draft=draft))


class PartyView(ObjectView[Party]):
    output = PartyOutput

    def load(self, *, number: int, slug: str) -> Party:
        visible = Agreement.objects.visible_to(self.person)
        parties = Party.objects.filter(agreement__in=visible).select_related("agreement", "team", "representative")
        return get_object_or_404(parties, agreement__number=number, team__slug=slug)

    @extend_schema(responses=PartyOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_party(actor=self.person, at=now(), party=self.found)
        return Response(status=204)
