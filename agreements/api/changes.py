"""What an alternative changes, on its way in and out: each change names its subject and only what shall differ."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from agreements.api.base import WordField
from agreements.api.cadences import CadenceInput
from agreements.api.commitments import CommitmentInput, commitment_draft
from agreements.api.metrics import NumberField
from agreements.domain.amendments import FIRST_ALTERNATIVES, ChangeKind, Trade
from agreements.models import Agreement, Commitment
from agreements.operations.amendments.asking import LONGEST_TOPIC
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft, ChangeDraft
from agreements.operations.drafts import CadenceDraft
from agreements.reports.amendment_rows import ChangeRow
from teams.api.serializers import DayField, Input, PersonField
from teams.clock import today
from teams.models import Person

SUBJECTS = ("commitment", "metric", "cadence", "add_commitment", "drop_commitment")
FIELDS = {
    "commitment": {"due_on", "owner", "deliverable", "done_when", "needed_by"},
    "metric": {"target", "target_on"},
}
MOST_CHANGES = 100  # in one alternative


class ChangeInput(Input):
    """One change: a ``commitment`` or ``metric`` with what shall differ, or one of the last three alone."""

    commitment = serializers.IntegerField(required=False, min_value=1)
    due_on = DayField(required=False)
    owner = PersonField(required=False)
    deliverable = serializers.CharField(required=False, max_length=240)
    done_when = serializers.CharField(required=False)
    needed_by = DayField(required=False, allow_null=True)
    metric = serializers.IntegerField(required=False, min_value=1)
    target = NumberField(required=False)
    target_on = DayField(required=False)
    cadence = CadenceInput(required=False)
    add_commitment = CommitmentInput(required=False)
    drop_commitment = serializers.IntegerField(required=False, min_value=1)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Refuse what is about two things, or about none."""
        subjects = [name for name in SUBJECTS if name in sent]
        if len(subjects) != 1:
            raise serializers.ValidationError(f"Name one of {', '.join(SUBJECTS)}.")
        known = FIELDS.get(subjects[0], set()) | {subjects[0]}
        unknown = {name: [f"This does not go with {subjects[0]}."] for name in sent if name not in known}
        if unknown:
            raise serializers.ValidationError(unknown)
        return sent


class ImplicationsField(serializers.JSONField):
    """A sentence for everybody, or an object of sentences by the slug of a party."""

    def to_internal_value(self, data: Any) -> Any:
        is_object = isinstance(data, Mapping) and all(isinstance(said, str) for said in data.values())
        if not isinstance(data, str) and not is_object:
            raise serializers.ValidationError("Send a sentence, or an object of sentences by the slug of a party.")
        return data


class AlternativeInput(Input):
    label = serializers.CharField(max_length=160)  # type: ignore[assignment]  # the contract's name; only instances have DRF's
    trade = WordField(Trade, required=False, allow_null=True, help_text="What gives.")
    implications = ImplicationsField(required=False, help_text="What it means: one sentence, or one for each party.")
    changes = ChangeInput(many=True, max_length=MOST_CHANGES)  # type: ignore[call-arg]  # DRF takes it, its stubs do not know


EXAMPLE = {
    "reason": "Rounding breaks the invoice; one more week makes it right.",
    "alternatives": [
        {
            "label": "One week later",
            "trade": "date",
            "implications": {"sales": "The briefing moves by a week."},
            "changes": [{"commitment": 11, "due_on": "2027-03-22"}],
        },
        {
            "label": "In time, without rounding",
            "changes": [{"commitment": 11, "deliverable": "The feature, to whole cents"}],
        },
    ],
}


@extend_schema_serializer(examples=[OpenApiExample("amendment", value=EXAMPLE, request_only=True)])
class AmendmentInput(Input):
    """One to three ways to change what is in force; what follows from each is worked out and joins it."""

    reason = serializers.CharField(allow_blank=True, help_text="The others read it; it may not be empty.")
    topic = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_TOPIC,
        help_text="In a few words, what it is about; arguments that come back are counted by it.",
    )
    answer_by = DayField(required=False, help_text="Inclusive; the agreement's days to answer unless given.")
    alternatives = AlternativeInput(many=True)


def amendment_draft(sent: Mapping[str, Any], *, agreement: Agreement, person: Person) -> AmendmentDraft:
    """What ``person`` sent, as the operations take it."""
    ways = sent["alternatives"][: FIRST_ALTERNATIVES + 1]  # one too many is refused, and no more are looked at
    return AmendmentDraft(
        reason=sent["reason"],
        topic=sent.get("topic", ""),
        answer_by=sent.get("answer_by"),
        alternatives=tuple(alternative_draft(way, agreement=agreement, person=person) for way in ways),
    )


def alternative_draft(sent: Mapping[str, Any], *, agreement: Agreement, person: Person) -> AlternativeDraft:
    """What ``person`` sent, as the operations take it."""
    return AlternativeDraft(
        label=sent["label"],
        trade=sent.get("trade"),
        implications=sent.get("implications", ""),
        changes=tuple(_draft(change, agreement, person) for change in sent["changes"]),
    )


def change_data(row: ChangeRow) -> dict[str, Any]:
    """A change in the shape in which it was sent, and what was there before it."""
    change, now = row.change, dict(row.change.now)
    name, key = SHAPES[ChangeKind(change.kind)], change.commitment_id or change.metric_id
    if not row.is_seen:
        return {name: None, "was": {}}
    if change.kind == ChangeKind.ADD_COMMITMENT:
        now["waits_on"] = [_wait(wait, row.seen_waits) for wait in now["waits_on"]]
    if change.kind in {ChangeKind.COMMITMENT, ChangeKind.METRIC}:
        return {name: key, **now, "was": change.was}
    return {name: key or now, "was": change.was}


SHAPES = {
    ChangeKind.COMMITMENT: "commitment",
    ChangeKind.METRIC: "metric",
    ChangeKind.CADENCE: "cadence",
    ChangeKind.ADD_COMMITMENT: "add_commitment",
    ChangeKind.DROP_COMMITMENT: "drop_commitment",
}


def _draft(sent: Mapping[str, Any], agreement: Agreement, person: Person) -> ChangeDraft:
    if "cadence" in sent:
        usual = {"time_zone": agreement.time_zone, "starts_on": today(zone=agreement.time_zone)}
        return ChangeDraft(kind=ChangeKind.CADENCE, cadence=CadenceDraft(**(usual | sent["cadence"])))
    if "add_commitment" in sent:
        return ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=commitment_draft(sent["add_commitment"], person))
    if "metric" in sent:
        metric = agreement.metrics.in_terms().filter(pk=sent["metric"]).first()
        return ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now=_without(sent, "metric"))
    if "drop_commitment" in sent:
        return ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=_commitment(sent["drop_commitment"], person))
    commitment = _commitment(sent["commitment"], person)
    return ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now=_without(sent, "commitment"))


def _commitment(pk: int, person: Person) -> Commitment | None:
    return Commitment.objects.visible_to(person).filter(pk=pk).first()


def _without(sent: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in sent.items() if field != name}


def _wait(wait: Mapping[str, Any], seen: frozenset[int]) -> dict[str, Any]:
    return {**wait, "commitment": wait["commitment"] if wait["commitment"] in seen else None}
