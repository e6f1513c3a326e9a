"""Who owes whom, and whether it holds: the counts of the dashboard, of a pair of teams, and of one team.

Each is a table too, by `Accept: text/csv`: teams, cells of the matrix, weeks of the pair and of the team.
"""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.api.tables import CSVRenderer
from agreements.domain.agreements import Health
from agreements.domain.counting import Period
from agreements.reports.dashboard import Dashboard, dashboard, read_teams
from agreements.reports.dashboard.units import tree
from agreements.reports.pair import Ends, pair_page
from agreements.reports.sides import CameDue, Side
from agreements.reports.team import team_page
from teams.api.base import ApiView
from teams.api.serializers import Filters, Output
from teams.clock import now, today
from teams.models import Team


class OutcomesOutput(Output):
    """Of commitments that came due and are decided; what was released is left out."""

    came_due = serializers.IntegerField()
    in_time = serializers.IntegerField()
    kept = serializers.IntegerField()
    adjusted_early = serializers.IntegerField()
    adjusted_late = serializers.IntegerField()
    lapsed = serializers.IntegerField()


class UnitOutput(Output):
    """A team, or a department that stands for so many ``teams``; an empty slug stands for all the others."""

    slug = serializers.CharField()
    name = serializers.CharField()
    teams = serializers.IntegerField()


class CellOutput(Output):
    debtor = UnitOutput()
    creditor = UnitOutput()
    open = serializers.IntegerField()
    drifting = serializers.IntegerField()
    health = WordField(Health)
    url = serializers.CharField(source="address", help_text="The page of the pair.")


class FigureOutput(Output):
    code = serializers.CharField(help_text="Names its definition.")
    title = serializers.CharField()
    value = serializers.CharField(help_text="“83%”; “2 of 3” below five commitments; “hidden” below four people.")
    of = serializers.CharField()
    series = serializers.ListField(child=serializers.IntegerField(allow_null=True), help_text="A point a week.")
    change = serializers.IntegerField(allow_null=True, help_text="Against the same weeks before.")
    url = serializers.CharField(source="address", help_text="The rows behind it.")


class WeekOutput(Output):
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    outcomes = OutcomesOutput()
    made = serializers.IntegerField(help_text="Commitments that came into force in it.")


class TeamLineOutput(Output):
    team = UnitOutput()
    owes = serializers.IntegerField()
    owed = serializers.IntegerField()
    drifting = serializers.IntegerField()
    outcomes = OutcomesOutput()
    kept = serializers.CharField(source="kept.words")
    adjusted_early = serializers.CharField(source="adjusted.words")
    last_sync_on = serializers.DateField(allow_null=True)


class DefinitionOutput(Output):
    code = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()


class DashboardOutput(Output):
    from_on = serializers.DateField(help_text="A Monday.")
    until_on = serializers.DateField(help_text="A Sunday, inclusive.")
    weeks = serializers.IntegerField()
    counted_at = serializers.DateTimeField()
    agreements = serializers.IntegerField(help_text="In force, not paused.")
    sentence = serializers.CharField(source="sentence.words")
    open = serializers.IntegerField(source="sentence.open")
    drifting = serializers.IntegerField(source="sentence.drifting")
    outcomes = OutcomesOutput()
    figures = FigureOutput(many=True)
    by_week = WeekOutput(many=True, source="strip.bars")
    teams = TeamLineOutput(many=True)
    answered = serializers.CharField(source="freshness.answered.words")
    quiet_agreements = serializers.IntegerField(source="freshness.quiet")
    sync_hours_spent = serializers.FloatField(source="hours.spent_hours")
    sync_hours_returned = serializers.FloatField(source="hours.returned_hours")
    unread_open = serializers.IntegerField(source="unread.open", help_text="Counted, in what you may not read.")
    unread_came_due = serializers.IntegerField(source="unread.came_due")
    definitions = DefinitionOutput(many=True)


class MatrixOutput(Output):
    is_grouped = serializers.BooleanField(help_text="Departments stand for their teams.")
    open = serializers.IntegerField()
    drifting = serializers.IntegerField()
    cells = CellOutput(many=True, source="pairs", help_text="Only those in which something is open.")


