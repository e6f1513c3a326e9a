"""Who is part of an agreement: each party by itself, and the whole list at once."""

from collections.abc import Sequence
from datetime import datetime

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.models import Agreement, Party
from agreements.operations.drafts import PartyDraft
from agreements.operations.parties import add_party, edit_party, remove_party, replace_representative
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.errors import InvalidValueError
from teams.models import Person

EXAMPLE = {"team": "sales", "representative": "tomas@example.org", "gains": "Dates to plan outreach on."}


@extend_schema_serializer(examples=[OpenApiExample("party", value=EXAMPLE, request_only=True)])
class PartyInput(Input):
    team = TeamField()
    representative = PersonField(required=False, allow_null=True)
    gains = serializers.CharField(required=False, allow_blank=True)


class PartyOutput(Output):
    team = TeamField()
    representative = PersonField(allow_null=True)
    gains = serializers.CharField()


class PartiesView(OfAgreementView):
    """The parties of an agreement, in the order in which they joined."""

    @extend_schema(parameters=[Filters], responses=page_schema(PartyOutput))
    def get(self) -> Response:
        parties = self.found.parties.select_related("team", "representative")
        return self.page(PartyOutput, parties, order=("id",), asked=self.asked(Filters))

    @extend_schema(request=PartyInput, responses={201: PartyOutput})
    def post(self) -> Response:
        draft = PartyDraft(**self.sent(PartyInput))
        return self.created(PartyOutput, add_party(actor=self.person, at=now(), agreement=self.found, draft=draft))


class OfPartyView(ObjectView[Party]):
    """The base of what lies at and below ``/agreements/{number}/parties/{slug}/``."""

    output = PartyOutput

    def load(self, *, number: int, slug: str) -> Party:
        visible = Agreement.objects.visible_to(self.person)
        parties = Party.objects.filter(agreement__in=visible).select_related("agreement", "team", "representative")
        return get_object_or_404(parties, agreement__number=number, team__slug=slug)


class PartyView(OfPartyView):
    """One party, by the slug of its team."""

    @extend_schema(responses=PartyOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_party(actor=self.person, at=now(), party=self.found)
        return Response(status=204)


class RepresentativeInput(Input):
    person = PersonField(help_text="Signs for the party from now on.")


class RepresentativeView(OfPartyView):
    """Who signs for a party of what waits for signatures or is in force; in a draft it is part of the party."""

    @extend_schema(request=RepresentativeInput, responses=PartyOutput)
    def post(self) -> Response:
        sent = self.sent(RepresentativeInput)
        return self.one(replace_representative(actor=self.person, at=now(), party=self.found, **sent))


def replace_parties(*, actor: Person, at: datetime, agreement: Agreement, drafts: Sequence[PartyDraft]) -> None:
    """Make ``drafts`` the whole list of parties of a draft. The caller holds the transaction."""
    wanted = {draft.team: draft for draft in drafts}
    if len(wanted) < len(drafts):
        sentence = "Name each party once."
        raise InvalidValueError(sentence, fields={"parties": [sentence]})
    present = {party.team: party for party in agreement.parties.select_related("agreement", "team")}
    for team, draft in wanted.items():
        if team in present:
            edit_party(actor=actor, at=at, party=present[team], draft=draft)
        else:
            add_party(actor=actor, at=at, agreement=agreement, draft=draft)
    for team in present.keys() - wanted.keys():
        remove_party(actor=actor, at=at, party=present[team])
