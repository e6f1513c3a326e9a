from dataclasses import replace
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from teams.api import etag
from teams.api.base import ObjectView
from teams.api.people import OwnInput, PersonOutput
from teams.clock import now
from teams.models import Language, Person, Theme
from teams.operations.drafts import PersonDraft
from teams.operations.people import edit_person


class MeInput(OwnInput):
    """What the caller keeps for themselves, and what their pages are like, which is nobody else's."""

    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, allow_blank=True, help_text="Empty: as the browser says."
    )
    has_single_keys = serializers.BooleanField(required=False, help_text="Keys such as C and U act without Ctrl.")


class OwnOutput(PersonOutput):
    theme = serializers.ChoiceField(choices=Theme.choices)
    language = serializers.ChoiceField(choices=Language.choices, allow_blank=True)
    has_single_keys = serializers.BooleanField()


class MeOutput(OwnOutput):
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
        return etag.etag_of(thing, OwnOutput(thing).data)

    @extend_schema(responses=MeOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=MeInput(partial=True), responses=MeOutput)
    def patch(self) -> Response:
        draft = replace(PersonDraft.of(self.found), **self.sent(MeInput, partial=True))
        return self.one(edit_person(actor=self.person, at=now(), person=self.found, draft=draft))
