"""Looking at an agreement again."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.api.agreements import AgreementOutput, WholeAgreementView
from agreements.operations.reviews import review_agreement
from teams.api.serializers import DayField, Input
from teams.clock import now

EXAMPLE = {"again_on": "2027-06-14", "note": "Both dates hold; the target is tight."}


@extend_schema_serializer(examples=[OpenApiExample("review", value=EXAMPLE, request_only=True)])
class ReviewInput(Input):
    again_on = DayField(help_text="When its parties look at it the next time; after today, within 366 days.")
    note = serializers.CharField(required=False, allow_blank=True)


class ReviewView(WholeAgreementView):
    """Its parties looked at it again. Alters no term; the flag `review_due` closes."""

    @extend_schema(request=ReviewInput, responses={201: AgreementOutput})
    def post(self) -> Response:
        review_agreement(actor=self.person, at=now(), agreement=self.found, **self.sent(ReviewInput))
        return self.again(status=201)
