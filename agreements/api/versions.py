"""What was agreed when: the versions of an agreement, and what one says differently from another."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView
from agreements.domain.differences import differences
from agreements.models import Agreement, Amendment
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Output, PersonField


class VersionOutput(Output):
    """``terms`` are canonical: the SHA-256 of their JSON (RFC 8785) is ``terms_hash``."""

    number = serializers.IntegerField()
    terms_hash = serializers.CharField()
    proposed_by = PersonField()
    proposed_at = serializers.DateTimeField()
    answer_by = serializers.DateField()
    in_force_at = serializers.DateTimeField(allow_null=True)
    amendment = serializers.IntegerField(
        source="seen_amendment", allow_null=True, help_text="Id of the change that made it; null for what was signed."
    )
    terms = serializers.JSONField()


class VersionsView(OfAgreementView):
    """The terms proposed or in force, oldest first; proposals that were taken back are left out."""

    @extend_schema(parameters=[Filters], responses=page_schema(VersionOutput))
    def get(self) -> Response:
        versions = self.found.versions.standing().select_related("proposed_by")
        return self.page(self._read, versions, order=("number",), asked=self.asked(Filters))

    def _read(self, rows: Sequence[Any], *, many: bool) -> VersionOutput:
        """A change that was asked for out of the caller's sight is not named."""
        made = [row.amendment_id for row in rows if row.amendment_id]
        seen = set(Amendment.objects.visible_to(self.person).filter(pk__in=made).values_list("pk", flat=True))
        for row in rows:
            row.seen_amendment = row.amendment_id if row.amendment_id in seen else None
        return VersionOutput(rows, many=many)


class TermsDifferenceOutput(Output):
    """``was`` and ``now`` are as the terms write them; a whole entry that came or went has no ``field``."""

    kind = serializers.ChoiceField(choices=["agreement", "party", "commitment", "metric", "cadence"])
    name = serializers.CharField(help_text="What people call it.")
    field = serializers.CharField(allow_null=True)
    was = serializers.CharField(allow_null=True)
    now = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()


class ComparisonOutput(Output):
    """What the terms of version ``to`` say differently from those of version ``from``."""

    to = serializers.IntegerField()
    differences = TermsDifferenceOutput(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Return one more field; its name is a word of Python."""
        return {"from": serializers.IntegerField(), **super().get_fields()}


class ComparisonView(ObjectView[Agreement]):
    """Two versions beside each other, in either order."""

    def load(self, *, number: int, first: int, second: int) -> Agreement:
        found = get_object_or_404(Agreement.objects.visible_to(self.person), number=number)
        self.was, self.now = (get_object_or_404(found.versions.standing(), number=one) for one in (first, second))
        return found

    @extend_schema(responses=ComparisonOutput)
    def get(self) -> Response:
        found = differences(self.was.terms, self.now.terms)
        said = [asdict(difference) | {"sentence": difference.sentence} for difference in found]
        compared = {"from": self.was.number, "to": self.now.number, "differences": said}
        return Response(ComparisonOutput(compared).data)
