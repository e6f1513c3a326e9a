"""The home page of whoever calls: what needs them, what they promised and are owed, and what comes."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.reports.home import home
from teams.api.base import ApiView
from teams.api.serializers import Output
from teams.clock import now, today


class NeedOutput(Output):
    """One thing that waits for the caller; ``address`` is the page on which it is answered."""

    words = serializers.CharField()
    title = serializers.CharField()
    parties = serializers.ListField(child=serializers.CharField())
    since = serializers.DateTimeField()
    act = serializers.CharField()
    address = serializers.CharField()


class PromiseOutput(Output):
    """``team`` is the other side; ``state`` the word that says most: an outcome, a health or a standing."""

    id = serializers.IntegerField(source="pk")
    deliverable = serializers.CharField()
    agreement = serializers.IntegerField()
    owner = serializers.EmailField(source="owner_email")
    team = serializers.SlugField(source="team_slug")
    due_on = serializers.DateField()
    state = serializers.CharField()
    said_at = serializers.DateTimeField(allow_null=True)


class PromisesOutput(Output):
    count = serializers.IntegerField()
    results = PromiseOutput(many=True, source="rows")


class OwnAgreementOutput(Output):
    """``heard`` of its ``open`` commitments had a word of their owner in two weeks; ``course`` is weekly, 0 to 1."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField()
    open = serializers.IntegerField()
    heard = serializers.IntegerField()
    next_sync_at = serializers.DateTimeField(allow_null=True)
    course = serializers.ListField(child=serializers.FloatField())


class OwnAgreementsOutput(Output):
    count = serializers.IntegerField()
    results = OwnAgreementOutput(many=True, source="rows")


class ComingSyncOutput(Output):
    agreement = serializers.IntegerField()
    number = serializers.IntegerField(help_text="Of the sync within its agreement.")
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    is_live = serializers.BooleanField()


class HomeWeekOutput(Output):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    syncs = ComingSyncOutput(many=True)
    due = serializers.ListField(child=serializers.DateField(), help_text="Days of the caller's own dates.")


class FollowThroughOutput(Output):
    """Of the caller's commitments that came due in half a year; nobody else is told."""

    in_time = serializers.IntegerField()
    came_due = serializers.IntegerField()


class HomeOutput(Output):
    needs_you = NeedOutput(many=True, source="decisions")
    i_promised = PromisesOutput(source="owe")
    i_am_owed = PromisesOutput(source="owed")
    agreements = OwnAgreementsOutput()
    coming = HomeWeekOutput(many=True, source="weeks")
    follow_through = FollowThroughOutput()


class HomeView(ApiView):
    """What the page shows: of each list the first seven, with how many there are."""

    @extend_schema(responses=HomeOutput)
    def get(self) -> Response:
        report = home(viewer=self.person, at=now(), today=today(zone=self.person.time_zone))
        return Response(HomeOutput(report).data)
