"""Commitments: those of one agreement, all of them across, and one."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import OfAgreementView
from agreements.domain.agreements import Health
from agreements.domain.commitments import CommitmentState, Outcome, Standing
from agreements.models import Commitment
from agreements.operations.commitments import add_commitment, edit_commitment, remove_commitment
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.errors import InvalidValueError
from teams.models import Person

LONGEST_LAG = 3650  # days
EXAMPLE = {
    "deliverable": "Outreach to 120 named accounts begins",
    "done_when": "The first 40 accounts have had a call.",
    "owner": "tomas@example.org",
    "team": "sales",
    "for_team": "product",
    "accepted_by": "maya@example.org",
    "due_on": "2027-03-16",
    "waits_on": [{"commitment": 11, "lag_days": 1}],
}


class WaitInput(Input):
    commitment = serializers.IntegerField(min_value=1)
    lag_days = serializers.IntegerField(min_value=0, max_value=LONGEST_LAG, default=0)


@extend_schema_serializer(examples=[OpenApiExample("commitment", value=EXAMPLE, request_only=True)])
class CommitmentInput(Input):
    deliverable = serializers.CharField(max_length=240)
    done_when = serializers.CharField(required=False, allow_blank=True)
    owner = PersonField(required=False, allow_null=True)
    team = TeamField()
    for_team = TeamField()
    accepted_by = PersonField(required=False, allow_null=True)
    needed_by = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    waits_on = WaitInput(many=True, required=False)


class WaitOutput(Output):
    """``commitment`` is null where it lies in an agreement that the caller may not see."""

    commitment = serializers.IntegerField(allow_null=True)
    lag_days = serializers.IntegerField()


class CommitmentOutput(Output):
    id = serializers.IntegerField()
    agreement = serializers.IntegerField(source="agreement.number")
    label = serializers.CharField()  # type: ignore[assignment]  # the contract's name; only instances have DRF's
    deliverable = serializers.CharField()
    done_when = serializers.CharField()
    owner = PersonField(allow_null=True)
    team = TeamField()
    for_team = TeamField()
    accepted_by = PersonField(allow_null=True)
    needed_by = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    original_due_on = serializers.DateField(allow_null=True)
    moves = serializers.IntegerField()
    waits_on = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in CommitmentState])
    outcome = serializers.ChoiceField(choices=[(outcome.value, outcome.value) for outcome in Outcome], allow_null=True)
    standing = serializers.ChoiceField(choices=[(word.value, word.value) for word in Standing], allow_null=True)
    health = serializers.ChoiceField(choices=[(health.value, health.value) for health in Health], source="seen_health")
    expected_on = serializers.DateField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(WaitOutput(many=True))
    def get_waits_on(self, commitment: Commitment) -> Any:
        waits = sorted(commitment.waits_on.all(), key=lambda wait: wait.pk)
        seen = getattr(commitment, "seen_upstream", ())
        return [
            {"commitment": wait.upstream_id if wait.upstream_id in seen else None, "lag_days": wait.lag_days}
            for wait in waits
        ]


class CommitmentFilters(Filters):
    owner = PersonField(required=False)
    for_team = TeamField(required=False, help_text="Slug of the team that receives it.")
    owed_by = TeamField(required=False, help_text="Slug of the team that owes it.")
    owed_to = TeamField(required=False, help_text="The same as for_team.")
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in CommitmentState], required=False)
    health = serializers.ChoiceField(choices=[(health.value, health.value) for health in Health], required=False)
    due_before = serializers.DateField(required=False, help_text="Due on or before this day.")
    due_after = serializers.DateField(required=False, help_text="Due on or after this day.")
    q = serializers.CharField(required=False, max_length=120, help_text="Words of the deliverable.")


class AllCommitmentFilters(CommitmentFilters):
    agreement = serializers.IntegerField(required=False, min_value=1, help_text="Number of its agreement.")


COLUMNS = {
    "owner": "owner",
    "for_team": "for_team",
    "owed_by": "team",
    "owed_to": "for_team",
    "state": "state",
    "health": "seen_health",
    "due_before": "due_on__lte",
    "due_after": "due_on__gte",
    "q": "deliverable__icontains",
    "agreement": "agreement__number",
}


def commitments_of(person: Person) -> QuerySet[Commitment]:
    return (
        Commitment.objects.seen_by(person)
        .select_related("agreement", "owner", "team", "for_team", "accepted_by")
        .prefetch_related("waits_on")
    )


class Seen:
    """Serializes rows of ``commitments_of`` after noting which of what they wait on the caller may see."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def __call__(self, found: Any, *, many: bool = False) -> CommitmentOutput:
        rows = list(found) if many else [found]
        wanted = {wait.upstream_id for row in rows for wait in row.waits_on.all()}
        visible = Commitment.objects.visible_to(self.person).filter(pk__in=wanted)
        seen = set(visible.values_list("pk", flat=True)) if wanted else set()
        for row in rows:
            row.seen_upstream = seen
        return CommitmentOutput(rows if many else found, many=many)


