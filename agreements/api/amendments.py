"""Changes of what is in force: asked for, read, answered, withdrawn, asked again, and put right where they clash."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.api.changes import (
    AmendmentInput,
    amendment_draft,
    change_data,
)
from agreements.api.ripple import CHANGES, RippleOutput
from agreements.domain.amendments import AmendmentState, Answer, Trade
from agreements.models import Amendment
from agreements.operations.amendments.asking import ask_for_change
from agreements.operations.amendments.closing import withdraw_amendment
from agreements.operations.amendments.expiry import reopen_amendment
from agreements.reports.amendment_rows import amendment_rows
from teams.api.base import ObjectView, Shape
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField
from teams.clock import now
from teams.models import Person


class AnswerOutput(Output):
    person = PersonField()
    answer = WordField(Answer)
    reason = serializers.CharField()
    answered_at = serializers.DateTimeField()


class AlternativeOutput(Output):
    """``changes`` are those asked for, in the order and shape in which they were sent, with what ``was`` there.

    ``ripple`` is the whole chain. ``content_hash`` covers all changes, asked and moved.
    """

    id = serializers.IntegerField(source="alternative.pk")
    label = serializers.CharField(source="alternative.label")  # type: ignore[assignment]  # the contract's name
    trade = serializers.SerializerMethodField()
    implications = serializers.SerializerMethodField()
    content_hash = serializers.CharField(source="alternative.content_hash")
    changes = serializers.SerializerMethodField()
    ripple = RippleOutput(many=True)
    answers = AnswerOutput(many=True)

    @extend_schema_field(WordField(Trade, allow_null=True))
    def get_trade(self, row: Any) -> str | None:
        return row.alternative.trade or None

    @extend_schema_field(
        {"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    )
    def get_implications(self, row: Any) -> Any:
        return row.alternative.implications or ""

    @extend_schema_field(CHANGES)
    def get_changes(self, row: Any) -> Any:
        return [change_data(change) for change in row.changes]


class AffectedOutput(Output):
    """One row for each answer of a person; one with nulls for who has not answered."""

    person = PersonField()
    answer = WordField(Answer, allow_null=True)
    alternative = serializers.IntegerField(allow_null=True)


class AmendmentOutput(Output):
    """``notice_days`` are the fewest of its open alternatives, of the agreed one at the end; null without a date.

    ``agreements`` are the numbers of those it touches; ``elsewhere`` counts more, out of the caller's sight.
    """

    id = serializers.IntegerField(source="amendment.pk")
    agreement = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(source="amendment.number", help_text="Within the agreement.")
    state = WordField(AmendmentState, source="amendment.state")
    reason = serializers.CharField(source="amendment.reason")
    topic = serializers.CharField(source="amendment.topic")
    asked_by = PersonField(source="amendment.asked_by")
    asked_at = serializers.DateTimeField(source="amendment.asked_at")
    notice_days = serializers.IntegerField(source="amendment.notice_days", allow_null=True)
    is_early = serializers.BooleanField(source="amendment.is_early")
    answer_by = serializers.DateField(source="amendment.answer_by")
    agreed = serializers.IntegerField(source="amendment.agreed_id", allow_null=True, help_text="The alternative.")
    closed_at = serializers.DateTimeField(source="amendment.closed_at", allow_null=True)
    agreements = serializers.ListField(child=serializers.IntegerField())
    elsewhere = serializers.IntegerField()
    alternatives = AlternativeOutput(many=True)
    affected = AffectedOutput(many=True)


class AmendmentFilters(Filters):
    state = WordField(AmendmentState, required=False)
    asked_by = PersonField(required=False)


class AmendmentsView(OfAgreementView):
    """The changes that touch one agreement, in the order of their ids. POST asks everybody affected for one.

    Asking accepts every alternative for the caller's own part; where nobody else is affected the first one is agreed.
    """

    @extend_schema(parameters=[AmendmentFilters], responses=page_schema(AmendmentOutput))
    def get(self) -> Response:
        asked = self.asked(AmendmentFilters)
        here = Q(agreement=self.found) | Q(touched__agreement=self.found)
        named = {name: asked[name] for name in ("state", "asked_by") if name in asked}
        keys = Amendment.objects.filter(here, **named).values("pk")
        rows = amendments_of(self.person).filter(pk__in=keys)
        return self.page(reader(self.person), rows, order=("id",), asked=asked)

    @extend_schema(request=AmendmentInput, responses={201: AmendmentOutput})
    def post(self) -> Response:
        draft = amendment_draft(self.sent(AmendmentInput), agreement=self.found, person=self.person)
        amendment = ask_for_change(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.created(reader(self.person), amendments_of(self.person).get(pk=amendment.pk))


class OfAmendmentView(ObjectView[Amendment]):
    """The base of everything at and below ``/amendments/{id}/``."""

    def output(self, amendment: Amendment) -> serializers.Serializer[Any]:
        return reader(self.person)(amendment)

    def etag(self, thing: Amendment) -> str:
        return f'"{thing.revision}"'

    def load(self, *, pk: int) -> Amendment:
        return get_object_or_404(amendments_of(self.person), pk=pk)

    def again(self, *, status: int = 200) -> Response:
        """The change as it is after an operation."""
        return self.one(self.load(pk=self.found.pk), status=status)


class AmendmentView(OfAmendmentView):
    """One change that was asked for."""

    @extend_schema(responses=AmendmentOutput)
    def get(self) -> Response:
        return self.one(self.found)


class ChainOutput(Output):
    id = serializers.IntegerField(source="alternative.pk")
    label = serializers.CharField(source="alternative.label")  # type: ignore[assignment]  # the contract's name
    ripple = RippleOutput(many=True)


class ChainsOutput(Output):
    alternatives = ChainOutput(many=True)


class AmendmentRippleView(OfAmendmentView):
    """What each alternative moves: as things are while it is open, as they were once it is closed."""

    @extend_schema(responses=ChainsOutput)
    def get(self) -> Response:
        (row,) = amendment_rows(amendments=[self.found], viewer=self.person)
        return Response(ChainsOutput(row).data)


class AmendmentWithdrawalView(OfAmendmentView):
    """Give it up: whoever asked for it, while it is open or has expired."""

    @extend_schema(request=None, responses=AmendmentOutput)
    def post(self) -> Response:
        self.sent(Input)
        withdraw_amendment(actor=self.person, at=now(), amendment=self.found)
        return self.again()


@extend_schema_serializer(examples=[OpenApiExample("reopening", value={"answer_by": "2027-03-12"}, request_only=True)])
class ReopeningInput(Input):
    answer_by = DayField()


class ReopeningView(OfAmendmentView):
    """Ask again those who have not answered one that expired."""

    @extend_schema(request=ReopeningInput, responses=AmendmentOutput)
    def post(self) -> Response:
        reopen_amendment(actor=self.person, at=now(), amendment=self.found, **self.sent(ReopeningInput))
        return self.again()


def amendments_of(person: Person) -> QuerySet[Amendment]:
    """What ``person`` may see, with what AmendmentOutput says of it but for what `reader` adds."""
    return Amendment.objects.visible_to(person).select_related("agreement", "asked_by")


def reader(person: Person) -> Shape:
    """Tells rows of `amendments_of` to ``person``: lines of agreements out of their sight are veiled."""

    def read(found: Any, *, many: bool = False) -> AmendmentOutput:
        rows: Sequence[Any] = found if many else [found]
        told = amendment_rows(amendments=rows, viewer=person)
        return AmendmentOutput(told if many else told[0], many=many)

    return read
