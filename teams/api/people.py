from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import (
    DayField,
    Filters,
    Input,
    Output,
    PersonField,
    TeamField,
    WallTimeField,
    WeekdayField,
    ZoneField,
)
from teams.clock import now
from teams.models import Person, Role, Scope
from teams.operations.drafts import PersonDraft
from teams.operations.people import add_person, edit_person

EXAMPLE = {
    "email": "maya@example.org",
    "name": "Maya Okafor",
    "time_zone": "Europe/Berlin",
    "role": "member",
    "working_days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
    "quiet_hours": {"from": "19:00", "until": "08:00"},
    "away_until": None,
    "delegate": None,
    "is_active": True,
}


class QuietHours(Input):
    """No reminder comes between these two, wall times of the person's zone."""

    until = WallTimeField(source="quiet_until")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": WallTimeField(source="quiet_from"), **super().get_fields()}  # Python keeps the word "from"


class OwnInput(Input):  # what everybody keeps for themselves
    name = serializers.CharField(max_length=120)
    time_zone = ZoneField(required=False)
    working_days = serializers.ListField(child=WeekdayField(), required=False, max_length=7)
    quiet_hours = QuietHours(source="*", required=False)
    away_until = DayField(required=False, allow_null=True, help_text="The last day away.")
    delegate = PersonField(required=False, allow_null=True, help_text="May check in and accept meanwhile.")


@extend_schema_serializer(examples=[OpenApiExample("person", value=EXAMPLE, request_only=True)])
class PersonInput(OwnInput):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    is_active = serializers.BooleanField(required=False)


@extend_schema_serializer(examples=[OpenApiExample("person", value=EXAMPLE, response_only=True)])
class PersonOutput(Output):
    email = serializers.EmailField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    working_days = serializers.ListField(child=WeekdayField())
    quiet_hours = QuietHours(source="*")
    away_until = serializers.DateField(allow_null=True)
    delegate = PersonField(allow_null=True)
    is_active = serializers.BooleanField()


class PeopleFilters(Filters):
    q = serializers.CharField(required=False, max_length=120, help_text="Part of a name or an address.")
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    team = TeamField(required=False, help_text="Members and leads of this team.")
    is_active = serializers.BooleanField(required=False)


class PeopleView(ApiView):
    scope = Scope.ADMIN

    @extend_schema(parameters=[PeopleFilters], responses=page_schema(PersonOutput))
    def get(self) -> Response:
        asked = self.asked(PeopleFilters)
        people = Person.objects.select_related("delegate").filter(_wanted(asked))
        return self.page(PersonOutput, people, order=("email",), asked=asked)

    @extend_schema(request=PersonInput, responses={201: PersonOutput})
    def post(self) -> Response:
        draft = PersonDraft(**self.sent(PersonInput))
        return self.created(PersonOutput, add_person(actor=self.person, at=now(), draft=draft))


class PersonView(ObjectView[Person]):
    scope = Scope.ADMIN
    output = PersonOutput

    def load(self, *, email: str) -> Person:
        return get_object_or_404(Person.objects.select_related("delegate"), email=email.lower())

    @extend_schema(responses=PersonOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=PersonInput(partial=True), responses=PersonOutput)
    def patch(self) -> Response:
        draft = replace(PersonDraft.of(self.found), **self.sent(PersonInput, partial=True))
        return self.one(edit_person(actor=self.person, at=now(), person=self.found, draft=draft))


def _wanted(asked: dict[str, Any]) -> Q:
    wanted = Q()
    if "q" in asked:
        wanted &= Q(name__icontains=asked["q"]) | Q(email__icontains=asked["q"])
    if "team" in asked:
        wanted &= Q(memberships__team=asked["team"])  # one membership a team: no person twice
    return wanted & Q(**{name: asked[name] for name in ("role", "is_active") if name in asked})
