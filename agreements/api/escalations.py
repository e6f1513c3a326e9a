"""Decisions that parties ask the executives for: the packet, each side's reason, the question, and the ruling."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.domain.escalations import MOST_OPTIONS, EscalationState
from agreements.models import Agreement, Commitment, Concern, Escalation
from agreements.operations.drafts import PacketDraft, StatementDraft
from agreements.operations.escalations import ask_for_decision, open_escalation, rule, withdraw_escalation
from agreements.operations.locks import lock_agreement
from agreements.operations.packets import edit_packet, state_reason
from agreements.permissions import sides_of
from agreements.reports.precedents import search_in
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.errors import InvalidValueError
from teams.models import Person, Team

EXAMPLE = {
    "agreement": 31,
    "topic": "Test machines",
    "question": "Who gets the two test machines in March?",
    "options": ["Product gets both", "One for each"],
    "decide_by": "2027-03-10",
}


class StatementOutput(Output):
    team = TeamField()
    reason = serializers.CharField()
    hard_limits = serializers.CharField()
    written_by = PersonField()
    written_at = serializers.DateTimeField()


class EscalationOutput(Output):
    """``is_one_sided``: it was asked before every party had said its reason. ``chosen`` counts options from 1."""

    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    number = serializers.IntegerField(help_text="Within the agreement.")
    state = WordField(EscalationState)
    concern = serializers.IntegerField(source="concern_id", allow_null=True)
    commitment = serializers.IntegerField(source="commitment_id", allow_null=True)
    topic = serializers.CharField()
    question = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())
    decide_by = serializers.DateField(allow_null=True)
    statements = StatementOutput(many=True, source="statements.all")
    opened_by = PersonField()
    opened_at = serializers.DateTimeField()
    asked_by = PersonField(allow_null=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    is_one_sided = serializers.BooleanField()
    chosen = serializers.IntegerField(allow_null=True)
    ruling = serializers.CharField()
    ruled_by = PersonField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class PacketInput(Input):
    topic = serializers.CharField(max_length=120, help_text="In a few words, what it is about.")
    question = serializers.CharField(required=False, allow_blank=True, help_text="Which decision is needed.")
    options = serializers.ListField(
        child=serializers.CharField(max_length=500), required=False, max_length=MOST_OPTIONS
    )
    decide_by = DayField(required=False, allow_null=True, help_text="Inclusive, in the agreement's zone.")


@extend_schema_serializer(examples=[OpenApiExample("question", value=EXAMPLE, request_only=True)])
class EscalationInput(PacketInput):
    agreement = serializers.IntegerField(min_value=1, help_text="Number of an agreement.")
    concern = serializers.IntegerField(required=False, allow_null=True, help_text="Of that agreement.")
    commitment = serializers.IntegerField(required=False, allow_null=True, help_text="Of that agreement.")


class EscalationFilters(Filters):
    agreement = serializers.IntegerField(required=False, min_value=1, help_text="Number of an agreement.")
    state = WordField(EscalationState, required=False)
    q = serializers.CharField(required=False, max_length=200, help_text="Words in ruled packets: the precedents.")


class EscalationsView(ApiView):
    """What the caller may read, in the order of their ids: executives also what was sent to them.

    ``q`` finds precedents. POST begins to ask for a decision; where that was begun about the same thing, it is that.
    """

    @extend_schema(parameters=[EscalationFilters], responses=page_schema(EscalationOutput))
    def get(self) -> Response:
        asked = self.asked(EscalationFilters)
        rows = escalations_of(self.person)
        if "agreement" in asked:
            rows = rows.filter(agreement__number=asked["agreement"])
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        if "q" in asked:
            rows = rows.filter(pk__in=search_in(rows, asked["q"]).values("pk"))
        return self.page(EscalationOutput, rows, order=("id",), asked=asked)

    @extend_schema(request=EscalationInput, responses={201: EscalationOutput})
    def post(self) -> Response:
        sent = self.sent(EscalationInput)
        agreement = _named(Agreement.objects.visible_to(self.person), "agreement", number=sent.pop("agreement"))
        about: dict[str, Any] = {}
        if (pk := sent.pop("concern", None)) is not None:
            rows = Concern.objects.visible_to(self.person).select_related("commitment")
            about["concern"] = _named(rows, "concern", agreement=agreement, pk=pk)
        if (pk := sent.pop("commitment", None)) is not None:
            about["commitment"] = _named(Commitment.objects.all(), "commitment", agreement=agreement, pk=pk)
        found = begin(self.person, agreement, topic=sent.pop("topic"), packet=sent, **about)
        return self.created(EscalationOutput, escalations_of(self.person).get(pk=found.pk))


class OfEscalationView(ObjectView[Escalation]):
    """The base of everything at and below ``/escalations/{id}/``."""

    output = EscalationOutput

    def load(self, *, pk: int) -> Escalation:
        return get_object_or_404(escalations_of(self.person), pk=pk)

    def hold(self) -> None:
        """The agreement comes first, as in every operation."""
        lock_agreement(self.found.agreement)
        self.found = self.load(pk=self.found.pk)

    def again(self, *, status: int = 200) -> Response:
        """The packet as it is after an operation."""
        return self.one(self.load(pk=self.found.pk), status=status)


class EscalationView(OfEscalationView):
    """One packet. While it is prepared both sides write it; If-Match keeps one from writing over the other."""

    @extend_schema(responses=EscalationOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=PacketInput(partial=True), responses=EscalationOutput)
    def patch(self) -> Response:
        draft = replace(PacketDraft.of(self.found), **_packet(self.sent(PacketInput, partial=True)))
        edit_packet(actor=self.person, at=now(), escalation=self.found, draft=draft)
        return self.again()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "statement",
            value={"reason": "Nothing is tested without them.", "hard_limits": "No release untested."},
            request_only=True,
        )
    ]
)
class StatementInput(Input):
    """``team`` is the party that speaks; unless given, the one that the caller belongs to."""

    team = TeamField(required=False)
    reason = serializers.CharField(allow_blank=True)
    hard_limits = serializers.CharField(required=False, allow_blank=True)


class StatementsView(OfEscalationView):
    """Each party's own reason, and what it cannot give up; sent again it replaces the former."""

    @extend_schema(request=StatementInput, responses={201: EscalationOutput})
    def post(self) -> Response:
        sent = self.sent(StatementInput)
        team = sent.pop("team", None) or self._own_team()
        state_reason(actor=self.person, at=now(), escalation=self.found, team=team, draft=StatementDraft(**sent))
        return self.again(status=201)

    def _own_team(self) -> Team:
        sides = [party.team for party in sides_of(self.person, self.found.agreement).select_related("team")]
        if len(sides) != 1:
            sentence = "Name the party that speaks."
            raise InvalidValueError(sentence, fields={"team": [sentence]})
        return sides[0]


