from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from teams.api.base import ApiView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Output, PersonField
from teams.models import Scope
from teams.permissions import may_administer
from teams.reports.audit import ABOUT, AuditFilters, audit_events


class AuditEntryOutput(Output):
    """``facts`` are those of the entry as they were written; ``hash`` seals it and the one before it."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = PersonField(allow_null=True)
    kind = serializers.CharField()
    facts = serializers.DictField(source="data")
    hash = serializers.CharField()


class AuditQuery(Filters):
    about = serializers.ChoiceField(choices=list(ABOUT), required=False)
    person = serializers.CharField(required=False, max_length=120, help_text="Who did it, or whom it is about.")
    since = DayField(required=False, help_text="In UTC, included.")
    until = DayField(required=False, help_text="In UTC, included.")


class AuditView(ApiView):
    """The history of the organisation itself, newest first; for administrators."""

    scope = Scope.ADMIN

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not may_administer(self.person):
            raise PermissionDenied("Only administrators of the organisation can do this.")

    @extend_schema(parameters=[AuditQuery], responses=page_schema(AuditEntryOutput))
    def get(self) -> Response:
        asked = self.asked(AuditQuery)
        named = {name: asked[name] for name in ("about", "person", "since", "until") if name in asked}
        events = audit_events(AuditFilters(**named))
        return self.page(AuditEntryOutput, events, order=("-number",), asked=asked)
