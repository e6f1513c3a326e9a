"""From open to done: declared by the owner; accepted, sent back or waived by the receiver."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.commitments import CommitmentOutput, OfCommitmentView
from agreements.operations.deliveries import accept, deliver, release, send_back, take_back_delivery
from teams.api.serializers import Input
from teams.clock import now


@extend_schema_serializer(
    examples=[OpenApiExample("delivery", value={"evidence": "https://example.org/launch"}, request_only=True)]
)
class DeliveryInput(Input):
    evidence = serializers.CharField(default="", allow_blank=True)


@extend_schema_serializer(
    examples=[OpenApiExample("return", value={"reason": "The objection guide is not in it."}, request_only=True)]
)
class ReturnInput(Input):
    reason = serializers.CharField(allow_blank=True, help_text="The owner reads it; it may not be empty.")


class ReleaseInput(Input):
    reason = serializers.CharField(default="", allow_blank=True)


class DeliveryView(OfCommitmentView):
    """Its owner declares it done, and takes that back until the receiver has answered."""

    @extend_schema(request=DeliveryInput, responses=CommitmentOutput)
    def post(self) -> Response:
        deliver(actor=self.person, at=now(), commitment=self.found, **self.sent(DeliveryInput))
        return self.again()

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        take_back_delivery(actor=self.person, at=now(), commitment=self.found)
        return Response(status=204)


class AcceptanceView(OfCommitmentView):
    """Its receiver takes what was delivered."""

    @extend_schema(request=None, responses=CommitmentOutput)
    def post(self) -> Response:
        self.sent(Input)
        accept(actor=self.person, at=now(), commitment=self.found)
        return self.again()


class ReturnView(OfCommitmentView):
    """Its receiver sends it back, saying what is missing."""

    @extend_schema(request=ReturnInput, responses=CommitmentOutput)
    def post(self) -> Response:
        send_back(actor=self.person, at=now(), commitment=self.found, **self.sent(ReturnInput))
        return self.again()


class ReleaseView(OfCommitmentView):
    """The receiving party waives it."""

    @extend_schema(request=ReleaseInput, responses=CommitmentOutput)
    def post(self) -> Response:
        release(actor=self.person, at=now(), commitment=self.found, **self.sent(ReleaseInput))
        return self.again()
