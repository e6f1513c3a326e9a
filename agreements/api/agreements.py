"""Agreements: the list, one, and what the linter says of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.parties import PartyInput, PartyOutput
from agreements.domain.agreements import AgreementState, Health
from agreements.models import Agreement, Version, Visibility
from agreements.operations.agreements import draft_agreement, edit_agreement
from agreements.operations.drafts import AgreementDraft, PartyDraft
from agreements.reports.terms import problems_of
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output, PersonField, TeamField, ZoneField
from teams.clock import now
from teams.domain.calendar import local_date, zone
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
    title = serializers.CharField(max_length=160)
    shared_goal = serializers.CharField(required=False, allow_blank=True)
    time_zone = ZoneField(required=False)
    facilitator = PersonField(required=False, allow_null=True)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    notice_days = serializers.IntegerField(required=False, min_value=0, max_value=60)
    starts_on = serializers.DateField(required=False, allow_null=True)
    review_on = serializers.DateField(required=False, allow_null=True)
    answer_within_days = serializers.IntegerField(required=False, min_value=1, max_value=90)


class NewAgreementInput(AgreementInput):
    parties = PartyInput(many=True, required=False)


class AgreementOutput(Output):
    """``version`` is the one in force or proposed, 0 before the first; ``terms_hash`` is its hash."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    shared_goal = serializers.CharField()
    time_zone = serializers.CharField()
    facilitator = PersonField(allow_null=True)
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    notice_days = serializers.IntegerField()
    starts_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    answer_within_days = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in AgreementState])
    health = serializers.ChoiceField(choices=[(health.value, health.value) for health in Health], source="seen_health")
    version = serializers.SerializerMethodField()
    terms_hash = serializers.SerializerMethodField()
    in_renegotiation = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    parties = serializers.SerializerMethodField()

    def get_version(self, agreement: Agreement) -> int:
        version = _newest(agreement)
        return version.number if version else 0

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_terms_hash(self, agreement: Agreement) -> str | None:
        version = _newest(agreement)
        return version.terms_hash if version else None

    def get_in_renegotiation(self, _: Agreement) -> bool:
        """Whether an amendment is open. Nothing can open one yet."""
        return False

    @extend_schema_field(PartyOutput(many=True))
    def get_parties(self, agreement: Agreement) -> Any:
        return PartyOutput(sorted(agreement.parties.all(), key=lambda party: party.pk), many=True).data


def _newest(agreement: Agreement) -> Version | None:
    standing = [version for version in agreement.versions.all() if version.taken_back_at is None]
    return max(standing, key=lambda version: version.number, default=None)


class AgreementFilters(Filters):
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in AgreementState], required=False)
    health = serializers.ChoiceField(choices=[(health.value, health.value) for health in Health], required=False)
    party = TeamField(required=False, help_text="Slug of a team that is a party.")
    person = PersonField(required=False, help_text="Somebody who signs, owns or accepts something in it.")
    q = serializers.CharField(required=False, max_length=120, help_text="Words of its title or goal.")
    updated_since = serializers.DateTimeField(required=False)


def agreements_of(person: Person) -> QuerySet[Agreement]:
    return (
        Agreement.objects.seen_by(person)
        .select_related("facilitator")
        .prefetch_related("parties__team", "parties__representative", "versions")
    )


def find_agreement(person: Person, number: int) -> Agreement:
    """The agreement of this number, as ``person`` may see it; raises Http404."""
    return get_object_or_404(agreements_of(person), number=number)


class AgreementsView(ApiView):
    @extend_schema(parameters=[AgreementFilters], responses=page_schema(AgreementOutput))
    def get(self) -> Response:
        asked = self.asked(AgreementFilters)
        rows = agreements_of(self.person).filter(_wanted(asked)).distinct()
        return self.page(AgreementOutput, rows, order=("number",), asked=asked)

    @extend_schema(request=NewAgreementInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        sent = self.sent(NewAgreementInput)
        parties = tuple(PartyDraft(**party) for party in sent.pop("parties", ()))
        zone_of_all = Organisation.objects.values_list("time_zone", flat=True).get()
        draft = AgreementDraft(**{"time_zone": zone_of_all, **sent})
        agreement = draft_agreement(actor=self.person, at=now(), draft=draft, parties=parties)
        return self.created(AgreementOutput, find_agreement(self.person, agreement.number))


def _wanted(asked: dict[str, Any]) -> Q:
    wanted = Q()
    for name, column in (("state", "state"), ("health", "seen_health"), ("updated_since", "updated_at__gte")):
        if name in asked:
            wanted &= Q(**{column: asked[name]})
    if "party" in asked:
        wanted &= Q(parties__team=asked["party"])
    if "person" in asked:
        person = asked["person"]
        wanted &= Q(parties__representative=person) | Q(commitments__owner=person) | Q(commitments__accepted_by=person)
    if "q" in asked:
        wanted &= Q(title__icontains=asked["q"]) | Q(shared_goal__icontains=asked["q"])
    return wanted


class OfAgreementView(ObjectView[Agreement]):
    """The base of everything below ``/agreements/{number}/``."""

    output = AgreementOutput

    def load(self, *, number: int) -> Agreement:
        return find_agreement(self.person, number)

    def etag(self, thing: Agreement) -> str:
        return f'"{thing.pk}-{thing.revision}"'

    def again(self, *, status: int = 200) -> Response:
        """The agreement as it is after an operation."""
        return self.one(self.load(**self.kwargs), status=status)

    def local_today(self, at: datetime) -> Any:
        return local_date(at, zone=zone(self.found.time_zone))


class AgreementView(OfAgreementView):
    @extend_schema(responses=AgreementOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(request=AgreementInput(partial=True), responses=AgreementOutput)
    @transaction.atomic
    def patch(self) -> Response:
        draft = AgreementDraft(**(_present(self.found) | self.sent(AgreementInput, partial=True)))
        edit_agreement(actor=self.person, at=now(), agreement=self.found, draft=draft)
        return self.again()


def _present(agreement: Agreement) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in AgreementDraft.__dataclass_fields__}


class ProblemOutput(Output):
    code = serializers.CharField()
    message = serializers.CharField()
    blocking = serializers.BooleanField()


class LintOutput(Output):
    problems = ProblemOutput(many=True)


class LintView(OfAgreementView):
    @extend_schema(responses=LintOutput)
    def get(self) -> Response:
        problems = problems_of(self.found, as_of=self.local_today(now()))
        return Response(LintOutput({"problems": problems}).data)
