"""Agreements: the list, one, and what the linter says of it."""

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.base import OfAgreementView, WordField
from agreements.api.parties import PartyInput, PartyOutput, replace_parties
from agreements.domain.agreements import AgreementState, Health
from agreements.models import Agreement, Version, Visibility
from agreements.operations.agreements import draft_agreement, edit_agreement
from agreements.operations.drafts import AgreementDraft, PartyDraft
from agreements.reports.filters import AgreementFilter, agreements_that
from agreements.reports.renegotiation import in_renegotiation
from agreements.reports.terms import problems_of
from teams.api.base import ApiView
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField, TeamField, ZoneField
from teams.clock import now, today
from teams.models import Organisation, Person

EXAMPLE = {
    "title": "Launch of usage-based pricing",
    "shared_goal": "500 qualified trials a month by 30 April.",
    "time_zone": "Europe/Berlin",
    "parties": [
        {"team": "product", "representative": "maya@example.org", "gains": "A launch that the field carries."},
        {"team": "sales", "representative": "tomas@example.org", "gains": "Dates to plan outreach on."},
    ],
}


@extend_schema_serializer(examples=[OpenApiExample("agreement", value=EXAMPLE, request_only=True)])
class AgreementInput(Input):
    """``parties`` is the whole list; one that it leaves out leaves the draft."""

    title = serializers.CharField(max_length=160)
    shared_goal = serializers.CharField(required=False, allow_blank=True)
    time_zone = ZoneField(required=False)
    facilitator = PersonField(required=False, allow_null=True)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    notice_days = serializers.IntegerField(required=False, help_text="Working days, 0 to 365.")
    starts_on = DayField(required=False, allow_null=True)
    review_on = DayField(required=False, allow_null=True)
    answer_within_days = serializers.IntegerField(required=False, help_text="Days, 1 to 365.")
    parties = PartyInput(many=True, required=False)


class AgreementOutput(Output):
    """``version`` is the newest one proposed or in force, 0 before the first; ``terms_hash`` is its hash."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    shared_goal = serializers.CharField()
    time_zone = serializers.CharField()
    facilitator = PersonField(allow_null=True)
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    notice_days = serializers.IntegerField()
    starts_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    priority = serializers.IntegerField(
        source="priority_id", allow_null=True, help_text="What it serves: an id of /priorities/. No term."
    )
    answer_within_days = serializers.IntegerField()
    parties = serializers.SerializerMethodField()
    state = WordField(AgreementState)
    health = WordField(Health, source="seen_health")
    version = serializers.SerializerMethodField()
    terms_hash = serializers.SerializerMethodField()
    in_renegotiation = serializers.BooleanField(help_text="Whether an open amendment touches it.")
    paused_until = serializers.DateField(
        allow_null=True, help_text="Paused while this lies after today in its zone; it stays afterwards."
    )
    created_at = serializers.DateTimeField()

    @extend_schema_field(PartyOutput(many=True))
    def get_parties(self, agreement: Agreement) -> Any:
        return PartyOutput(sorted(agreement.parties.all(), key=lambda party: party.pk), many=True).data

    def get_version(self, agreement: Agreement) -> int:
        version = _newest(agreement)
        return version.number if version else 0

    def get_terms_hash(self, agreement: Agreement) -> str | None:
        version = _newest(agreement)
        return version.terms_hash if version else None


class AgreementFilters(Filters):
    state = WordField(AgreementState, required=False)
    health = WordField(Health, required=False)
    party = TeamField(required=False, help_text="Slug of a team that is a party.")
    person = PersonField(required=False, help_text="Somebody who signs, owns or accepts something in it.")
    q = serializers.CharField(required=False, max_length=120, help_text="Words of its title or goal.")
    updated_since = serializers.DateTimeField(required=False)


class AgreementsView(ApiView):
    """Agreements in the order of their numbers."""

    @extend_schema(parameters=[AgreementFilters], responses=page_schema(AgreementOutput))
    def get(self) -> Response:
        asked = self.asked(AgreementFilters)
        rows = agreements_of(self.person).filter(_wanted(asked))
        return self.page(AgreementOutput, rows, order=("number",), asked=asked)

    @extend_schema(request=AgreementInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        sent = self.sent(AgreementInput)
        parties = _parties(sent)
        usual_zone = Organisation.objects.values_list("time_zone", flat=True).get()
        draft = AgreementDraft(**{"time_zone": usual_zone, **sent})
        agreement = draft_agreement(actor=self.person, at=now(), draft=draft, parties=parties)
        return self.created(AgreementOutput, agreements_of(self.person).get(pk=agreement.pk))


class WholeAgreementView(OfAgreementView):
    """The base of what answers with the agreement as it is after an operation."""

    output = AgreementOutput

    def again(self, *, status: int = 200) -> Response:
        return self.one(get_object_or_404(agreements_of(self.person), pk=self.found.pk), status=status)


class AgreementView(WholeAgreementView):
    """One agreement. A draft can be changed; what was proposed changes only by agreement."""

    def load(self, *, number: int) -> Agreement:
        return get_object_or_404(agreements_of(self.person), number=number)

    @extend_schema(responses=AgreementOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=AgreementInput(partial=True), responses=AgreementOutput)
    def patch(self) -> Response:
        at, sent = now(), self.sent(AgreementInput, partial=True)
        is_about_parties, parties = "parties" in sent, _parties(sent)
        draft = replace(AgreementDraft.of(self.found), **sent)
        edit_agreement(actor=self.person, at=at, agreement=self.found, draft=draft)
        if is_about_parties:
            replace_parties(actor=self.person, at=at, agreement=self.found, drafts=parties)
        return self.again()


class LintProblemOutput(Output):
    code = serializers.CharField()
    message = serializers.CharField()
    blocking = serializers.BooleanField(help_text="Whether it stops the proposal.")


class LintOutput(Output):
    problems = LintProblemOutput(many=True)


class LintView(OfAgreementView):
    """What the terms lack as they stand, blocking problems first."""

    @extend_schema(responses=LintOutput)
    def get(self) -> Response:
        problems = problems_of(self.found, as_of=today(zone=self.found.time_zone))
        return Response(LintOutput({"problems": problems}).data)


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """What ``person`` may see, with all that AgreementOutput says of it."""
    standing = Version.objects.standing().defer("terms").order_by("number")
    return (
        Agreement.objects.seen_by(person)
        .annotate(in_renegotiation=in_renegotiation())
        .select_related("facilitator")
        .prefetch_related("parties__team", "parties__representative", Prefetch("versions", standing))
    )


def _newest(agreement: Agreement) -> Version | None:
    return max(agreement.versions.all(), key=lambda version: version.number, default=None)


def _parties(sent: dict[str, Any]) -> tuple[PartyDraft, ...]:
    """Take the parties out of a body."""
    return tuple(PartyDraft(**party) for party in sent.pop("parties", ()))


def _wanted(asked: dict[str, Any]) -> Q:
    """What pages ask too, by the rules of their filters; states as rows hold them."""
    columns = {"state": "state", "updated_since": "updated_at__gte"}
    wanted = AgreementFilter(
        health=asked.get("health", ""),
        team=asked["party"].pk if "party" in asked else None,
        person=asked.get("person"),
        q=asked.get("q", ""),
    )
    return agreements_that(wanted) & Q(**{column: asked[name] for name, column in columns.items() if name in asked})
