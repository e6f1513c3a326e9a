from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery
from reminders.operations.retries import retry
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output, PersonField
from teams.clock import now
from teams.models import Scope
from teams.permissions import may_administer

STATES = [state.value for state in DeliveryState]


class DeliveryFilters(Filters):
    state = serializers.ChoiceField(choices=STATES, required=False)
    recipient = PersonField(required=False)


class DeliveryOutput(Output):
    id = serializers.IntegerField(help_text="The X-Delivery-Id of its mail.")
    kind = serializers.CharField()
    channel = serializers.CharField()
    recipient = PersonField(allow_null=True, help_text="Null for what is posted to an endpoint.")
    endpoint = serializers.IntegerField(source="endpoint_id", allow_null=True, help_text="A channel or a webhook.")
    state = serializers.ChoiceField(choices=STATES)
    reason = serializers.CharField(help_text="Why it ended as it did, or what the last attempt met.")
    due_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)


class ForAdministrators(ApiView):
    """Messages of everybody."""

    scope = Scope.ADMIN

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not may_administer(self.person):
            raise PermissionDenied("Only administrators of the organisation can do this.")


class DeliveriesView(ForAdministrators):
    """Every message to anybody, without its words, newest first; for administrators."""

    @extend_schema(parameters=[DeliveryFilters], responses=page_schema(DeliveryOutput))
    def get(self) -> Response:
        asked = self.asked(DeliveryFilters)
        rows = Delivery.objects.select_related("recipient")
        if state := asked.get("state"):
            rows = rows.filter(state=state)
        if recipient := asked.get("recipient"):
            rows = rows.filter(recipient=recipient)
        return self.page(DeliveryOutput, rows, order=("-id",), asked=asked)


class RetryView(ForAdministrators, ObjectView[Delivery]):
    """Sends once more what had ended without arriving; what is `uncertain` may arrive twice."""

    output = DeliveryOutput

    def load(self, *, pk: int) -> Delivery:
        return get_object_or_404(Delivery.objects.select_related("recipient"), pk=pk)

    @extend_schema(request=None, responses={201: DeliveryOutput})
    def post(self) -> Response:
        return self.created(DeliveryOutput, retry(actor=self.person, at=now(), delivery=self.found))
