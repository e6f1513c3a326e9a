"""Answers to a change: each affected person accepts an alternative, declines it, or brings another one."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.amendments import AmendmentOutput, OfAmendmentView
from agreements.api.base import WordField
from agreements.api.changes import MOST_CHANGES, AlternativeInput, ChangeInput, ImplicationsField, alternative_draft
from agreements.domain.amendments import Answer, Trade
from agreements.models import Alternative
from agreements.operations.amendments.answers import answer
from agreements.operations.amendments.drafts import AnswerDraft
from teams.api.serializers import Input
from teams.clock import now
from teams.domain.errors import InvalidValueError


@extend_schema_serializer(
    examples=[
        OpenApiExample("accept", value={"alternative": 7, "answer": "accept"}, request_only=True),
        OpenApiExample(
            "counter",
            value={
                "alternative": 7,
                "answer": "counter",
                "reason": "The briefing is booked.",
                "label": "Two days later",
                "changes": [{"commitment": 11, "due_on": "2027-03-17"}],
            },
            request_only=True,
        ),
    ]
)
class ConsentInput(Input):
    """To decline takes a ``reason``; to counter takes another alternative, its ``label`` and ``changes``."""

    alternative = serializers.IntegerField(min_value=1)
    answer = WordField(Answer)
    reason = serializers.CharField(required=False, allow_blank=True)
    content_hash = serializers.CharField(required=False, max_length=64, help_text="Of the alternative as it was read.")
    label = serializers.CharField(required=False, max_length=160)  # type: ignore[assignment]  # the contract's name
    trade = WordField(Trade, required=False, allow_null=True)
    implications = ImplicationsField(required=False)
    changes = ChangeInput(many=True, required=False, max_length=MOST_CHANGES)  # type: ignore[call-arg]  # DRF takes it, its stubs do not know

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Refuse a counter that brings nothing, and an alternative with any other answer."""
        brought = set(AlternativeInput().fields)
        missing = {"label", "changes"} - sent.keys() if sent["answer"] is Answer.COUNTER else set()
        extra = brought & sent.keys() if sent["answer"] is not Answer.COUNTER else set()
        if missing or extra:
            said = "This goes with a counter." if extra else "A counter needs this."
            raise serializers.ValidationError({name: [said] for name in sorted(missing | extra)})
        return sent


class ConsentsView(OfAmendmentView):
    """Answer one alternative, for all of one's roles at once; to accept and to decline is final.

    Content other than that of ``content_hash`` is answered 409 `stale_alternative`, with what changed as `changes`;
    where others changed the same meanwhile, 409 `amendment_conflict` with both sides as `conflicts`.
    """

    @extend_schema(request=ConsentInput, responses={201: AmendmentOutput})
    def post(self) -> Response:
        sent = self.sent(ConsentInput)
        brings = sent["answer"] is Answer.COUNTER
        home = self.found.agreement
        draft = AnswerDraft(
            answer=sent["answer"],
            reason=sent.get("reason", ""),
            content_hash=sent.get("content_hash"),
            counter=alternative_draft(sent, agreement=home, person=self.person) if brings else None,
        )
        answer(actor=self.person, at=now(), alternative=self._alternative(sent["alternative"]), draft=draft)
        return self.again(status=201)

    def _alternative(self, pk: int) -> Alternative:
        found = self.found.alternatives.filter(pk=pk).first()
        if found is None:
            sentence = "The change has no alternative of this id."
            raise InvalidValueError(sentence, fields={"alternative": [sentence]})
        return found
