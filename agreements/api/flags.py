"""Drift flags in the caller's sight, each with its sentence as of now and its evidence; seen, snoozed and woken."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.models import DriftFlag, Strength
from agreements.operations.flags import acknowledge_flag, snooze_flag, unsnooze_flag
from agreements.reports.flags import FlagFilter, flag_register, flag_row
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField, TeamField
from teams.clock import now

EXAMPLE = {"until": "2027-03-12", "reason": "The supplier answers on Friday."}


class FlagOutput(Output):
    id = serializers.IntegerField(source="pk")
    rule = serializers.CharField()
    strength = WordField(Strength)
    subject = serializers.CharField(help_text="“commitment/12”, “metric/3” or “agreement/31”.")
    agreement = serializers.IntegerField(source="agreement_number")
    commitment = serializers.IntegerField(source="commitment_id", allow_null=True)
    metric = serializers.IntegerField(source="metric_id", allow_null=True)
    sentence = serializers.CharField()
    evidence = serializers.DictField()
    next_step = serializers.CharField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True, help_text="When somebody said: I have seen it.")
    snoozed_until = serializers.DateField(
        allow_null=True, help_text="It rests to the end of this local day of its agreement; it may lie in the past."
    )


@extend_schema_serializer(examples=[OpenApiExample("snooze", value=EXAMPLE, request_only=True)])
class SnoozeInput(Input):
    until = DayField(help_text="Today or later, at most 30 days ahead and not past the due date.")
    reason = serializers.CharField(allow_blank=True, help_text="The others read it; it may not be empty.")


class FlagFilters(Filters):
    agreement = serializers.IntegerField(required=False, min_value=1, help_text="Number of an agreement.")
    person = PersonField(required=False, help_text="Who owns what it stands on, or reports it.")
    team = TeamField(required=False, help_text="A team that owes or receives what it stands on.")
    rule = serializers.CharField(required=False, max_length=24)
    strength = WordField(Strength, required=False)
    open = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="Both unless given.")


class FlagsView(ApiView):
    """Newest first. The owner sees a flag one working day before the others do."""

    @extend_schema(parameters=[FlagFilters], responses=page_schema(FlagOutput))
    def get(self) -> Response:
        asked = self.asked(FlagFilters)
        wanted = FlagFilter(
            is_open=asked["open"],
            rule=asked.get("rule"),
            strength=asked.get("strength"),
            agreement=asked.get("agreement"),
            person=asked["person"].pk if "person" in asked else None,
            team=asked["team"].slug if "team" in asked else None,
        )
        rows = flag_register(viewer=self.person, at=now(), wanted=wanted)
        return self.page(_said, rows, order=("-opened_at", "-id"), asked=asked)


class OfFlagView(ObjectView[DriftFlag]):
    """The base of everything at and below ``/flags/{id}/``."""

    def output(self, flag: DriftFlag) -> FlagOutput:
        return FlagOutput(flag_row(flag, at=now()))

    def load(self, *, pk: int) -> DriftFlag:
        wanted = FlagFilter(is_open=None)
        return get_object_or_404(flag_register(viewer=self.person, at=now(), wanted=wanted), pk=pk)


class FlagView(OfFlagView):
    """One flag, open or closed."""

    @extend_schema(responses=FlagOutput)
    def get(self) -> Response:
        return self.one(self.found)


class AcknowledgementView(OfFlagView):
    """Say "I have seen it", once for all: anybody of a party, and whom it concerns."""

    @extend_schema(request=None, responses=FlagOutput)
    def post(self) -> Response:
        return self.one(acknowledge_flag(actor=self.person, at=now(), flag=self.found))


class SnoozeView(OfFlagView):
    """Let it rest for a while: who owes or receives it, signs for a party or moderates. DELETE wakes it."""

    @extend_schema(request=SnoozeInput, responses=FlagOutput)
    def post(self) -> Response:
        return self.one(snooze_flag(actor=self.person, at=now(), flag=self.found, **self.sent(SnoozeInput)))

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        unsnooze_flag(actor=self.person, at=now(), flag=self.found)
        return Response(status=204)


def _said(flags: Iterable[DriftFlag], *, many: bool) -> FlagOutput:
    at = now()
    return FlagOutput([flag_row(flag, at=at) for flag in flags], many=many)
