"""Commitments: all of them across, those of one agreement, and one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.domain.agreements import Health
from agreements.domain.commitments import CommitmentState, Outcome, Standing
from agreements.models import Commitment
from agreements.operations.commitments import add_commitment, edit_commitment, remove_commitment
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from agreements.operations.locks import lock_agreement
from agreements.reports.filters import CommitmentFilter, commitments_that
from agreements.reports.seals import known_standing, seals
from teams.api.base import ApiView, ObjectView, Shape
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.errors import InvalidValueError
from teams.models import Person

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
    lag_days = serializers.IntegerField(default=0, help_text="Calendar days, 0 to 365.")


@extend_schema_serializer(examples=[OpenApiExample("commitment", value=EXAMPLE, request_only=True)])
class CommitmentInput(Input):
    deliverable = serializers.CharField(max_length=240)
    done_when = serializers.CharField(required=False, allow_blank=True)
    owner = PersonField(required=False, allow_null=True)
    team = TeamField()
    for_team = TeamField()
    accepted_by = PersonField(required=False, allow_null=True)
    needed_by = DayField(required=False, allow_null=True)
    due_on = DayField(required=False, allow_null=True)
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
    state = WordField(CommitmentState)
    outcome = WordField(Outcome, allow_null=True)
    standing = WordField(Standing, allow_null=True, source="known_standing")
    health = WordField(Health, source="seen_health")
    expected_on = serializers.DateField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(WaitOutput(many=True))
    def get_waits_on(self, commitment: Any) -> Any:
        waits = sorted(commitment.waits_on.all(), key=lambda wait: wait.pk)
        return [
            {"commitment": wait.upstream_id if wait.upstream_id in commitment.seen else None, "lag_days": wait.lag_days}
            for wait in waits
        ]


class CommitmentFilters(Filters):
    owner = PersonField(required=False)
    for_team = TeamField(required=False, help_text="Slug of the team that receives it.")
    owed_by = TeamField(required=False, help_text="Slug of the team that owes it.")
    owed_to = TeamField(required=False, help_text="The same as for_team.")
    state = WordField(CommitmentState, required=False)
    health = WordField(Health, required=False)
    due_before = DayField(required=False, help_text="Due on or before this day.")
    due_after = DayField(required=False, help_text="Due on or after this day.")
    q = serializers.CharField(required=False, max_length=120, help_text="Words of the deliverable.")


class AllCommitmentFilters(CommitmentFilters):
    agreement = serializers.IntegerField(required=False, min_value=1, help_text="Number of its agreement.")


class CommitmentsView(ApiView):
    """Every commitment the caller may see, across agreements, in the order of their ids."""

    @extend_schema(parameters=[AllCommitmentFilters], responses=page_schema(CommitmentOutput))
    def get(self) -> Response:
        asked = self.asked(AllCommitmentFilters)
        return self.page(reader(self.person), _wanted(self.person, asked), order=("id",), asked=asked)


class AgreementCommitmentsView(OfAgreementView):
    """The commitments of one agreement, in the order of their ids."""

    @extend_schema(parameters=[CommitmentFilters], responses=page_schema(CommitmentOutput))
    def get(self) -> Response:
        asked = self.asked(CommitmentFilters)
        rows = _wanted(self.person, asked).filter(agreement=self.found)
        return self.page(reader(self.person), rows, order=("id",), asked=asked)

    @extend_schema(request=CommitmentInput, responses={201: CommitmentOutput})
    def post(self) -> Response:
        draft = commitment_draft(self.sent(CommitmentInput), self.person)
        commitment = add_commitment(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.created(reader(self.person), commitments_of(self.person).get(pk=commitment.pk))


class OfCommitmentView(ObjectView[Commitment]):
    """The base of everything at and below ``/commitments/{id}/``."""

    def output(self, commitment: Commitment) -> serializers.Serializer[Any]:
        return reader(self.person)(commitment)

    def load(self, *, pk: int) -> Commitment:
        return get_object_or_404(commitments_of(self.person), pk=pk)

    def hold(self) -> None:
        """The agreement comes first, as in every operation."""
        lock_agreement(self.found.agreement)
        self.found = self.load(pk=self.found.pk)

    def again(self) -> Response:
        """The commitment as it is after an operation."""
        return self.one(self.load(pk=self.found.pk))


class CommitmentView(OfCommitmentView):
    """One commitment. In a draft it can be changed and removed."""

    @extend_schema(responses=CommitmentOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=CommitmentInput(partial=True), responses=CommitmentOutput)
    def patch(self) -> Response:
        sent = _said(self.sent(CommitmentInput, partial=True), self.person)
        draft = replace(CommitmentDraft.of(self.found), **sent)
        edit_commitment(actor=self.person, at=now(), commitment=self.found, draft=draft)
        return self.again()

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        remove_commitment(actor=self.person, at=now(), commitment=self.found)
        return Response(status=204)


def commitments_of(person: Person) -> QuerySet[Commitment]:
    """What ``person`` may see, with all that CommitmentOutput says of it but for what `reader` adds."""
    return (
        Commitment.objects.seen_by(person)
        .select_related("agreement", "owner", "team", "for_team", "accepted_by")
        .prefetch_related("waits_on")
    )


def reader(person: Person) -> Shape:
    """Makes rows of `commitments_of` fit for ``person``: what they wait on in sight, the owner's word unless sealed."""

    def read(found: Any, *, many: bool = False) -> CommitmentOutput:
        rows: Sequence[Any] = found if many else [found]
        wanted = {wait.upstream_id for row in rows for wait in row.waits_on.all()}
        seen = set(Commitment.objects.visible_to(person).filter(pk__in=wanted).values_list("pk", flat=True))
        sealed = seals(commitments=[row.pk for row in rows], viewer=person, at=now())
        for row in rows:
            row.seen, row.known_standing = seen, known_standing(row, sealed=sealed)
        return CommitmentOutput(found, many=many)

    return read


def _wanted(person: Person, asked: dict[str, Any]) -> QuerySet[Commitment]:
    """What pages ask too, by the rules of their filters; states as rows hold them."""
    same = ("health", "owner", "agreement", "due_after", "due_before", "q")
    wanted = CommitmentFilter(
        team=_key(asked, "owed_by"),
        for_team=_key(asked, "for_team"),
        **{name: asked[name] for name in same if name in asked},
    )
    columns = {"state": "state", "owed_to": "for_team"}
    others = {column: asked[name] for name, column in columns.items() if name in asked}
    return commitments_of(person).filter(commitments_that(wanted), **others)


def _key(asked: dict[str, Any], name: str) -> int | None:
    return asked[name].pk if name in asked else None


def commitment_draft(sent: dict[str, Any], person: Person) -> CommitmentDraft:
    """A whole body as the operations take it."""
    return CommitmentDraft(**_said(sent, person))


def _said(sent: dict[str, Any], person: Person) -> dict[str, Any]:
    """A body as the draft holds it; what it waits on is any commitment that ``person`` may see."""
    if "waits_on" not in sent:
        return sent
    keys = [wait["commitment"] for wait in sent["waits_on"]]
    upstream = Commitment.objects.visible_to(person).in_bulk(keys)
    if not upstream.keys() >= set(keys):
        sentence = "There is no such commitment to wait on."
        raise InvalidValueError(sentence, fields={"waits_on": [sentence]})
    waits = [WaitDraft(commitment=upstream[wait["commitment"]], lag_days=wait["lag_days"]) for wait in sent["waits_on"]]
    return sent | {"waits_on": tuple(waits)}