class WayOutput(Output):
    """What ``debtor`` owes ``creditor`` now, and what became of what came due in twelve weeks."""

    debtor = serializers.CharField(help_text="A slug.")
    creditor = serializers.CharField(help_text="A slug.")
    open = serializers.IntegerField(source="side.open")
    drifting = serializers.IntegerField(source="side.drifting")
    outcomes = OutcomesOutput(source="came.outcomes")
    kept = serializers.CharField(source="came.kept.words")


class PairOutput(Output):
    ways = WayOutput(many=True)


class FlowOutput(Output):
    open = serializers.IntegerField()
    drifting = serializers.IntegerField()


class PartnerOutput(Output):
    slug = serializers.CharField()
    name = serializers.CharField()
    owes = FlowOutput(help_text="What the team owes this partner.")
    owed = FlowOutput(help_text="What this partner owes the team.")


class TeamSummaryOutput(Output):
    """``outcomes`` and ``kept`` are of what the team owed and came due in twelve weeks."""

    owes = FlowOutput()
    owed = FlowOutput()
    outcomes = OutcomesOutput(source="came_due.outcomes")
    kept = serializers.CharField(source="came_due.kept.words")
    partners = PartnerOutput(many=True)


class DashboardFilters(Filters):
    weeks = serializers.ChoiceField(choices=[(period.weeks, period.title) for period in Period], default=12)
    teams = serializers.CharField(
        required=False, default="", help_text="Slugs with commas between: only what they owe or are owed."
    )
    limit = None  # type: ignore[assignment]  # so DRF leaves out a field that it would inherit
    cursor = None  # type: ignore[assignment]  # as above


def or_table(output: type[Output]) -> dict[tuple[int, str], Any]:
    """What a view answers: as JSON, or as a table."""
    return {(200, "application/json"): output, (200, "text/csv"): OpenApiTypes.STR}


class TableView(ApiView):
    """Something that is a table too: of its answer what stands under ``table``."""

    renderer_classes = [JSONRenderer, CSVRenderer]
    table = "results"

    def report(self) -> Dashboard:
        asked = self.asked(DashboardFilters)
        period = next(period for period in Period if period.weeks == int(asked["weeks"]))
        at, day = now(), today(zone=self.person.time_zone)
        return dashboard(viewer=self.person, at=at, today=day, period=period, teams=read_teams(asked))


class DashboardView(TableView):
    """The counts of the dashboard. Executives and administrators count what they may not read, too. CSV: its teams."""

    table = "teams"

    @extend_schema(parameters=[DashboardFilters], responses=or_table(DashboardOutput))
    def get(self) -> Response:
        return Response(DashboardOutput(self.report()).data)


class MatrixView(TableView):
    """Who owes whom now. CSV: its cells."""

    table = "cells"

    @extend_schema(parameters=[DashboardFilters], responses=or_table(MatrixOutput))
    def get(self) -> Response:
        return Response(MatrixOutput(self.report().matrix).data)


@dataclass(frozen=True, slots=True)
class Way:
    debtor: str
    creditor: str
    side: Side
    came: CameDue


class PairView(TableView):
    """What two teams owe each other; a department stands for all teams below it. CSV: both ways."""

    table = "ways"

    def find(self, **names: str) -> None:
        self.slugs = tuple(get_object_or_404(Team, slug=names[end]).slug for end in ("first", "second"))

    @extend_schema(responses=or_table(PairOutput))
    def get(self) -> Response:
        forest, (first, second) = tree(), self.slugs
        ends = Ends(forest.below([first]), forest.below([second]))
        page = pair_page(ends, viewer=self.person, at=now(), today=today(zone=self.person.time_zone))
        ways = [Way(first, second, page.there, page.there_came), Way(second, first, page.back, page.back_came)]
        return Response(PairOutput({"ways": ways}).data)


class TeamSummaryView(TableView):
    """What a team owes and is owed, and with whom. CSV: its partners."""

    table = "partners"

    def find(self, **names: str) -> None:
        self.team = get_object_or_404(Team, slug=names["slug"])

    @extend_schema(responses=or_table(TeamSummaryOutput))
    def get(self) -> Response:
        day = today(zone=self.person.time_zone)
        return Response(TeamSummaryOutput(team_page(self.team, viewer=self.person, at=now(), today=day)).data)
