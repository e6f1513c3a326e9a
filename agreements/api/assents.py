"""What a party says to a metric proposed in an agreement in force: that it matters to them, or why not."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.metrics import OfMetricView, WholeMetricOutput, whole
from agreements.operations.assents import assent_to_metric, decline_metric
from teams.api.serializers import Input
from teams.clock import now


class MetricDeclineInput(Input):
    reason = serializers.CharField(max_length=1000)


class AssentsView(OfMetricView):
    """This matters to us: for every party that the caller signs for or leads. The last one makes the metric joint."""

    @extend_schema(request=None, responses={201: WholeMetricOutput})
    def post(self) -> Response:
        at = now()
        assent_to_metric(actor=self.person, at=at, metric=self.found)
        fresh = self.load(pk=self.found.pk)
        return self.created(WholeMetricOutput, whole(fresh, viewer=self.person, at=at))


class MetricDeclineView(OfMetricView):
    """Not this one: the proposal is dropped, and the history says why."""

    @extend_schema(request=MetricDeclineInput, responses={204: None})
    def post(self) -> Response:
        decline_metric(actor=self.person, at=now(), metric=self.found, **self.sent(MetricDeclineInput))
        return Response(status=204)
