"""The room of a sync: starting it, going through its items, deciding, and who is there."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.api.syncs import AttendanceOutput, DecisionOutput, OfSyncView, WholeSyncOutput
from agreements.domain.decisions import DecisionKind
from agreements.models import Decision
from agreements.operations.decisions import decide
from agreements.operations.drafts import DecisionDraft
from agreements.operations.syncs import attend, go_to, start_sync
from agreements.reports.settled import seen_by, settled_in
from teams.api.serializers import Input, PersonField
from teams.clock import now

ITEM = {"subject": "commitment/12", "seen": "commitment/9"}
DECISION = {"subject": "commitment/12", "kind": "keep", "note": "Two testers help out.", "revision": 0}


class StartView(OfSyncView):
    """Open its room, from one hour before it should begin; who starts it twice finds it started."""

    @extend_schema(request=None, responses=WholeSyncOutput)
    def post(self) -> Response:
        self.sent(Input)
        return self.one(start_sync(actor=self.person, at=now(), sync=self.found))


@extend_schema_serializer(examples=[OpenApiExample("item", value=ITEM, request_only=True)])
class ItemInput(Input):
    subject = serializers.CharField(allow_blank=True, max_length=40, help_text="What all are to look at; empty: all.")
    seen = serializers.CharField(
        allow_blank=True, max_length=40, help_text="What its caller looked at; another one now is refused (409)."
    )


class ItemView(OfSyncView):
    """Go to another item, for everybody in the room."""

    @extend_schema(request=ItemInput, responses=WholeSyncOutput)
    def post(self) -> Response:
        return self.one(go_to(actor=self.person, at=now(), sync=self.found, **self.sent(ItemInput)))


@extend_schema_serializer(examples=[OpenApiExample("decision", value=DECISION, request_only=True)])
class DecisionInput(Input):
    subject = serializers.CharField(max_length=40, help_text="As the agenda names it.")
    kind = WordField(DecisionKind)
    note = serializers.CharField(default="", allow_blank=True)
    owner = PersonField(default=None, allow_null=True, help_text="Who sees to it; else whose thing it is.")
    revision = serializers.IntegerField(
        default=0, min_value=0, help_text="Of the decision seen, 0 for none; another one now is refused (409)."
    )


class DecisionsView(OfSyncView):
    """What it decided: one decision an item."""

    @extend_schema(responses=DecisionOutput(many=True))
    def get(self) -> Response:
        settled = seen_by(settled_in([self.found.pk])[self.found.pk], self.person)
        return Response({"results": DecisionOutput(settled, many=True).data, "next": None})

    @extend_schema(request=DecisionInput, responses={201: DecisionOutput})
    def post(self) -> Response:
        draft = DecisionDraft(**self.sent(DecisionInput))
        made: Decision = decide(actor=self.person, at=now(), sync=self.found, draft=draft)
        return self.created(DecisionOutput, made)


class AttendanceView(OfSyncView):
    """Who took part; the caller, by saying so."""

    @extend_schema(responses=AttendanceOutput(many=True))
    def get(self) -> Response:
        came = self.found.attendances.select_related("person").order_by("arrived_at", "pk")
        return Response({"results": AttendanceOutput(came, many=True).data, "next": None})

    @extend_schema(request=None, responses=WholeSyncOutput)
    def post(self) -> Response:
        self.sent(Input)
        return self.one(attend(actor=self.person, at=now(), sync=self.found))
