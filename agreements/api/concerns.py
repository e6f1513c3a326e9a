"""Concerns: those of one agreement, raised, answered, and brought to the executives."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.api.escalations import EscalationOutput, PacketInput, begin, escalations_of
from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern, Metric
from agreements.operations.concerns import raise_concern, resolve_concern
from agreements.operations.drafts import ConcernDraft
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField
from teams.clock import now
from teams.domain.errors import InvalidValueError
from teams.models import Person

EXAMPLE = {"about": "work", "commitment": 11, "text": "The test machines are booked until April."}


class ConcernOutput(Output):
    """``answer`` is empty while it is open; a ruling about it answers it too."""

    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    number = serializers.IntegerField(help_text="Within the agreement.")
    about = WordField(About)
    commitment = serializers.IntegerField(source="commitment_id", allow_null=True)
    metric = serializers.IntegerField(source="metric_id", allow_null=True)
    reading_on = serializers.DateField(allow_null=True)
    topic = serializers.CharField()
    text = serializers.CharField()
    raised_by = PersonField()
    raised_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_by = PersonField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("concern", value=EXAMPLE, request_only=True)])
class ConcernInput(Input):
    """About the work, readable with the agreement, or about how we work, readable for its parties alone."""

    about = WordField(About)
    text = serializers.CharField(allow_blank=True)
    topic = serializers.CharField(required=False, allow_blank=True, max_length=80)
    commitment = serializers.IntegerField(required=False, allow_null=True, help_text="Of this agreement.")
    metric = serializers.IntegerField(required=False, allow_null=True, help_text="Of this agreement.")
    reading_on = DayField(required=False, allow_null=True, help_text="The reading of the metric read differently.")


class ConcernFilters(Filters):
    open = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="Both unless given.")
    about = WordField(About, required=False)
    raised_by = PersonField(required=False)
    commitment = serializers.IntegerField(required=False, min_value=1)


class ConcernsView(OfAgreementView):
    """The concerns of one agreement, in the order of their ids. POST raises one."""

    @extend_schema(parameters=[ConcernFilters], responses=page_schema(ConcernOutput))
    def get(self) -> Response:
        asked = self.asked(ConcernFilters)
        named = {name: asked[name] for name in ("about", "raised_by", "commitment") if name in asked}
        rows = concerns_of(self.person).filter(agreement=self.found, **named)
        if asked["open"] is not None:
            rows = rows.filter(resolved_at__isnull=asked["open"])
        return self.page(ConcernOutput, rows, order=("id",), asked=asked)

    @extend_schema(request=ConcernInput, responses={201: ConcernOutput})
    def post(self) -> Response:
        draft = ConcernDraft(**_said(self.sent(ConcernInput), self.found))
        concern = raise_concern(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.created(ConcernOutput, concern)


class OfConcernView(ObjectView[Concern]):
    """The base of everything at and below ``/concerns/{id}/``."""

    output = ConcernOutput

    def load(self, *, pk: int) -> Concern:
        return get_object_or_404(concerns_of(self.person), pk=pk)


class ConcernView(OfConcernView):
    """One concern."""

    @extend_schema(responses=ConcernOutput)
    def get(self) -> Response:
        return self.one(self.found)


@extend_schema_serializer(
    examples=[OpenApiExample("answer", value={"answer": "Two machines are ours from Monday on."}, request_only=True)]
)
class ConcernAnswerInput(Input):
    answer = serializers.CharField(allow_blank=True, help_text="What happens about it; it may not be empty.")


class ConcernResolutionView(OfConcernView):
    """Answer it, once: anybody of a party, or whoever raised it, for whom it is settled."""

    @extend_schema(request=ConcernAnswerInput, responses=ConcernOutput)
    def post(self) -> Response:
        sent = self.sent(ConcernAnswerInput)
        return self.one(resolve_concern(actor=self.person, at=now(), concern=self.found, **sent))


class ConcernEscalationView(OfConcernView):
    """Begin to ask for a decision about it; where that was begun already, this is the one."""

    @extend_schema(request=PacketInput(partial=True), responses={201: EscalationOutput})
    def post(self) -> Response:
        sent = self.sent(PacketInput, partial=True)
        topic = sent.pop("topic", "") or str(self.found)
        found = begin(self.person, self.found.agreement, topic=topic, packet=sent, concern=self.found)
        return self.created(EscalationOutput, escalations_of(self.person).get(pk=found.pk))


def concerns_of(person: Person) -> QuerySet[Concern]:
    """What ``person`` may see, with what ConcernOutput says of it."""
    related = ("agreement", "raised_by", "answered_by")
    return Concern.objects.visible_to(person).select_related(*related)


def _said(sent: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The body with its subject as a row; one of another agreement is refused as if it were not there."""
    for name, rows in (("commitment", Commitment.objects), ("metric", Metric.objects)):
        if sent.get(name) is not None:
            found = rows.filter(agreement=agreement, pk=sent[name]).first()
            if found is None:
                sentence = f"The agreement has no {name} of this id."
                raise InvalidValueError(sentence, fields={name: [sentence]})
            sent[name] = found
    return sent
