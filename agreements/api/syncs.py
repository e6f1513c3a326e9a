"""Syncs: those in one's sight, those of one agreement, one with its agenda; closing, calling off and moving it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.domain.agenda import Section
from agreements.domain.agreements import AgreementState
from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Sync
from agreements.operations.syncs import cancel_sync, close_sync, move_sync, set_facilitator
from agreements.reports.agenda import Agenda, agenda
from agreements.reports.facilitators import facilitators_of
from agreements.reports.settled import seen_by, settled_in
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField
from teams.clock import now
from teams.models import Person

DECISION_KINDS = [kind.value for kind in DecisionKind]  # names the words in the schema


class SyncOutput(Output):
    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    number = serializers.IntegerField(help_text="Within the agreement.")
    slot_on = serializers.DateField(help_text="The local day that the cadence names, even when the sync is moved.")
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    moderator = PersonField(
        allow_null=True, help_text="The one named for it, else whose turn it is, else the agreement's."
    )
    moved_from = serializers.DateTimeField(allow_null=True, help_text="Where it was before it was moved by hand.")
    move_reason = serializers.CharField()
    sequence = serializers.IntegerField(help_text="Of its calendar entry.")
    started_at = serializers.DateTimeField(allow_null=True)
    current = serializers.CharField(help_text="The item that all in its room look at; empty: the agenda.")
    held_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.CharField()
    person_minutes = serializers.IntegerField(allow_null=True, help_text="Spent when held, returned when cancelled.")


class AgendaItemOutput(Output):
    subject = serializers.CharField(help_text="Names it in decisions: commitment/12, topic/3, agreement/31.")
    title = serializers.CharField()
    reason = serializers.CharField()
    section = WordField(Section, help_text="Why it is here, the dearest to leave waiting first.")
    minutes = serializers.IntegerField(help_text="Planned.")
    is_drifting = serializers.BooleanField()
    is_parked = serializers.BooleanField(help_text="The last sync put it off to this one.")
    commitment = serializers.IntegerField(allow_null=True, help_text="Null for anything else.")


class DecisionOutput(Output):
    subject = serializers.CharField()
    kind = WordField(DecisionKind)
    note = serializers.CharField()
    owner = PersonField(help_text="Who sees to it.")
    made_by = PersonField()
    made_at = serializers.DateTimeField()
    revision = serializers.IntegerField(help_text="To be named by whoever decides otherwise.")


class AttendanceOutput(Output):
    person = PersonField()
    arrived_at = serializers.DateTimeField()


class WholeSyncOutput(SyncOutput):
    """``agenda`` is read live, what costs most to wait for first; empty once the sync was held or cancelled."""

    agenda = AgendaItemOutput(many=True, source="said.items")
    aside = AgendaItemOutput(many=True, source="said.aside", help_text="Concerns that can wait for their answer.")
    on_track = serializers.IntegerField(source="said.on_track", help_text="Open commitments that need no time.")
    planned_minutes = serializers.IntegerField(source="said.planned_minutes")
    may_cancel_itself = serializers.BooleanField(
        source="said.may_cancel_itself", help_text="All is on track, fresh and undisputed, and nothing waits."
    )
    decisions = DecisionOutput(many=True, source="decisions_seen")
    attendance = AttendanceOutput(many=True, source="came")


class SyncFilters(Filters):
    agreement = serializers.IntegerField(required=False, help_text="A number.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Its name is a word of Python's own."""
        since = serializers.DateTimeField(required=False, help_text="Those that start at this instant or later.")
        return super().get_fields() | {"from": since}


class SyncsView(ApiView):
    """The syncs of all agreements in one's sight, by their start."""

    @extend_schema(parameters=[SyncFilters], responses=page_schema(SyncOutput))
    def get(self) -> Response:
        asked = self.asked(SyncFilters)
        names = {"agreement": "agreement__number", "from": "starts_at__gte"}
        wanted = {names[name]: value for name, value in asked.items() if name in names}
        return self.page(with_moderators, syncs_of(self.person).filter(**wanted), order=BY_START, asked=asked)


class AgreementSyncsView(OfAgreementView):
    """The syncs of one agreement, up to 90 days ahead, by their start."""

    @extend_schema(parameters=[Filters], responses=page_schema(SyncOutput))
    def get(self) -> Response:
        rows = syncs_of(self.person).filter(agreement=self.found)
        return self.page(with_moderators, rows, order=BY_START, asked=self.asked(Filters))


class OfSyncView(ObjectView[Sync]):
    """The base of everything at and below ``/syncs/{id}/``."""

    def output(self, sync: Any) -> WholeSyncOutput:
        is_settled = sync.held_at or sync.cancelled_at or sync.agreement.state != AgreementState.ACTIVE
        sync.said = Agenda() if is_settled else agenda(sync=sync, viewer=self.person, at=now())
        sync.decisions_seen = seen_by(settled_in([sync.pk])[sync.pk], self.person)
        sync.moderator = facilitators_of([sync])[sync.pk]
        sync.came = sync.attendances.select_related("person").order_by("arrived_at", "pk")
        return WholeSyncOutput(sync)

    def load(self, *, pk: int) -> Sync:
        return get_object_or_404(syncs_of(self.person), pk=pk)


class SyncView(OfSyncView):
    """One sync with its agenda."""

    @extend_schema(responses=WholeSyncOutput)
    def get(self) -> Response:
        return self.one(self.found)


class CloseView(OfSyncView):
    """Record that it was held: with its room, from its start on; without, from one hour before it should begin."""

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
    """Call it off before it begins; the minutes of all who take part are returned."""

    @extend_schema(request=CancellationInput, responses=WholeSyncOutput)
    def post(self) -> Response:
        return self.one(cancel_sync(actor=self.person, at=now(), sync=self.found, **self.sent(CancellationInput)))


MOVE = {"starts_at": "2027-03-18T09:00:00Z", "reason": "Half of us travel on Tuesday."}


@extend_schema_serializer(examples=[OpenApiExample("move", value=MOVE, request_only=True)])
class MoveInput(Input):
    starts_at = serializers.DateTimeField(help_text="To come, and between the syncs around it.")
    reason = serializers.CharField(allow_blank=True, help_text="It may not be empty.")


class MoveView(OfSyncView):
    """Meet at another time, once. The cadence goes on as it was."""

    @extend_schema(request=MoveInput, responses=WholeSyncOutput)
    def post(self) -> Response:
        return self.one(move_sync(actor=self.person, at=now(), sync=self.found, **self.sent(MoveInput)))


@extend_schema_serializer(
    examples=[OpenApiExample("facilitator", value={"person": "dana@example.org"}, request_only=True)]
)
class FacilitatorInput(Input):
    person = PersonField(allow_null=True, help_text="Null: whose turn it is.")


class FacilitatorView(OfSyncView):
    """Let somebody moderate this sync, whoever's turn it is."""

    @extend_schema(request=FacilitatorInput, responses=WholeSyncOutput)
    def post(self) -> Response:
        sent = self.sent(FacilitatorInput)
        return self.one(set_facilitator(actor=self.person, at=now(), sync=self.found, **sent))


BY_START = ("starts_at", "id")


def with_moderators(rows: Sequence[Any], *, many: bool) -> SyncOutput:
    moderators = facilitators_of(rows)
    for row in rows:
        row.moderator = moderators[row.pk]
    return SyncOutput(rows, many=many)


def syncs_of(person: Person) -> QuerySet[Sync]:
    seen = Sync.objects.filter(agreement__in=Agreement.objects.visible_to(person))
    return seen.select_related("agreement__facilitator", "cadence", "facilitator")
