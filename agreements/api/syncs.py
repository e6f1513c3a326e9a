"""Syncs: those of one agreement, and one with its agenda."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.domain.agenda import Section
from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Sync
from agreements.operations.syncs import cancel_sync, close_sync
from agreements.reports.agenda import Agenda, agenda
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import now
from teams.models import Person


class SyncOutput(Output):
    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    number = serializers.IntegerField(help_text="Within the agreement.")
    slot_on = serializers.DateField(help_text="The local day that the cadence names, even when a holiday moves it.")
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    held_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.CharField()


class AgendaItemOutput(Output):
    subject = serializers.CharField(help_text="Names it in decisions: commitment/12, topic/3, agreement/31.")
    title = serializers.CharField()
    reason = serializers.CharField()
    section = WordField(Section, help_text="Why it is here, the dearest to leave waiting first.")
    minutes = serializers.IntegerField(help_text="Planned.")
    is_drifting = serializers.BooleanField()
    commitment = serializers.IntegerField(allow_null=True, help_text="Null for a metric or the agreement itself.")


class WholeSyncOutput(SyncOutput):
    """``agenda`` is read live, what costs most to wait for first; empty once the sync was held or cancelled."""

    agenda = AgendaItemOutput(many=True, source="said.items")
    on_track = serializers.IntegerField(source="said.on_track", help_text="Open commitments that need no time.")


class SyncsView(OfAgreementView):
    """The syncs of one agreement, up to 90 days ahead, by their start."""

    @extend_schema(parameters=[Filters], responses=page_schema(SyncOutput))
    def get(self) -> Response:
        rows = _syncs_of(self.person).filter(agreement=self.found)
        return self.page(SyncOutput, rows, order=("starts_at", "id"), asked=self.asked(Filters))


class OfSyncView(ObjectView[Sync]):
    """The base of everything at and below ``/syncs/{id}/``."""

    def output(self, sync: Any) -> WholeSyncOutput:
        is_settled = sync.held_at or sync.cancelled_at or sync.agreement.state != AgreementState.ACTIVE
        sync.said = Agenda() if is_settled else agenda(sync=sync, viewer=self.person, at=now())
        return WholeSyncOutput(sync)

    def load(self, *, pk: int) -> Sync:
        return get_object_or_404(_syncs_of(self.person), pk=pk)


class SyncView(OfSyncView):
    """One sync with its agenda."""

    @extend_schema(responses=WholeSyncOutput)
    def get(self) -> Response:
        return self.one(self.found)


class CloseView(OfSyncView):
    """Record that it was held."""

    @extend_schema(request=None, responses=WholeSyncOutput)
    def post(self) -> Response:
        self.sent(Input)
        return self.one(close_sync(actor=self.person, at=now(), sync=self.found))


@extend_schema_serializer(
    examples=[OpenApiExample("cancellation", value={"reason": "All on track and fresh."}, request_only=True)]
)
class CancellationInput(Input):
    reason = serializers.CharField(allow_blank=True, help_text="It may not be empty.")


class CancellationView(OfSyncView):
    """Call it off before it begins."""

    @extend_schema(request=CancellationInput, responses=WholeSyncOutput)
    def post(self) -> Response:
        return self.one(cancel_sync(actor=self.person, at=now(), sync=self.found, **self.sent(CancellationInput)))


def _syncs_of(person: Person) -> QuerySet[Sync]:
    return Sync.objects.filter(agreement__in=Agreement.objects.visible_to(person)).select_related("agreement", "cadence")
