from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from teams.api.base import ApiView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, ZoneField
from teams.clock import now
from teams.models import Invitation, Role, Scope
from teams.operations.drafts import PersonDraft
from teams.operations.people import invite_person
from teams.permissions import may_administer

EXAMPLE = {"email": "noor@example.org", "name": "Noor Haddad", "role": "member"}


@extend_schema_serializer(examples=[OpenApiExample("invitation", value=EXAMPLE, request_only=True)])
class InvitationInput(Input):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    time_zone = ZoneField(required=False)


class InvitationOutput(Output):
    id = serializers.IntegerField()
    person = PersonField()
    invited_by = PersonField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class InvitationsView(ApiView):
    """Who was invited, and inviting by mail; for administrators. Inviting again replaces an open invitation."""

    scope = Scope.ADMIN

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not may_administer(self.person):
            raise PermissionDenied("Only administrators of the organisation can do this.")

    @extend_schema(parameters=[Filters], responses=page_schema(InvitationOutput))
    def get(self) -> Response:
        return self.page(InvitationOutput, _invitations(), order=("-id",), asked=self.asked(Filters))

    @extend_schema(request=InvitationInput, responses={201: InvitationOutput})
    def post(self) -> Response:
        draft = PersonDraft(**self.sent(InvitationInput))
        return self.created(InvitationOutput, invite_person(actor=self.person, at=now(), draft=draft))


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("person", "invited_by")
