"""How an agreement closes: completed, ended early, or set aside before it was ever in force."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.agreements import complete_agreement, end_agreement, withdraw_agreement
from teams.api.serializers import Input
from teams.clock import now


@extend_schema_serializer(
    examples=[OpenApiExample("end", value={"reason": "The product is no longer sold."}, request_only=True)]
)
class EndInput(Input):
    reason = serializers.CharField(allow_blank=True, help_text="The others read it; it may not be empty.")


class CompletionView(WholeAgreementView):
    """Close what is settled and read to the end."""

    @extend_schema(request=None, responses=AgreementOutput)
    def post(self) -> Response:
        self.sent(Input)
        complete_agreement(actor=self.person, at=now(), agreement=self.found)
        return self.again()


class EndView(WholeAgreementView):
    """End it before it is complete; what is open is released."""

    @extend_schema(request=EndInput, responses=AgreementOutput)
    def post(self) -> Response:
        end_agreement(actor=self.person, at=now(), agreement=self.found, **self.sent(EndInput))
        return self.again()


class WithdrawalView(WholeAgreementView):
    """Set aside what never came into force."""

    @extend_schema(request=None, responses=AgreementOutput)
    def post(self) -> Response:
        self.sent(Input)
        withdraw_agreement(actor=self.person, at=now(), agreement=self.found)
        return self.again()
