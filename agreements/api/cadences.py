"""How often the parties of an agreement meet."""

from datetime import datetime
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.domain.cadence import Frequency
from agreements.models import Cadence
from agreements.operations.cadences import remove_cadence, set_cadence
from agreements.operations.drafts import CadenceDraft
from agreements.reports.cadences import next_syncs
from teams.api.serializers import DayField, Input, Output, WallTimeField, WeekdayField, ZoneField
from teams.clock import now, today

NEXT = 5  # how many of the coming meetings are told
EXAMPLE = {
    "frequency": "weekly",
    "interval": 2,
    "weekday": "monday",
    "nth": None,
    "time": "10:00",
    "minutes": 30,
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-03-01",
}


@extend_schema_serializer(examples=[OpenApiExample("cadence", value=EXAMPLE, request_only=True)])
class CadenceInput(Input):
    """The first meeting is on the first such weekday on or after ``starts_on``."""

    frequency = WordField(Frequency)
    interval = serializers.IntegerField(default=1, help_text="Every so many weeks or months, 1 to 52.")
    weekday = WeekdayField()
    nth = serializers.IntegerField(default=None, allow_null=True, help_text="Monthly: 1 to 4, or -1 for the last.")
    time = WallTimeField()
    minutes = serializers.IntegerField(default=30)
    time_zone = ZoneField(required=False, help_text="The agreement's unless given.")
    starts_on = DayField(required=False, help_text="The agreement's start, else today, unless given.")


class CadenceOutput(Output):
    frequency = WordField(Frequency)
    interval = serializers.IntegerField()
    weekday = WeekdayField()
    nth = serializers.IntegerField(allow_null=True)
    time = WallTimeField()
    minutes = serializers.IntegerField()
    time_zone = serializers.CharField()
    starts_on = serializers.DateField()
    next = serializers.SerializerMethodField(help_text="The next five meetings, local times with their offset.")

    def get_next(self, cadence: Cadence) -> list[datetime]:
        return [start.isoformat() for start in next_syncs(cadence, at=now(), limit=NEXT)]  # type: ignore[misc]  # written out so that the offset stays local


class CadenceView(OfAgreementView):
    """The cadence of an agreement; in a draft it can be set and dropped."""

    output = CadenceOutput

    @extend_schema(responses=CadenceOutput)
    def get(self) -> Response:
        cadence = Cadence.objects.filter(agreement=self.found).first()
        if cadence is None:
            raise Http404
        return Response(CadenceOutput(cadence).data)

    @extend_schema(request=CadenceInput, responses=CadenceOutput)
    def put(self) -> Response:
        draft = CadenceDraft(**(self._usual() | self.sent(CadenceInput)))
        cadence = set_cadence(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return Response(CadenceOutput(cadence).data)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_cadence(actor=self.person, at=now(), agreement=self.found)
        return Response(status=204)

    def _usual(self) -> dict[str, Any]:
        found = self.found
        return {"time_zone": found.time_zone, "starts_on": found.starts_on or today(zone=found.time_zone)}
