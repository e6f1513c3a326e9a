from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Attempt, Delivery
from reminders.operations.retries import retry
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output, PersonField
from teams.clock import now
from teams.models import Scope
from teams.permissions import may_administer

STATES = [state.value for state in DeliveryState]
FILTERS = ("state", "channel", "kind", "recipient")


class DeliveryFilters(Filters):
    state = serializers.ChoiceField(choices=STATES, required=False)
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel], required=False)
    kind = serializers.CharField(required=False)
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
    retried_at = serializers.DateTimeField(allow_null=True, help_text="When an administrator had it tried again.")


class TryOutput(Output):
    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    handed_over_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField(help_text="Empty while it is under way.")
    reason = serializers.CharField()


class OneDeliveryOutput(DeliveryOutput):
    tries = TryOutput(many=True, help_text="Every attempt, the latest first.")


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
        rows = rows.filter(**{name: asked[name] for name in FILTERS if asked.get(name)})
        return self.page(DeliveryOutput, rows, order=("-id",), asked=asked)


class DeliveryView(ForAdministrators, ObjectView[Delivery]):
    """One message with what was tried."""

    output = OneDeliveryOutput

    def load(self, *, pk: int) -> Delivery:
        tries = Prefetch("tries", queryset=Attempt.objects.order_by("-number"))
        return get_object_or_404(Delivery.objects.select_related("recipient").prefetch_related(tries), pk=pk)

    @extend_schema(responses=OneDeliveryOutput)
    def get(self) -> Response:
        return self.one(self.found)


class RetryView(ForAdministrators, ObjectView[Delivery]):
    """Sends once more what had ended without arriving; what is `uncertain` may arrive twice."""

    output = DeliveryOutput

    def load(self, *, pk: int) -> Delivery:
        return get_object_or_404(Delivery.objects.select_related("recipient"), pk=pk)

    @extend_schema(request=None, responses={201: DeliveryOutput})
    def post(self) -> Response:
        return self.created(DeliveryOutput, retry(actor=self.person, at=now(), delivery=self.found))
