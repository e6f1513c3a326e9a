from dataclasses import replace

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField, ZoneField
from teams.clock import now
from teams.models import Membership, MembershipRole, Scope, Team
from teams.operations.drafts import TeamDraft
from teams.operations.teams import add_member, add_team, edit_team, remove_member

EXAMPLE = {"slug": "product", "name": "Product", "parent": None, "time_zone": "Europe/Berlin"}
MEMBER = {"person": "maya@example.org", "role": "lead"}


@extend_schema_serializer(examples=[OpenApiExample("team", value=EXAMPLE, request_only=True)])
class TeamInput(Input):
    slug = serializers.SlugField(max_length=60)
    name = serializers.CharField(max_length=120)
    parent = TeamField(required=False, allow_null=True)  # type: ignore[assignment]  # the contract's name; only instances have DRF's
    time_zone = ZoneField(required=False)


@extend_schema_serializer(examples=[OpenApiExample("team", value=EXAMPLE, response_only=True)])
class TeamOutput(Output):
    slug = serializers.SlugField()
    name = serializers.CharField()
    parent = TeamField(allow_null=True)  # type: ignore[assignment]  # the contract's name; only instances have DRF's
    time_zone = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("member", value=MEMBER, request_only=True)])
class MemberInput(Input):
    person = PersonField()
    role = serializers.ChoiceField(choices=MembershipRole.choices, default=MembershipRole.MEMBER)


@extend_schema_serializer(examples=[OpenApiExample("member", value=MEMBER, response_only=True)])
class MemberOutput(Output):
    person = PersonField()
    role = serializers.ChoiceField(choices=MembershipRole.choices)


class TeamFilters(Filters):
    q = serializers.CharField(required=False, max_length=120, help_text="Part of a name.")
    parent = TeamField(  # type: ignore[assignment]  # as above
        required=False, help_text="Teams right below this one."
    )


class MemberFilters(Filters):
    role = serializers.ChoiceField(choices=MembershipRole.choices, required=False)


class TeamsView(ApiView):
    scope = Scope.ADMIN

    @extend_schema(parameters=[TeamFilters], responses=page_schema(TeamOutput))
    def get(self) -> Response:
        asked = self.asked(TeamFilters)
        wanted = {"name__icontains": asked.get("q"), "parent": asked.get("parent")}
        teams = Team.objects.select_related("parent").filter(**{name: value for name, value in wanted.items() if value})
        return self.page(TeamOutput, teams, order=("slug",), asked=asked)

    @extend_schema(request=TeamInput, responses={201: TeamOutput})
    def post(self) -> Response:
        draft = TeamDraft(**self.sent(TeamInput))
        return self.created(TeamOutput, add_team(actor=self.person, at=now(), draft=draft))


class TeamView(ObjectView[Team]):
    scope = Scope.ADMIN
    output = TeamOutput

    def load(self, *, slug: str) -> Team:
        return get_object_or_404(Team.objects.select_related("parent"), slug=slug)

    @extend_schema(responses=TeamOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=TeamInput(partial=True), responses=TeamOutput)
    def patch(self) -> Response:
        draft = replace(TeamDraft.of(self.found), **self.sent(TeamInput, partial=True))
        return self.one(edit_team(actor=self.person, at=now(), team=self.found, draft=draft))


class MembersView(ObjectView[Team]):
    """Who is in a team. Adding somebody who is in it changes their role."""

    scope = Scope.ADMIN
    output = TeamOutput

    def load(self, *, slug: str) -> Team:
        return get_object_or_404(Team, slug=slug)

    @extend_schema(parameters=[MemberFilters], responses=page_schema(MemberOutput))
    def get(self) -> Response:
        asked = self.asked(MemberFilters)
        members = Membership.objects.filter(team=self.found).select_related("person")
        if "role" in asked:
            members = members.filter(role=asked["role"])
        return self.page(MemberOutput, members, order=("id",), asked=asked)

    @extend_schema(request=MemberInput, responses={201: MemberOutput})
    def post(self) -> Response:
        sent = self.sent(MemberInput)
        return self.created(MemberOutput, add_member(actor=self.person, at=now(), team=self.found, **sent))


class MemberView(ObjectView[Membership]):
    scope = Scope.ADMIN
    output = MemberOutput

    def load(self, *, slug: str, email: str) -> Membership:
        members = Membership.objects.select_related("team", "person")
        return get_object_or_404(members, team__slug=slug, person__email=email.lower())

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_member(actor=self.person, at=now(), membership=self.found)
        return Response(status=204)
