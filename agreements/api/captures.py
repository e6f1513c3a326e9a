"""One line, read into the parts of a commitment and kept, or with `dry_run` only read."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import WordField
from agreements.domain.capture import Captured, Name, Part, State, lacking, read_line
from agreements.domain.readback import DayMonth
from agreements.models import Agreement, Sync
from agreements.operations.captures import Kept, capture, draft_of, said_in
from agreements.operations.drafts import CommitmentDraft
from agreements.reports.captures import setting_of
from teams.api.base import ApiView
from teams.api.serializers import DayField, Input, Output, PersonField, TeamField
from teams.clock import now
from teams.domain.errors import InvalidValueError

EXAMPLE = {"text": "@dana to deliver API spec for Sales by 15 March #31", "dry_run": True}


@extend_schema_serializer(examples=[OpenApiExample("capture", value=EXAMPLE, request_only=True)])
class CaptureInput(Input):
    """Whatever stands beside ``text`` fills a part that the line leaves open, and never changes one that it says."""

    text = serializers.CharField(max_length=5_000)
    dry_run = serializers.BooleanField(default=False, help_text="Read it and keep nothing.")
    agreement = serializers.IntegerField(required=False, min_value=1, help_text="Number, as #31 in the line.")
    sync = serializers.IntegerField(required=False, min_value=1, help_text="Id of the sync in which it was said.")
    order = WordField(DayMonth, required=False, help_text="How its writer reads 3/4.")
    deliverable = serializers.CharField(required=False, max_length=240)
    owner = PersonField(required=False)
    team = TeamField(required=False)
    for_team = TeamField(required=False)
    accepted_by = PersonField(required=False)
    due_on = DayField(required=False)
    metric = serializers.IntegerField(required=False, min_value=1)
    done_when = serializers.CharField(required=False, allow_blank=True, max_length=4_000)


class ChoiceOutput(Output):
    value = serializers.CharField()
    words = serializers.CharField()


class PartOutput(Output):
    """``value`` as the other calls take it, null unless found; ``spans`` are places in ``text``, ends exclusive."""

    state = WordField(State)
    value = serializers.CharField(allow_null=True)
    words = serializers.CharField()
    choices = ChoiceOutput(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    spans = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class PartsOutput(Output):
    owner = PartOutput()
    deliverable = PartOutput()
    team = PartOutput()
    for_team = PartOutput()
    accepted_by = PartOutput()
    due_on = PartOutput()
    agreement = PartOutput()
    metric = PartOutput()


class CaptureOutput(Output):
    """What was understood. One of ``commitment`` and ``amendment`` is an id once the line was kept."""

    text = serializers.CharField()
    parts = PartsOutput()
    problems = serializers.DictField(child=serializers.CharField(), help_text="What is missing, by part.")
    commitment = serializers.IntegerField(allow_null=True)
    amendment = serializers.IntegerField(allow_null=True)


class CaptureView(ApiView):
    """A draft takes the commitment at once; of an agreement in force a change asks to add it."""

    @extend_schema(request=CaptureInput, responses={200: CaptureOutput, 201: CaptureOutput})
    def post(self) -> Response:
        sent = self.sent(CaptureInput)
        sync = self._sync(sent)
        here = sync.agreement if sync else None
        setting = setting_of(viewer=self.person, at=now(), here=here, order=sent.get("order"))
        captured = read_line(sent["text"], setting, chosen=_chosen(sent))
        problems = lacking(captured, setting.directory)
        if sent["dry_run"]:
            return Response(_said(captured, problems, Kept()))
        if problems:
            first, *_ = problems.values()
            raise InvalidValueError(first, fields={name.value: [sentence] for name, sentence in problems.items()})
        kept = self._keep(captured, draft_of(captured, done_when=sent.get("done_when", "")), sync)
        return Response(_said(captured, problems, kept), status=201)

    def _keep(self, captured: Captured, draft: CommitmentDraft, sync: Sync | None) -> Kept:
        number = int(captured[Name.AGREEMENT].key)
        agreement = Agreement.objects.visible_to(self.person).get(number=number)
        its_sync = sync if sync and sync.agreement_id == agreement.pk else None
        return capture(
            actor=self.person, at=now(), agreement=agreement, draft=draft, said=said_in(captured), sync=its_sync
        )

    def _sync(self, sent: Mapping[str, Any]) -> Sync | None:
        if "sync" not in sent:
            return None
        seen = Sync.objects.filter(agreement__in=Agreement.objects.visible_to(self.person), pk=sent["sync"])
        found = seen.select_related("agreement").first()
        if found is None:
            sentence = "There is no such sync."
            raise InvalidValueError(sentence, fields={"sync": [sentence]})
        return found


def _chosen(sent: Mapping[str, Any]) -> dict[Name, str]:
    people = {name: sent[name].email for name in (Name.OWNER, Name.ACCEPTED_BY) if name in sent}
    teams = {name: sent[name].slug for name in (Name.TEAM, Name.FOR_TEAM) if name in sent}
    plain = (Name.AGREEMENT, Name.METRIC, Name.DUE_ON, Name.DELIVERABLE)
    return {**people, **teams, **{name: str(sent[name]) for name in plain if name in sent}}


def _said(captured: Captured, problems: Mapping[Name, str], kept: Kept) -> Mapping[str, Any]:
    return CaptureOutput(
        {
            "text": captured.text,
            "parts": {name.value: _part(part) for name, part in captured.parts.items()},
            "problems": {name.value: sentence for name, sentence in problems.items()},
            "commitment": kept.commitment.pk if kept.commitment else None,
            "amendment": kept.amendment.pk if kept.amendment else None,
        }
    ).data


def _part(part: Part) -> dict[str, Any]:
    return {
        "state": part.state,
        "value": part.key or None,
        "words": part.words,
        "choices": [{"value": choice.key, "words": choice.words} for choice in part.choices],
        "notes": part.notes,
        "spans": part.spans,
    }
