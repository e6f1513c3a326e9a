from dataclasses import replace

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, WallTimeField, WeekdayField, ZoneField
from teams.clock import now
from teams.models import Holiday, Organisation, Scope
from teams.operations.drafts import OrganisationDraft
from teams.operations.organisation import add_holiday, edit_organisation, remove_holiday

EXAMPLE = {
    "name": "Acme",
    "time_zone": "Europe/Berlin",
    "thresholds": {"due_soon_days": 7},
    "sync_every_weeks": 2,
    "sync_weekday": "tuesday",
    "sync_time": "10:00",
    "sync_minutes": 30,
}
HIGHEST_THRESHOLD = 1000


@extend_schema_serializer(examples=[OpenApiExample("organisation", value=EXAMPLE, request_only=True)])
class OrganisationInput(Input):
    name = serializers.CharField(max_length=120)
    time_zone = ZoneField()
    thresholds = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=HIGHEST_THRESHOLD),
        help_text="Numbers of the drift rules that differ from the usual, by name. Replaces all of them.",
    )
    sync_every_weeks = serializers.IntegerField(min_value=1, max_value=52, required=False)
    sync_weekday = WeekdayField(required=False)
    sync_time = WallTimeField(required=False)
    sync_minutes = serializers.IntegerField(min_value=1, max_value=480, required=False)


@extend_schema_serializer(examples=[OpenApiExample("organisation", value=EXAMPLE, response_only=True)])
class OrganisationOutput(Output):
    name = serializers.CharField()
    time_zone = serializers.CharField()
    thresholds = serializers.DictField(child=serializers.IntegerField())
    sync_every_weeks = serializers.IntegerField(help_text="What the cadence of a new agreement begins with.")
    sync_weekday = WeekdayField()
    sync_time = WallTimeField()
    sync_minutes = serializers.IntegerField()


@extend_schema_serializer(
    examples=[OpenApiExample("holiday", value={"on": "2027-03-26", "name": "Good Friday"}, request_only=True)]
)
class HolidayInput(Input):
    on = DayField()
    name = serializers.CharField(max_length=120)


class HolidayOutput(Output):
    id = serializers.IntegerField()
    on = serializers.DateField()
    name = serializers.CharField()


class HolidayFilters(Filters):
    year = serializers.IntegerField(required=False, min_value=1, max_value=9999)


class OrganisationView(ObjectView[Organisation]):
    scope = Scope.ADMIN
    output = OrganisationOutput

    def load(self) -> Organisation:
        return get_object_or_404(Organisation)

    @extend_schema(responses=OrganisationOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=OrganisationInput(partial=True), responses=OrganisationOutput)
    def patch(self) -> Response:
        draft = replace(OrganisationDraft.of(self.found), **self.sent(OrganisationInput, partial=True))
        return self.one(edit_organisation(actor=self.person, at=now(), draft=draft))


class HolidaysView(ApiView):
    scope = Scope.ADMIN

    @extend_schema(parameters=[HolidayFilters], responses=page_schema(HolidayOutput))
    def get(self) -> Response:
        asked = self.asked(HolidayFilters)
        holidays = Holiday.objects.filter(**({"on__year": asked["year"]} if "year" in asked else {}))
        return self.page(HolidayOutput, holidays, order=("on",), asked=asked)

    @extend_schema(request=HolidayInput, responses={201: HolidayOutput})
    def post(self) -> Response:
        return self.created(HolidayOutput, add_holiday(actor=self.person, at=now(), **self.sent(HolidayInput)))


class HolidayView(ObjectView[Holiday]):
    scope = Scope.ADMIN
    output = HolidayOutput

    def load(self, *, pk: int) -> Holiday:
        return get_object_or_404(Holiday, pk=pk)

    @extend_schema(responses=HolidayOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_holiday(actor=self.person, at=now(), holiday=self.found)
        return Response(status=204)
