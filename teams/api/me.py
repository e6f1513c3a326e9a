from dataclasses import replace
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from teams.api import etag
from teams.api.base import ObjectView
from teams.api.people import OwnInput, PersonOutput
from teams.clock import now
from teams.models import Person
from teams.operations.drafts import PersonDraft
from teams.operations.people import edit_person


class MeOutput(PersonOutput):
    now = serializers.SerializerMethodField(help_text="The moment the organisation lives in.")

    def get_now(self, _person: Person) -> datetime:
        return now()


class MeView(ObjectView[Person]):
    """The caller; what a person keeps for themselves is changed here, without an administrator's scope."""

    output = MeOutput

    def load(self) -> Person:
        return Person.objects.select_related("delegate").get(pk=self.person.pk)

    def etag(self, thing: Person) -> str:
        """The clock moves on, the person stays the same version."""
        return etag.etag_of(thing, PersonOutput(thing).data)

    @extend_schema(responses=MeOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=OwnInput(partial=True), responses=MeOutput)
    def patch(self) -> Response:
        draft = replace(PersonDraft.of(self.found), **self.sent(OwnInput, partial=True))
        return self.one(edit_person(actor=self.person, at=now(), person=self.found, draft=draft))