class RequestView(OfEscalationView):
    """Send it to the executives: the question, two options at least, a day, and the reason of the caller's side."""

    @extend_schema(request=None, responses=EscalationOutput)
    def post(self) -> Response:
        self.sent(Input)
        ask_for_decision(actor=self.person, at=now(), escalation=self.found)
        return self.again()


@extend_schema_serializer(
    examples=[OpenApiExample("ruling", value={"chosen": 2, "ruling": "Both launches need one."}, request_only=True)]
)
class RulingInput(Input):
    chosen = serializers.IntegerField(
        required=False, allow_null=True, help_text="One of the options, from 1; without it the ruling says what."
    )
    ruling = serializers.CharField(allow_blank=True, help_text="What is decided and why; it may not be empty.")


class RulingView(OfEscalationView):
    """Decide, for both sides: executives only."""

    @extend_schema(request=RulingInput, responses=EscalationOutput)
    def post(self) -> Response:
        rule(actor=self.person, at=now(), escalation=self.found, **self.sent(RulingInput))
        return self.again()


class EscalationWithdrawalView(OfEscalationView):
    """Give it up; once it is asked only the side that asked may."""

    @extend_schema(request=None, responses=EscalationOutput)
    def post(self) -> Response:
        self.sent(Input)
        withdraw_escalation(actor=self.person, at=now(), escalation=self.found)
        return self.again()


def escalations_of(person: Person) -> QuerySet[Escalation]:
    """What ``person`` may see, with what EscalationOutput says of it."""
    related = ("agreement", "opened_by", "asked_by", "ruled_by")
    rows = Escalation.objects.visible_to(person).select_related(*related)
    return rows.prefetch_related("statements__team", "statements__written_by")


@transaction.atomic
def begin(person: Person, agreement: Agreement, *, topic: str, packet: Mapping[str, Any], **about: Any) -> Escalation:
    """Open it and write what was sent of it, both or neither."""
    at = now()
    found = open_escalation(actor=person, at=at, agreement=agreement, topic=topic, **about)
    if not packet:
        return found
    draft = replace(PacketDraft.of(found), **_packet(packet))
    return edit_packet(actor=person, at=at, escalation=found, draft=draft)


def _packet(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in sent.items()}


def _named[Row: Any](rows: QuerySet[Row], name: str, **key: Any) -> Row:
    found = rows.filter(**key).first()
    if found is None:
        sentence = f"There is no such {name}."
        raise InvalidValueError(sentence, fields={name: [sentence]})
    return found
