from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import real_now
from teams.models import ApiToken, Person, Scope, Telemetry
from teams.operations.tokens import LONGEST_DAYS, create_token, revoke_token

EXAMPLE = {"name": "Reporting", "scope": "read", "days": 90}


@extend_schema_serializer(examples=[OpenApiExample("token", value=EXAMPLE, request_only=True)])
class TokenInput(Input):
    name = serializers.CharField(max_length=80)
    scope = serializers.ChoiceField(choices=Scope.choices, default=Scope.READ)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=90)


class TokenOutput(Output):
    id = serializers.IntegerField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How the token begins, to know it again.")
    scope = serializers.ChoiceField(choices=Scope.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewTokenOutput(TokenOutput):
    token = serializers.CharField(allow_null=True, help_text="Shown this once; null when the answer is repeated.")


class TokensView(ApiView):
    """One's own tokens that still open something."""

    shown_once = ("token",)

    @extend_schema(parameters=[Filters], responses=page_schema(TokenOutput))
    def get(self) -> Response:
        return self.page(TokenOutput, _alive(self.person), order=("id",), asked=self.asked(Filters))

    @extend_schema(request=TokenInput, responses={201: NewTokenOutput})
    def post(self) -> Response:
        sent: dict[str, Any] = self.sent(TokenInput)
        token, plain = create_token(actor=self.person, at=real_now(), through=self.token, **sent)
        data = TokenOutput(_alive(self.person).get(pk=token.pk)).data
        return Response({**data, "token": plain}, status=201)


class TokenView(ObjectView[ApiToken]):
    output = TokenOutput

    def load(self, *, pk: int) -> ApiToken:
        return get_object_or_404(_alive(self.person), pk=pk)

    @extend_schema(responses=TokenOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        revoke_token(actor=self.person, at=real_now(), token=self.found)
        return Response(status=204)


def _alive(person: Person) -> QuerySet[ApiToken]:
    subject = Concat(Value("token:"), Cast(OuterRef("pk"), CharField()))
    used = Telemetry.objects.filter(subject=subject).values("at")
    alive = ApiToken.objects.filter(person=person, revoked_at=None, expires_at__gt=real_now())
    return alive.annotate(last_used_at=Subquery(used))
