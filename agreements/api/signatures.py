"""Signing exactly the terms that were read."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.models import Signature
from agreements.operations.signatures import sign
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField
from teams.clock import now

EXAMPLE = {"terms_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}


@extend_schema_serializer(examples=[OpenApiExample("signature", value=EXAMPLE, request_only=True)])
class SignatureInput(Input):
    terms_hash = serializers.CharField(max_length=64, help_text="Of the version that was read.")


class SignatureOutput(Output):
    version = serializers.IntegerField(source="version.number")
    party = TeamField(source="party.team")
    person = PersonField()
    terms_hash = serializers.CharField()
    signed_at = serializers.DateTimeField()


class SignatureFilters(Filters):
    version = serializers.IntegerField(required=False, min_value=1)


class SignaturesView(WholeAgreementView):
    """The signatures under terms that stand, oldest first. One POST signs for every party the caller represents.

    The last signature brings the terms into force. A hash of other terms is answered 409 `stale_terms`, with what
    changed since as `changes`.
    """

    @extend_schema(parameters=[SignatureFilters], responses=page_schema(SignatureOutput))
    def get(self) -> Response:
        asked = self.asked(SignatureFilters)
        rows = Signature.objects.filter(version__agreement=self.found)
        if "version" in asked:
            rows = rows.filter(version__number=asked["version"])
        rows = rows.select_related("version", "party__team", "person").defer("version__terms")
        return self.page(SignatureOutput, rows, order=("id",), asked=asked)

    @extend_schema(request=SignatureInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        sign(actor=self.person, at=now(), agreement=self.found, **self.sent(SignatureInput))
        return self.again(status=201)
