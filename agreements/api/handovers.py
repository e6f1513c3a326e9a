"""A commitment in force that is to change hands: asked, taken and agreed to, declined, withdrawn."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.api.commitments import OfCommitmentView
from agreements.domain.handovers import HandoverRole, HandoverState
from agreements.models import Commitment, Handover
from agreements.operations.handovers import accept_handover, decline_handover, hand_over, withdraw_handover
from agreements.operations.locks import lock_agreement
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField
from teams.clock import now
from teams.models import Person

EXAMPLE = {"role": "owner", "to_person": "amina@example.org", "reason": "Dana moves to another team in April."}
ROLES = [role.value for role in HandoverRole]  # names the words in the schema


class HandoverOutput(Output):
    """``taken_at``: the new person has promised it; ``agreed_at``: the other end of the promise has agreed to them."""

    id = serializers.IntegerField()
    commitment = serializers.IntegerField(source="commitment_id")
    role = WordField(HandoverRole)
    state = WordField(HandoverState)
    from_person = PersonField()
    to_person = PersonField()
    reason = serializers.CharField()
    asked_by = PersonField()
    asked_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)
    agreed_at = serializers.DateTimeField(source="accepted_at", allow_null=True)
    agreed_by = PersonField(allow_null=True)
    declined_by = PersonField(allow_null=True)
    decline_reason = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("handover", value=EXAMPLE, request_only=True)])
class HandoverInput(Input):
    role = WordField(HandoverRole, default=HandoverRole.OWNER, help_text="Who of the two changes.")
    to_person = PersonField(help_text="Somebody of the same party.")
    reason = serializers.CharField(allow_blank=True, help_text="They read it; it may not be empty.")


class DeclineInput(Input):
    reason = serializers.CharField(allow_blank=True, help_text="Whoever asked reads it; it may not be empty.")


class HandoversView(OfCommitmentView):
    """The hand-overs of one commitment, in the order in which they were asked."""

    @extend_schema(parameters=[Filters], responses=page_schema(HandoverOutput))
    def get(self) -> Response:
        asked = self.asked(Filters)
        rows = handovers_of(self.person).filter(commitment=self.found)
        return self.page(HandoverOutput, rows, order=("id",), asked=asked)

    @extend_schema(request=HandoverInput, responses={201: HandoverOutput})
    def post(self) -> Response:
        asked = hand_over(actor=self.person, at=now(), commitment=self.found, **self.sent(HandoverInput))
        return self.created(HandoverOutput, asked)


class OfHandoverView(ObjectView[Handover]):
    """The base of everything at and below ``/handovers/{id}/``."""

    output = HandoverOutput

    def load(self, *, pk: int) -> Handover:
        return get_object_or_404(handovers_of(self.person), pk=pk)

    def hold(self) -> None:
        """The agreement comes first, as in every operation."""
        lock_agreement(self.found.commitment.agreement)
        self.found = self.load(pk=self.found.pk)


class HandoverView(OfHandoverView):
    """One hand-over."""

    @extend_schema(responses=HandoverOutput)
    def get(self) -> Response:
        return self.one(self.found)


class HandoverAcceptanceView(OfHandoverView):
    """The new person takes it, or the other end agrees to them; the second of the two words hands it over."""

    @extend_schema(request=None, responses=HandoverOutput)
    def post(self) -> Response:
        self.sent(Input)
        return self.one(accept_handover(actor=self.person, at=now(), handover=self.found))


class HandoverDeclineView(OfHandoverView):
    """Either of the two leaves it where it is."""

    @extend_schema(request=DeclineInput, responses=HandoverOutput)
    def post(self) -> Response:
        sent = self.sent(DeclineInput)
        return self.one(decline_handover(actor=self.person, at=now(), handover=self.found, **sent))


class HandoverWithdrawalView(OfHandoverView):
    """Whoever asked asks no more."""

    @extend_schema(request=None, responses=HandoverOutput)
    def post(self) -> Response:
        self.sent(Input)
        return self.one(withdraw_handover(actor=self.person, at=now(), handover=self.found))


def handovers_of(person: Person) -> QuerySet[Handover]:
    """Those of commitments that ``person`` may see, with all that HandoverOutput says of them."""
    return Handover.objects.filter(commitment__in=Commitment.objects.visible_to(person)).select_related(
        "commitment__agreement", "from_person", "to_person", "asked_by", "agreed_by", "declined_by"
    )
