"""Proposing the terms of a draft, giving more time to answer, and taking the proposal back."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.proposals import extend_answers, propose, take_back
from teams.api.serializers import DayField, Input
from teams.clock import now


class ProposalInput(Input):
    """The body may be left out. ``reason`` says why advice of the linter was passed over."""

    reason = serializers.CharField(default="", allow_blank=True)


class ExtensionInput(Input):
    answer_by = DayField(help_text="After the date before it, and not in the past.")


class ProposalView(WholeAgreementView):
    """POST freezes the terms for everybody to say back and sign; DELETE makes them a draft again."""

    @extend_schema(request=ProposalInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        propose(actor=self.person, at=now(), agreement=self.found, **self.sent(ProposalInput))
        return self.again(status=201)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        take_back(actor=self.person, at=now(), agreement=self.found)
        return Response(status=204)


class ExtensionView(WholeAgreementView):
    """Whoever proposed the terms gives more time to answer, also once it has passed."""

    @extend_schema(request=ExtensionInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        extend_answers(actor=self.person, at=now(), agreement=self.found, **self.sent(ExtensionInput))
        return self.again(status=201)
