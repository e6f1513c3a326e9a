"""How a commitment stands, said by its owner and by the person who accepts it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.api.commitments import OfCommitmentView
from agreements.domain.commitments import Standing
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.operations.checkins import check_in, undo_check_in
from agreements.operations.drafts import CheckInDraft
from agreements.reports.seals import seal_of, seals
from teams.api.base import ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField
from teams.clock import now
from teams.models import Person

EXAMPLE = {"standing": "off_track", "expected_on": "2027-03-22", "note": "The supplier confirmed Monday."}


@extend_schema_serializer(examples=[OpenApiExample("check-in", value=EXAMPLE, request_only=True)])
class CheckInInput(Input):
    standing = WordField(Standing)
    expected_on = DayField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True)


class CheckInOutput(Output):
    """``standing`` and ``note`` are null while ``sealed``: the caller is asked in this round too, and answers first."""

    id = serializers.IntegerField()
    role = serializers.ChoiceField(choices=CheckInRole.choices)
    person = PersonField()
    standing = WordField(Standing, allow_null=True)
    expected_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    round_on = serializers.DateField(allow_null=True, help_text="Names the round; null outside any.")
    at = serializers.DateTimeField()
    sealed = serializers.BooleanField(default=False)


class CheckInsView(OfCommitmentView):
    """Answers, newest first. One answers as the owner, else as the receiver; within a round the last one counts."""

    @extend_schema(parameters=[Filters], responses=page_schema(CheckInOutput))
    def get(self) -> Response:
        answers = self.found.check_ins.select_related("person")
        return self.page(self._as_read, answers, order=("-at", "-id"), asked=self.asked(Filters))

    @extend_schema(request=CheckInInput, responses={201: CheckInOutput})
    def post(self) -> Response:
        answer = CheckInDraft(**self.sent(CheckInInput))
        given = check_in(actor=self.person, at=now(), commitment=self.found, answer=answer)
        return self.created(CheckInOutput, given)

    def _as_read(self, answers: Sequence[CheckIn], *, many: bool) -> CheckInOutput:
        sealed = seals(commitments=[self.found.pk], viewer=self.person, at=now())
        rows: list[Any] = list(answers)
        for row in rows:
            row.sealed = seal_of(row) in sealed
            if row.sealed:
                row.standing = row.note = None
        return CheckInOutput(rows, many=many)


class CheckInView(ObjectView[CheckIn]):
    """One answer. Whoever gave it may take it back for two minutes; the one before it in its round comes back."""

    def load(self, *, pk: int) -> CheckIn:
        return get_object_or_404(_check_ins(self.person), pk=pk)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        undo_check_in(actor=self.person, at=now(), check_in=self.found)
        return Response(status=204)


def _check_ins(person: Person) -> QuerySet[CheckIn]:
    seen = Commitment.objects.visible_to(person)
    return CheckIn.objects.filter(commitment__in=seen).select_related("commitment", "person")
