"""Proposing the terms of a draft, and taking the proposal back."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.proposals import propose, take_back
from teams.api.serializers import Input
from teams.clock import now


class ProposalView(WholeAgreementView):
    """POST freezes the terms for everybody to sign; DELETE makes them a draft again."""

    @extend_schema(request=None, responses={201: AgreementOutput})
    def post(self) -> Response:
        self.sent(Input)
        propose(actor=self.person, at=now(), agreement=self.found)
        return self.again(status=201)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        take_back(actor=self.person, at=now(), agreement=self.found)
        return Response(status=204)
