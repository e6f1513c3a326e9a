"""What happened in an agreement, newest first."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.models import Event
from agreements.reports.history import FILTERS, events_of, told
from agreements.reports.seals import veil
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output, PersonField
from teams.clock import now


class EventOutput(Output):
    """One entry: ``text`` says it to a person, ``data`` to a program."""

    number = serializers.IntegerField(source="event.number")
    at = serializers.DateTimeField(source="event.at")
    kind = serializers.CharField(source="event.kind")
    actor = PersonField(source="event.actor", allow_null=True, help_text="Null for what the clock did.")
    commitment = serializers.IntegerField(source="event.commitment_id", allow_null=True)
    text = serializers.CharField()
    data = serializers.JSONField(source="event.data")  # type: ignore[assignment]  # the contract's name; only instances have DRF's


class HistoryFilters(Filters):
    only = serializers.ChoiceField(choices=[(name, name) for name in FILTERS], required=False)


class HistoryView(OfAgreementView):
    """What happened, newest first. Flags have a list of their own; here only administrators see them."""

    @extend_schema(parameters=[HistoryFilters], responses=page_schema(EventOutput))
    def get(self) -> Response:
        asked = self.asked(HistoryFilters)
        events = events_of(self.found, viewer=self.person, only=asked.get("only", ""))
        return self.page(self._entries, events, order=("-number",), asked=asked)

    def _entries(self, events: Sequence[Event], *, many: bool) -> EventOutput:
        veil(events, viewer=self.person, at=now())
        rows: list[dict[str, Any]] = [
            {"event": event, "text": f"{entry.who} {entry.what}"}
            for event, entry in zip(events, told(events), strict=True)
        ]
        return EventOutput(rows, many=many)
