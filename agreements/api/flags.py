"""Drift flags in the caller's sight, each with its sentence as of now and its evidence."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.models import DriftFlag, Strength
from agreements.reports.flags import FlagFilter, flag_register, flag_row
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output, PersonField, TeamField
from teams.clock import now


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


class FlagView(ObjectView[DriftFlag]):
    def output(self, flag: DriftFlag) -> FlagOutput:
        return FlagOutput(flag_row(flag, at=now()))

    def load(self, *, pk: int) -> DriftFlag:
        wanted = FlagFilter(is_open=None)
        return get_object_or_404(flag_register(viewer=self.person, at=now(), wanted=wanted), pk=pk)

    @extend_schema(responses=FlagOutput)
    def get(self) -> Response:
        return self.one(self.found)


def _said(flags: Iterable[DriftFlag], *, many: bool) -> FlagOutput:
    at = now()
    return FlagOutput([flag_row(flag, at=at) for flag in flags], many=many)
