"""What others say of a readback, and how its differences are settled."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.api.readbacks import ReadbackOutput, cards_of
from agreements.domain.mismatches import Where
from agreements.models import Agreement, Readback
from agreements.operations.confirmations import confirm_readback, reconfirm_lines
from agreements.operations.differences import settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.reports.asked import standing_readbacks
from teams.api.base import ObjectView
from teams.api.serializers import Input
from teams.clock import now
from teams.domain.errors import InvalidValueError

MARK = {"matches": False, "where": ["when"], "understood": "I understood the 22nd."}


@extend_schema_serializer(
    examples=[OpenApiExample("note", value={"difference": 7, "note": "A week of slack, agreed."}, request_only=True)]
)
class ResolutionInput(Input):
    difference = serializers.IntegerField(min_value=1)
    note = serializers.CharField(allow_blank=True, help_text="Why it is fine as it stands; it may not be empty.")


@extend_schema_serializer(examples=[OpenApiExample("mismatch", value=MARK, request_only=True)])
class ConfirmationInput(Input):
    """A mismatch says ``where``, and maybe about which ``commitment``; without one it is about all of them."""

    matches = serializers.BooleanField()
    where = serializers.ListField(child=WordField(Where), required=False)
    understood = serializers.CharField(required=False, allow_blank=True)
    commitment = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class OfReadbackView(ObjectView[Readback]):
    """The base of what lies below ``/readbacks/{id}/``. Drafts are nobody's but their writer's."""

    def output(self, readback: Readback) -> serializers.Serializer[Any]:
        return ReadbackOutput(cards_of(readback.agreement, viewer=self.person)[readback.pk])

    def load(self, *, pk: int) -> Readback:
        rows = standing_readbacks().filter(agreement__in=Agreement.objects.visible_to(self.person))
        return get_object_or_404(rows.select_related("agreement", "person"), pk=pk)

    def again(self) -> Response:
        """The readback as it is after an operation."""
        return self.one(self.found, status=201)


class ResolutionView(OfReadbackView):
    """Its author, or whoever proposed the terms, notes why a difference is fine as it stands."""

    @extend_schema(request=ResolutionInput, responses={201: ReadbackOutput})
    def post(self) -> Response:
        sent = self.sent(ResolutionInput)
        difference = self.found.differences.filter(pk=sent["difference"]).first()
        if difference is None:
            raise _not_here("difference", "There is no such difference in this readback.")
        difference.readback = self.found
        settle(actor=self.person, at=now(), difference=difference, note=sent["note"])
        return self.again()


class ConfirmationView(OfReadbackView):
    """Who is asked too says that it matches what they understood, or where it does not. The last word counts."""

    @extend_schema(request=ConfirmationInput, responses={201: ReadbackOutput})
    def post(self) -> Response:
        sent = self.sent(ConfirmationInput)
        about = sent.get("commitment")
        commitment = self.found.agreement.commitments.filter(pk=about).first() if about else None
        if about and commitment is None:
            raise _not_here("commitment", "There is no such commitment in these terms.")
        draft = ConfirmationDraft(
            matches=sent["matches"],
            where=frozenset(sent.get("where", ())),
            understood=sent.get("understood", ""),
            commitment=commitment,
        )
        confirm_readback(actor=self.person, at=now(), readback=self.found, draft=draft)
        return self.again()


class ReadbackLinesView(OfReadbackView):
    """After lines changed: its writer says that it still holds, the others that it still matches."""

    @extend_schema(request=None, responses={201: ReadbackOutput})
    def post(self) -> Response:
        self.sent(Input)
        reconfirm_lines(actor=self.person, at=now(), readback=self.found)
        return self.again()


def _not_here(field: str, sentence: str) -> InvalidValueError:
    return InvalidValueError(sentence, fields={field: [sentence]})
