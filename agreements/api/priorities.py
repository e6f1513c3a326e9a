"""Which priority of the organisation an agreement serves."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.priorities import choose_priority
from teams.api.serializers import Input
from teams.clock import now
from teams.models import Priority


@extend_schema_serializer(examples=[OpenApiExample("priority", value={"priority": 3}, request_only=True)])
class ChosenPriorityInput(Input):
    priority = serializers.PrimaryKeyRelatedField(
        queryset=Priority.objects.all(), allow_null=True, help_text="Its id in /priorities/; null for none."
    )


class AgreementPriorityView(WholeAgreementView):
    """What it serves; no term, so it may change at any time."""

    @extend_schema(request=ChosenPriorityInput, responses=AgreementOutput)
    def put(self) -> Response:
        choose_priority(actor=self.person, at=now(), agreement=self.found, **self.sent(ChosenPriorityInput))
        return self.again()
