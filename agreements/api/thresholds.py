"""How agreements are watched: the organisation's numbers, and those of one agreement; tried without a change."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.domain.drift.thresholds import thresholds_of
from agreements.models import Agreement
from agreements.operations.drift.preview import WouldFlag, preview_of_agreement, preview_of_all
from agreements.operations.thresholds import set_thresholds
from teams.api.base import ObjectView
from teams.api.organisation import HIGHEST_THRESHOLD
from teams.api.serializers import Input, Output
from teams.clock import now
from teams.models import Organisation, Scope
from teams.operations.drafts import OrganisationDraft
from teams.operations.organisation import edit_organisation

EXAMPLE = {"thresholds": {"due_soon_days": 7}, "dry_run": True}


@extend_schema_serializer(examples=[OpenApiExample("thresholds", value=EXAMPLE, request_only=True)])
class ThresholdsInput(Input):
    """``thresholds`` replaces all of them; what it leaves out is as usual, or as the organisation has it."""

    thresholds = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=HIGHEST_THRESHOLD))
    dry_run = serializers.BooleanField(default=False, help_text="Only say what they would flag today.")


class WouldFlagOutput(Output):
    rule = serializers.CharField(source="rule.code")
    subject = serializers.CharField(source="rule.subject", help_text="“commitment”, “metric” or “agreement”.")
    now = serializers.IntegerField(help_text="Flags open now.")
    would = serializers.IntegerField(help_text="Flags that these numbers would open today.")


class ThresholdsOutput(Output):
    """``thresholds`` are those set here, ``effective`` all that count; ``would_flag`` answers a dry run."""

    thresholds = serializers.DictField(child=serializers.IntegerField())
    effective = serializers.DictField(child=serializers.IntegerField())
    would_flag = WouldFlagOutput(many=True, allow_null=True)


class OrganisationThresholdsView(ObjectView[Organisation]):
    """Of the whole organisation; for administrators."""

    scope = Scope.ADMIN

    def output(self, organisation: Organisation) -> ThresholdsOutput:
        return _said(organisation.thresholds, organisation.thresholds)

    def load(self) -> Organisation:
        return get_object_or_404(Organisation)

    @extend_schema(responses=ThresholdsOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=ThresholdsInput, responses=ThresholdsOutput)
    def patch(self) -> Response:
        found, sent = self.found, self.sent(ThresholdsInput)
        thresholds = sent["thresholds"]
        if sent["dry_run"]:
            would = preview_of_all(actor=self.person, at=now(), thresholds=thresholds)
            return Response(_said(thresholds, thresholds, would=would).data)
        draft = replace(OrganisationDraft.of(found), thresholds=thresholds)
        return self.one(edit_organisation(actor=self.person, at=now(), draft=draft))


class ThresholdsView(OfAgreementView):
    """Of one agreement; set by those who sign for a party and by who moderates it."""

    def output(self, agreement: Agreement) -> ThresholdsOutput:
        return _said(agreement.thresholds, _of_all(), agreement.thresholds)

    @extend_schema(responses=ThresholdsOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=ThresholdsInput, responses=ThresholdsOutput)
    def patch(self) -> Response:
        me, at, sent = self.person, now(), self.sent(ThresholdsInput)
        thresholds = sent["thresholds"]
        if sent["dry_run"]:
            would = preview_of_agreement(actor=me, at=at, agreement=self.found, thresholds=thresholds)
            return Response(_said(thresholds, _of_all(), thresholds, would=would).data)
        return self.one(set_thresholds(actor=me, at=at, agreement=self.found, thresholds=thresholds))


def _of_all() -> dict[str, int]:
    return Organisation.objects.values_list("thresholds", flat=True).first() or {}


def _said(
    own: dict[str, int], *overrides: dict[str, int], would: Iterable[WouldFlag] | None = None
) -> ThresholdsOutput:
    """``own`` as they are set, and ``overrides`` of the usual, the last of which counts most."""
    chosen = thresholds_of(*overrides)
    effective = {name: getattr(chosen, name) for name in chosen.__slots__}
    row: dict[str, Any] = {"thresholds": own, "effective": effective, "would_flag": None}
    return ThresholdsOutput(row | {"would_flag": None if would is None else list(would)})
