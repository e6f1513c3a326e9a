"""Joint metrics: those of one agreement, and one with where it is heading."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.api.flags import FlagOutput
from agreements.domain.agreements import AgreementState
from agreements.domain.metrics import BoundKind, Direction
from agreements.models import Agreement, Assent, Metric
from agreements.operations.assents import propose_metric
from agreements.operations.drafts import MetricDraft
from agreements.operations.locks import lock_agreement
from agreements.operations.metrics import add_metric, edit_metric, remove_metric
from agreements.reports.courses import courses
from agreements.reports.flags import FlagFilter, flag_register, flag_row
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.calendar import local_date, zone
from teams.domain.errors import InvalidValueError
from teams.models import Person

EXAMPLE = {
    "name": "Qualified trials a month",
    "unit": "trials",
    "direction": "up",
    "baseline": "150",
    "target": "500",
    "target_on": "2027-04-30",
    "reporter": "tomas@example.org",
    "every_days": 7,
}


class NumberField(serializers.DecimalField):
    """A decimal as text, without zeros at its end."""

    def __init__(self, *, max_digits: int = 16, decimal_places: int = 4, **options: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, normalize_output=True, **options)


@extend_schema_serializer(examples=[OpenApiExample("metric", value=EXAMPLE, request_only=True)])
class MetricInput(Input):
    name = serializers.CharField(max_length=120)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=24)
    direction = WordField(Direction)
    baseline = NumberField()
    target = NumberField()
    starts_on = DayField(required=False, help_text="The day of the baseline; the agreement's start unless given.")
    target_on = DayField()
    bound = NumberField(required=False, allow_null=True)
    bound_kind = WordField(BoundKind, required=False, allow_null=True)
    bound_on = serializers.IntegerField(
        required=False, allow_null=True, help_text="Id of the metric that the bound stands on; itself unless given."
    )
    reporter = PersonField(required=False, allow_null=True)
    every_days = serializers.IntegerField(required=False, help_text="Days between readings, 1 to 366.")


class AssentOutput(Output):
    team = TeamField()
    person = PersonField()
    at = serializers.DateTimeField()


class MetricOutput(Output):
    """``joint_at`` is when the last party had assented; null in a draft, and while it is only proposed."""

    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    name = serializers.CharField()
    unit = serializers.CharField()
    direction = WordField(Direction)
    baseline = NumberField()
    target = NumberField()
    starts_on = serializers.DateField()
    target_on = serializers.DateField()
    bound = NumberField(allow_null=True)
    bound_kind = serializers.SerializerMethodField()
    bound_on = serializers.SerializerMethodField()
    reporter = PersonField(allow_null=True)
    every_days = serializers.IntegerField()
    joint_at = serializers.DateTimeField(allow_null=True)
    assents = AssentOutput(many=True)

    @extend_schema_field(WordField(BoundKind, allow_null=True))
    def get_bound_kind(self, metric: Metric) -> str | None:
        return metric.bound_kind or None

    def get_bound_on(self, metric: Metric) -> int | None:
        return None if metric.bound is None else metric.bound_on_id or metric.pk


class ForecastOutput(Output):
    """By the line of Theil and Sen; at least four of five readings should lie from ``low`` to ``high``."""

    value = NumberField(max_digits=24, decimal_places=6)
    low = NumberField(max_digits=24, decimal_places=6)
    high = NumberField(max_digits=24, decimal_places=6)


class WholeMetricOutput(MetricOutput):
    """``forecast`` is for ``target_on``; null before four readings, and once that day is read."""

    forecast = ForecastOutput(allow_null=True, source="foreseen")
    readings_off = serializers.IntegerField(
        help_text="How many of the latest readings, without a break, are off the line."
    )
    flags = FlagOutput(many=True, source="said")


class MetricsView(OfAgreementView):
    """The metrics of one agreement, in the order of their ids."""

    @extend_schema(parameters=[Filters], responses=page_schema(MetricOutput))
    def get(self) -> Response:
        rows = metrics_of(self.person).filter(agreement=self.found).prefetch_related(in_order())
        return self.page(MetricOutput, rows, order=("id",), asked=self.asked(Filters))

    @extend_schema(request=MetricInput, responses={201: MetricOutput})
    def post(self) -> Response:
        """Add it to a draft; in an agreement in force, propose it to the other parties."""
        draft = MetricDraft(**_said(self.sent(MetricInput), self.found))
        act = propose_metric if self.found.state == AgreementState.ACTIVE else add_metric
        return self.created(MetricOutput, act(actor=self.person, at=now(), agreement=self.found, draft=draft))


class OfMetricView(ObjectView[Metric]):
    """The base of everything at and below ``/metrics/{id}/``."""

    def load(self, *, pk: int) -> Metric:
        return get_object_or_404(metrics_of(self.person), pk=pk)


class MetricView(OfMetricView):
    """One metric, with its open flags. In a draft it can be changed and removed."""

    def output(self, metric: Any) -> WholeMetricOutput:
        return WholeMetricOutput(whole(metric, viewer=self.person, at=now()))

    def hold(self) -> None:
        """The agreement comes first, as in every operation."""
        lock_agreement(self.found.agreement)
        self.found = self.load(pk=self.found.pk)

    @extend_schema(responses=WholeMetricOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=MetricInput(partial=True), responses=WholeMetricOutput)
    def patch(self) -> Response:
        sent = _said(self.sent(MetricInput, partial=True), self.found.agreement)
        draft = replace(MetricDraft.of(self.found), **sent)
        return self.one(edit_metric(actor=self.person, at=now(), metric=self.found, draft=draft))

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_metric(actor=self.person, at=now(), metric=self.found)
        return Response(status=204)


def metrics_of(person: Person) -> QuerySet[Metric]:
    visible = Metric.objects.filter(agreement__in=Agreement.objects.visible_to(person))
    return visible.select_related("agreement", "reporter", "bound_on")


def whole(metric: Any, *, viewer: Person, at: datetime) -> Metric:
    """Return ``metric`` with what only its own address says: where it is heading, and its open flags."""
    flags = flag_register(viewer=viewer, at=at, wanted=FlagFilter()).filter(metric=metric)
    metric.said = [flag_row(flag, at=at) for flag in flags]
    (course,) = courses([metric], as_of=local_date(at, zone=zone(metric.agreement.time_zone)))
    metric.foreseen = course.foreseen
    prefetch_related_objects([metric], in_order())
    return cast("Metric", metric)


def in_order() -> Prefetch[str]:
    """The assents of metrics as their outputs tell them."""
    return Prefetch("assents", Assent.objects.select_related("team", "person").order_by("at", "pk"))


def _said(sent: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """A body as the draft holds it: the bound stands on a metric of the same agreement."""
    if sent.get("bound_on") is None:
        return sent
    bound_on = agreement.metrics.filter(pk=sent["bound_on"]).first()
    if bound_on is None:
        sentence = "The agreement has no metric of this id."
        raise InvalidValueError(sentence, fields={"bound_on": [sentence]})
    return sent | {"bound_on": bound_on}
