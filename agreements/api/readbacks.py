"""What people heard, in their own words: written, and read by the others who wrote theirs."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.domain.readback import DayMonth, Said, Verdict
from agreements.forms.readbacks import order_of
from agreements.models import Agreement, Readback
from agreements.operations.drafts import ReadbackDraft
from agreements.operations.readbacks import save_draft, write_readback
from agreements.reports.cards import Card
from agreements.reports.own_readback import own_readback
from agreements.reports.readbacks import board_of
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField
from teams.clock import now
from teams.models import Person

EXAMPLE = {
    "text": "We deliver the feature by 15 March, and Sales starts outreach the day after.",
    "commitments": [{"commitment": 12, "due_on": "2027-03-15"}],
}


DATE_ORDERS = [order.value for order in DayMonth]  # names the words in the schema


class AnswerInput(Input):
    """What the writer heard about one commitment, beside the text."""

    commitment = serializers.IntegerField(min_value=1)
    due_on = DayField(required=False, allow_null=True)
    owner = PersonField(required=False, allow_null=True)
    quantity = serializers.CharField(required=False, allow_null=True, allow_blank=True)


@extend_schema_serializer(examples=[OpenApiExample("readback", value=EXAMPLE, request_only=True)])
class ReadbackInput(Input):
    """``date_order`` says what 3/4 means; without it the Accept-Language of the call does, else it is asked about."""

    text = serializers.CharField(allow_blank=True)
    commitments = AnswerInput(many=True, required=False)
    date_order = WordField(DayMonth, required=False)


class DraftInput(Input):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class DifferenceOutput(Output):
    """``field``: due_on, owner, quantity, deliverable; or where ``marked_by`` saw a mismatch."""

    id = serializers.IntegerField()
    commitment = serializers.IntegerField(allow_null=True)
    field = serializers.CharField()
    recorded = serializers.CharField()
    heard = serializers.CharField()
    settled = serializers.BooleanField()
    verdict = WordField(Verdict)
    why = serializers.CharField()
    marked_by = PersonField(allow_null=True)
    settled_by = PersonField(allow_null=True, help_text="Null too for what settled itself.")
    note = serializers.CharField()


class ConfirmationOutput(Output):
    """``matches`` is null until they have said; ``changed`` are commitments to be confirmed again."""

    person = PersonField()
    matches = serializers.BooleanField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    changed = serializers.ListField(child=serializers.IntegerField())


class ReadbackOutput(Output):
    """``text`` is null while ``sealed``: the caller is asked too, and says their own first."""

    id = serializers.IntegerField()
    person = PersonField()
    text = serializers.SerializerMethodField()
    differences = DifferenceOutput(many=True)
    written_at = serializers.DateTimeField()
    confirmations = ConfirmationOutput(many=True, source="words")
    changed = serializers.SerializerMethodField()
    sealed = serializers.BooleanField(source="is_sealed")

    def get_text(self, card: Card) -> str | None:
        return None if card.is_sealed else "".join(piece.text for piece in card.pieces)

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_changed(self, card: Card) -> list[int]:
        """Commitments whose line changed since its writer confirmed it."""
        return [line.commitment.pk for line in card.changed]


class OwnReadbackOutput(Output):
    """The caller's own page. ``text`` is a draft that nobody else reads until ``written_at``."""

    commitments = serializers.SerializerMethodField()
    text = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True, help_text="Ten minutes later; an offer, not a limit.")
    saved_at = serializers.DateTimeField(allow_null=True)
    written_at = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_commitments(self, own: Any) -> list[int]:
        """The commitments that the caller speaks for."""
        return [line.pk for line in own.lines]

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_written_at(self, own: Any) -> Any:
        return own.card and serializers.DateTimeField().to_representation(own.card.written_at)


class ReadbacksView(OfAgreementView):
    """What those who are asked heard, laid beside the terms. POST sends one's own, or sends it anew.

    Who is asked reads the others' words once they have written their own.
    """

    @extend_schema(parameters=[Filters], responses=page_schema(ReadbackOutput))
    def get(self) -> Response:
        asked = self.asked(Filters)
        self.cards = cards_of(self.found, viewer=self.person)
        rows = Readback.objects.filter(pk__in=self.cards)
        return self.page(self._as_read, rows, order=("id",), asked=asked)

    @extend_schema(request=ReadbackInput, responses={201: ReadbackOutput})
    def post(self) -> Response:
        sent = self.sent(ReadbackInput)
        language = self.request.headers.get("Accept-Language", "")
        draft = ReadbackDraft(
            text=sent["text"],
            said=tuple(_said(answer) for answer in sent.get("commitments", ())),
            order=sent.get("date_order") or order_of(language),
        )
        written = write_readback(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.created(ReadbackOutput, cards_of(self.found, viewer=self.person)[written.pk])

    def _as_read(self, rows: Sequence[Readback], *, many: bool) -> ReadbackOutput:
        return ReadbackOutput([self.cards[row.pk] for row in rows], many=many)


class OwnReadbackView(OfAgreementView):
    """The caller's own page, for whoever is asked. PUT keeps a private draft, whose first word starts the clock."""

    @extend_schema(responses=OwnReadbackOutput)
    def get(self) -> Response:
        own = own_readback(agreement=self.found, viewer=self.person, at=now())
        if own is None:
            raise Http404
        return Response(OwnReadbackOutput(own).data)

    @extend_schema(request=DraftInput, responses=OwnReadbackOutput)
    def put(self) -> Response:
        save_draft(actor=self.person, at=now(), agreement=self.found, **self.sent(DraftInput))
        return Response(OwnReadbackOutput(own_readback(agreement=self.found, viewer=self.person, at=now())).data)


def cards_of(agreement: Agreement, *, viewer: Person) -> dict[int, Card]:
    """What ``viewer`` may read of each readback, by its id."""
    return {card.id: card for card in board_of(agreement=agreement, viewer=viewer, at=now()).cards}


def _said(answer: dict[str, Any]) -> Said:
    owner: Person | None = answer.get("owner")
    return Said(
        commitment=answer["commitment"],
        due_on=answer.get("due_on"),
        owner=owner.email if owner else None,
        quantity=answer.get("quantity") or None,
    )
