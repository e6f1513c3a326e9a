"""Pausing an agreement in force until a date, and taking it up again before."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.pauses import pause_agreement, resume_agreement
from teams.api.serializers import DayField, Input
from teams.clock import now

EXAMPLE = {"until": "2027-04-12", "reason": "The office is closed for the move."}


@extend_schema_serializer(examples=[OpenApiExample("pause", value=EXAMPLE, request_only=True)])
class PauseInput(Input):
    until = DayField(help_text="The day on which it goes on, in the agreement's zone; after today, within 365 days.")
    reason = serializers.CharField(allow_blank=True, help_text="The others read it; it may not be empty.")


class PauseView(WholeAgreementView):
    """While it is paused nobody is asked, nothing is flagged and nothing lapses. It goes on by itself."""

    @extend_schema(request=PauseInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        pause_agreement(actor=self.person, at=now(), agreement=self.found, **self.sent(PauseInput))
        return self.again(status=201)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        resume_agreement(actor=self.person, at=now(), agreement=self.found)
        return Response(status=204)
