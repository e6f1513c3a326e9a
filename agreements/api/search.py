"""Search: what holds some words, of what the caller may read; grouped, the best first."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.domain.search import LONGEST, Found
from agreements.reports.search import FEW, MANY, search
from teams.api.base import ApiView
from teams.api.serializers import Filters, Output


class HitOutput(Output):
    title = serializers.CharField(source="name")
    label = serializers.CharField(  # type: ignore[assignment]  # the name that commitments have; only instances have DRF's
        help_text="“A-31.4”, the e-mail address of a person, the sync of a decision."
    )
    state = serializers.CharField(source="code", help_text="Of an agreement or a commitment; what a sync decided.")
    excerpt = serializers.CharField(source="said", help_text="Around the words, where they stand outside the title.")
    url = serializers.CharField(source="address", help_text="Its page.")


class GroupOutput(Output):
    kind = WordField(Found)
    results = HitOutput(many=True, source="hits")
    has_more = serializers.BooleanField()


class SearchOutput(Output):
    """``did_you_mean`` is another line that finds something, when this one found nothing; else empty."""

    groups = GroupOutput(many=True)
    did_you_mean = serializers.CharField(source="meant")


class SearchFilters(Filters):
    q = serializers.CharField(
        max_length=LONGEST, help_text="Words; “quoted together”, or, -without; or a label such as A-31.4."
    )
    kind = WordField(Found, required=False, help_text="All four unless given.")
    limit = serializers.IntegerField(min_value=1, max_value=MANY, default=FEW, help_text="Of each kind.")
    cursor = None  # type: ignore[assignment]  # so DRF leaves out a field that it would inherit


class SearchView(ApiView):
    """Agreements, commitments, people and teams, and decisions: of syncs, and those that executives made."""

    @extend_schema(parameters=[SearchFilters], responses=SearchOutput)
    def get(self) -> Response:
        asked = self.asked(SearchFilters)
        kinds = [asked["kind"]] if "kind" in asked else list(Found)
        results = search(viewer=self.person, text=asked["q"], kinds=kinds, most=asked["limit"])
        return Response(SearchOutput(results).data)
