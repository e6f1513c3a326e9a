"""What comes on which channel: one's own word, a team's for its members, the organisation's for everybody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from reminders.domain.channels import Channel
from reminders.domain.topics import Topic
from reminders.operations.preferences import Words, set_preferences
from reminders.reports.preferences import PERSONAL, Choice, choices_for, choices_of
from teams.api.base import ObjectView
from teams.api.people import QuietHours
from teams.api.serializers import Input, Output, WeekdayField
from teams.clock import now
from teams.models import Organisation, Person, Scope, Team
from teams.operations.drafts import PersonDraft
from teams.operations.people import edit_person

EXAMPLE = {
    "topics": {"drift": {"email": True}, "summaries": {"email": False}},
    "quiet_hours": {"from": "19:00", "until": "08:00"},
    "working_days": ["monday", "tuesday", "wednesday", "thursday"],
}
GROUP_EXAMPLE = {"topics": {"summaries": {"email": False, "slack": None}}}


class ChannelsInput(Input):
    """Whether a topic comes on each channel; null takes a word back, and others' words count again."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {channel.value: serializers.BooleanField(required=False, allow_null=True) for channel in PERSONAL}


class TopicsInput(Input):
    """Only what is to change."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {topic.value: ChannelsInput(required=False) for topic in Topic}


@extend_schema_serializer(examples=[OpenApiExample("group", value=GROUP_EXAMPLE, request_only=True)])
class GroupPreferencesInput(Input):
    topics = TopicsInput()


@extend_schema_serializer(examples=[OpenApiExample("preferences", value=EXAMPLE, request_only=True)])
class PreferencesInput(Input):
    topics = TopicsInput(required=False)
    quiet_hours = QuietHours(source="*", required=False)
    working_days = serializers.ListField(child=WeekdayField(), required=False, max_length=7)


class ChannelsOutput(Output):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {channel.value: serializers.BooleanField(allow_null=True) for channel in PERSONAL}


class TopicsOutput(Output):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {topic.value: ChannelsOutput() for topic in Topic}


class GroupPreferencesOutput(Output):
    topics = TopicsOutput(help_text="What holds.")
    own = TopicsOutput(help_text="What was said here; null where nothing was, and others' words count.")


class PreferencesOutput(GroupPreferencesOutput):
    quiet_hours = QuietHours(source="person")
    working_days = serializers.ListField(child=WeekdayField(), source="person.working_days")


class PreferencesView(ObjectView[Person]):
    """What the caller is told of, on which channel; their inbox has everything."""

    def load(self) -> Person:
        return Person.objects.get(pk=self.person.pk)

    @staticmethod
    def output(thing: Person) -> PreferencesOutput:
        return PreferencesOutput(_shown(choices_of(thing)) | {"person": thing})

    @extend_schema(responses=PreferencesOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=PreferencesInput(partial=True), responses=PreferencesOutput)
    def patch(self) -> Response:
        sent = self.sent(PreferencesInput, partial=True)
        words = _words(sent.pop("topics", {}))
        set_preferences(actor=self.person, at=now(), of=self.found, words=words)
        draft = replace(PersonDraft.of(self.found), **sent)
        return self.one(edit_person(actor=self.person, at=now(), person=self.found, draft=draft))


class TeamPreferencesView(ObjectView[Team]):
    """What members of a team are told of who said nothing of their own; its leads and administrators say it."""

    def load(self, *, slug: str) -> Team:
        return get_object_or_404(Team, slug=slug)

    @staticmethod
    def output(thing: Team) -> GroupPreferencesOutput:
        return GroupPreferencesOutput(_shown(choices_for(thing)))

    @extend_schema(responses=GroupPreferencesOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=GroupPreferencesInput(partial=True), responses=GroupPreferencesOutput)
    def patch(self) -> Response:
        words = _words(self.sent(GroupPreferencesInput, partial=True).get("topics", {}))
        set_preferences(actor=self.person, at=now(), of=self.found, words=words)
        return self.one(self.found)


class OrganisationPreferencesView(ObjectView[Organisation]):
    """What everybody is told of where neither they nor a team of theirs said anything."""

    scope = Scope.ADMIN

    def load(self) -> Organisation:
        return get_object_or_404(Organisation)

    @staticmethod
    def output(_thing: Organisation) -> GroupPreferencesOutput:
        return GroupPreferencesOutput(_shown(choices_for(None)))

    @extend_schema(responses=GroupPreferencesOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=GroupPreferencesInput(partial=True), responses=GroupPreferencesOutput)
    def patch(self) -> Response:
        words = _words(self.sent(GroupPreferencesInput, partial=True).get("topics", {}))
        set_preferences(actor=self.person, at=now(), of=None, words=words)
        return self.one(self.found)


def _words(topics: Mapping[str, Mapping[str, bool | None]]) -> Words:
    return {
        (Topic(topic), Channel(channel)): said
        for topic, channels in topics.items()
        for channel, said in channels.items()
    }


def _shown(choices: Sequence[Choice]) -> dict[str, Any]:
    return {
        "topics": _by_topic((one, one.is_wanted) for one in choices),
        "own": _by_topic((one, one.own) for one in choices),
    }


def _by_topic(words: Iterator[tuple[Choice, bool | None]]) -> dict[str, dict[str, bool | None]]:
    by_topic: dict[str, dict[str, bool | None]] = {topic.value: {} for topic in Topic}
    for one, said in words:
        by_topic[one.topic][one.channel] = said
    return by_topic
