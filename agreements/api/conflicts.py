"""What of a change clashes with what others changed meanwhile, and whose to keep."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.amendments import AmendmentOutput, OfAmendmentView
from agreements.api.base import WordField
from agreements.models import Agreement
from agreements.operations.amendments.conflicts import resolve_conflicts
from agreements.reports.standing import Standing, clashes_of, standing_of
from teams.api.serializers import Input, Output
from teams.clock import now


class ConflictOutput(Output):
    """A field of one change that others changed meanwhile; without a field all of it is over, and stays theirs."""

    change = serializers.IntegerField(source="change.pk")
    alternative = serializers.IntegerField(source="change.alternative_id")
    commitment = serializers.IntegerField(source="change.commitment_id", allow_null=True)
    metric = serializers.IntegerField(source="change.metric_id", allow_null=True)
    field = serializers.CharField(allow_null=True)
    was = serializers.JSONField()
    theirs = serializers.JSONField()
    yours = serializers.JSONField(source="ours")
    can_keep_ours = serializers.BooleanField()


class AmendmentResolutionOutput(Output):
    """``freshness``: fresh, rebasable (the next answer brings it up to date), or conflicting."""

    freshness = WordField(Standing)
    conflicts = ConflictOutput(many=True)


class KeepInput(Input):
    change = serializers.IntegerField(min_value=1)
    side = serializers.ChoiceField(choices=["theirs", "ours"])


@extend_schema_serializer(
    examples=[OpenApiExample("resolution", value={"keep": [{"change": 4, "side": "ours"}]}, request_only=True)]
)
class AmendmentResolutionInput(Input):
    keep = KeepInput(many=True, max_length=1000)  # type: ignore[call-arg]  # DRF takes it for the list, its stubs do not know


class AmendmentResolutionView(OfAmendmentView):
    """What clashes with what others changed meanwhile. Whoever asked chooses, for each change, whose to keep."""

    @extend_schema(responses=AmendmentResolutionOutput)
    def get(self) -> Response:
        clashes = clashes_of(self.found)
        about = {clash.change.agreement_id for clash in clashes}
        seen = set(Agreement.objects.visible_to(self.person).filter(pk__in=about).values_list("pk", flat=True))
        told = [clash for clash in clashes if clash.change.agreement_id in seen]
        return Response(AmendmentResolutionOutput({"freshness": standing_of(self.found), "conflicts": told}).data)

    @extend_schema(request=AmendmentResolutionInput, responses=AmendmentOutput)
    def post(self) -> Response:
        keep = {one["change"]: one["side"] for one in self.sent(AmendmentResolutionInput)["keep"]}
        resolve_conflicts(actor=self.person, at=now(), amendment=self.found, keep=keep)
        return self.again()
