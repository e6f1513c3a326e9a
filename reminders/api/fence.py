"""The fence that keeps messages in after a restore; for administrators."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from reminders.api.deliveries import ForAdministrators
from reminders.operations.fence import open_fence
from reminders.reports.fence import fence
from teams.api.serializers import Output
from teams.clock import now, real_now


class FenceOutput(Output):
    is_closed = serializers.BooleanField(help_text="Whether nothing leaves.")
    closed_at = serializers.DateTimeField(allow_null=True)
    why = serializers.CharField()
    may_release = serializers.BooleanField(help_text="False until everything due was planned once since it closed.")
    waiting = serializers.IntegerField(help_text="Messages that wait behind it.")
    released_at = serializers.DateTimeField(allow_null=True, help_text="The last time.")
    released_by = serializers.CharField()


class FenceView(ForAdministrators):
    """Whether messages leave, and why not. A database that was restored or copied holds them back."""

    @extend_schema(responses=FenceOutput)
    def get(self) -> Response:
        return Response(FenceOutput(fence()).data)


class FenceReleaseView(ForAdministrators):
    """Lets messages leave again; 409 while nothing has been planned since it closed."""

    @extend_schema(request=None, responses={201: FenceOutput})
    def post(self) -> Response:
        open_fence(actor=self.person, at=now(), real_at=real_now())
        return self.created(FenceOutput, fence())
