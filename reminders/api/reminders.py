from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.operations.inbox import mark_read
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output
from teams.clock import now


class ReminderFilters(Filters):
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind], required=False)


class ReminderOutput(Output):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    headline = serializers.CharField()
    agreement = serializers.IntegerField(source="agreement.number", allow_null=True, default=None)
    commitment = serializers.IntegerField(source="commitment_id", allow_null=True)
    amendment = serializers.IntegerField(source="amendment_id", allow_null=True)
    sync = serializers.IntegerField(source="sync_id", allow_null=True)
    flag = serializers.IntegerField(source="flag_id", allow_null=True)
    local_on = serializers.DateField(help_text="The reader's own date when it became due.")
    due_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class RemindersView(ApiView):
    """What one was told oneself, newest first."""

    @extend_schema(parameters=[ReminderFilters], responses=page_schema(ReminderOutput))
    def get(self) -> Response:
        asked = self.asked(ReminderFilters)
        rows = _own(self)
        if asked["unread"] is not None:
            rows = rows.filter(read_at__isnull=asked["unread"])
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        return self.page(ReminderOutput, rows, order=("-due_at", "-id"), asked=asked)


class ReadingView(ObjectView[Reminder]):
    """One thing one was told, marked as read; again changes nothing."""

    output = ReminderOutput

    def load(self, *, pk: int) -> Reminder:
        return get_object_or_404(_own(self), pk=pk)

    @extend_schema(request=None, responses={201: ReminderOutput})
    def post(self) -> Response:
        mark_read(actor=self.person, at=now(), reminders=[self.found.pk])
        return self.created(ReminderOutput, self.load(pk=self.found.pk))


def _own(view: ApiView) -> QuerySet[Reminder]:
    return Reminder.objects.of(view.person).select_related("agreement")
