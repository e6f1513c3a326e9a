"""What a change would move: the chain of each alternative, worked out before anything is sent."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.api.changes import AmendmentInput, amendment_draft, change_data
from agreements.domain.amendments import Trade
from agreements.domain.ripple import Effect
from agreements.operations.amendments.previews import Preview, previews
from agreements.reports.amendment_rows import change_rows, ripples
from teams.api.serializers import Output, PersonField
from teams.clock import now

CHANGES = {"type": "array", "items": {"type": "object", "additionalProperties": True}}


class TouchedTargetOutput(Output):
    """A metric whose target is to be met before a commitment of its agreement now lands."""

    metric = serializers.IntegerField()
    name = serializers.CharField()
    target_on = serializers.DateField()


class RippleOutput(Output):
    """One commitment that changes, or that waits on one that does.

    ``effect``: changed and dropped were asked for, moved follows; what slack_shrinks or stays keeps its date. Out of
    the caller's sight ``commitment`` is null, and only what the change does is told. Slack is in calendar days.
    """

    commitment = serializers.IntegerField(allow_null=True)
    agreement = serializers.IntegerField(source="agreement_number", allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # the contract's name; only instances have DRF's
    deliverable = serializers.CharField()
    owner = PersonField(allow_null=True)
    effect = WordField(Effect)
    depth = serializers.IntegerField(help_text="Steps from what was asked.")
    was = serializers.DateField(allow_null=True)
    now = serializers.DateField(allow_null=True, help_text="Null for what is dropped.")
    needed_by = serializers.DateField(allow_null=True)
    breaks_needed_by = serializers.BooleanField()
    is_new_break = serializers.BooleanField(help_text="It breaks a needed-by date that it did not break before.")
    is_working_day = serializers.BooleanField()
    before_upstream = serializers.BooleanField(help_text="Due before what it waits on lets it land.")
    slack_was = serializers.IntegerField(allow_null=True)
    slack_now = serializers.IntegerField(allow_null=True)
    targets = TouchedTargetOutput(many=True)
    must_consent = serializers.ListField(child=PersonField())
    told = serializers.ListField(child=PersonField(), help_text="Who only hears of it.")


class PreviewOutput(Output):
    """One way as it would be asked for now."""

    label = serializers.CharField()  # type: ignore[assignment]  # as above
    trade = WordField(Trade, allow_null=True)
    implications = serializers.JSONField()
    changes = serializers.SerializerMethodField()
    ripple = RippleOutput(many=True)
    notice_days = serializers.IntegerField(allow_null=True)
    is_early = serializers.BooleanField()
    affected = serializers.ListField(child=PersonField(), help_text="Whose answer it would take.")

    @extend_schema_field(CHANGES)
    def get_changes(self, found: Any) -> Any:
        return [change_data(row) for row in found["changes"]]


class PreviewsOutput(Output):
    alternatives = PreviewOutput(many=True)


class RippleView(OfAgreementView):
    """What each way of a change would bring about. It refuses what asking would refuse, and writes nothing."""

    @extend_schema(request=AmendmentInput, responses=PreviewsOutput)
    def post(self) -> Response:
        draft = amendment_draft(self.sent(AmendmentInput), agreement=self.found, person=self.person)
        found = previews(agreement=self.found, draft=draft, actor=self.person, at=now())
        chains = ripples([preview.changes for preview in found], viewer=self.person)
        told = [_told(preview, chain) for preview, chain in zip(found, chains, strict=True)]
        return Response(PreviewsOutput({"alternatives": told}).data)


def _told(preview: Preview, ripple: Any) -> dict[str, Any]:
    """The caller sees all that they ask for."""
    asked = [change for change in preview.changes if not change.is_ripple]
    waits = frozenset(wait["commitment"] for change in asked for wait in change.now.get("waits_on", ()))
    return {
        "label": preview.alternative.label,
        "trade": preview.alternative.trade or None,
        "implications": preview.alternative.implications or "",
        "changes": change_rows(asked, seen=frozenset(change.agreement_id for change in asked), waits=waits),
        "ripple": ripple,
        "notice_days": preview.notice_days,
        "is_early": preview.is_early,
        "affected": preview.affected,
    }