class CommitmentsView(ApiView):
    """Every commitment the caller may see, across agreements."""

    @extend_schema(parameters=[AllCommitmentFilters], responses=page_schema(CommitmentOutput))
    def get(self) -> Response:
        asked = self.asked(AllCommitmentFilters)
        return self.page(Seen(self.person), _wanted(self.person, asked), order=("id",), asked=asked)


def _wanted(person: Person, asked: dict[str, Any]) -> QuerySet[Commitment]:
    wanted = Q(**{column: asked[name] for name, column in COLUMNS.items() if name in asked})
    return commitments_of(person).filter(wanted)


class AgreementCommitmentsView(OfAgreementView):
    @extend_schema(parameters=[CommitmentFilters], responses=page_schema(CommitmentOutput))
    def get(self) -> Response:
        asked = self.asked(CommitmentFilters)
        rows = _wanted(self.person, {**asked, "agreement": self.found.number})
        return self.page(Seen(self.person), rows, order=("id",), asked=asked)

    @extend_schema(request=CommitmentInput, responses={201: CommitmentOutput})
    def post(self) -> Response:
        draft = _draft(self.sent(CommitmentInput), self.person)
        commitment = add_commitment(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.created(Seen(self.person), commitments_of(self.person).get(pk=commitment.pk))


class OneCommitmentView(ObjectView[Commitment]):
    """The base of everything below ``/commitments/{id}/``."""

    def output(self, commitment: Commitment) -> CommitmentOutput:  # type: ignore[override]  # what it waits on is looked up
        return Seen(self.person)(commitment)

    def load(self, *, pk: int) -> Commitment:
        return get_object_or_404(commitments_of(self.person), pk=pk)

    def again(self, *, status: int = 200) -> Response:
        """The commitment as it is after an operation."""
        return self.one(self.load(pk=self.found.pk), status=status)


class CommitmentView(OneCommitmentView):
    @extend_schema(responses=CommitmentOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=CommitmentInput(partial=True), responses=CommitmentOutput)
    @transaction.atomic
    def patch(self) -> Response:
        draft = _draft(_present(self.found) | self.sent(CommitmentInput, partial=True), self.person)
        edit_commitment(actor=self.person, at=now(), commitment=self.found, draft=draft)
        return self.again()

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_commitment(actor=self.person, at=now(), commitment=self.found)
        return Response(status=204)


def _present(commitment: Commitment) -> dict[str, Any]:
    present = {name: getattr(commitment, name) for name in CommitmentDraft.__dataclass_fields__ if name != "waits_on"}
    waits = [{"commitment": wait.upstream_id, "lag_days": wait.lag_days} for wait in commitment.waits_on.all()]
    return {**present, "waits_on": waits}


def _draft(sent: dict[str, Any], person: Person) -> CommitmentDraft:
    """The draft of a body; what it waits on is any commitment that ``person`` may see."""
    waits = sent.pop("waits_on", [])
    upstream = Commitment.objects.visible_to(person).in_bulk([wait["commitment"] for wait in waits])
    unknown = [wait["commitment"] for wait in waits if wait["commitment"] not in upstream]
    if unknown:
        sentence = "There is no commitment of this id."
        raise InvalidValueError(sentence, fields={"waits_on": [sentence]})
    drafts = tuple(WaitDraft(commitment=upstream[wait["commitment"]], lag_days=wait["lag_days"]) for wait in waits)
    return CommitmentDraft(**sent, waits_on=drafts)


