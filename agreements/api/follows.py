"""What one follows: the agreements in one's own sidebar."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from agreements.models import Agreement, Follow
from agreements.operations.follows import follow, unfollow
from agreements.reports.follows import followed
from teams.api.base import ApiView, ObjectView
from teams.api.pagination import page_schema
from teams.api.serializers import Filters, Input, Output
from teams.clock import now
from teams.operations.values import refuse


@extend_schema_serializer(examples=[OpenApiExample("follow", value={"agreement": 31}, request_only=True)])
class FollowInput(Input):
    agreement = serializers.IntegerField(min_value=1, help_text="Number of an agreement one may read.")


class FollowOutput(Output):
    agreement = serializers.IntegerField(source="agreement.number")
    title = serializers.CharField(source="agreement.title")
    since = serializers.DateTimeField()


class FollowsView(ApiView):
    """What one follows and may still read, the longest followed first. POST follows one more."""

    @extend_schema(parameters=[Filters], responses=page_schema(FollowOutput))
    def get(self) -> Response:
        rows = followed(self.person).select_related("agreement")
        return self.page(FollowOutput, rows, order=("since", "id"), asked=self.asked(Filters))

    @extend_schema(request=FollowInput, responses={201: FollowOutput})
    def post(self) -> Response:
        number: int = self.sent(FollowInput)["agreement"]
        found = Agreement.objects.visible_to(self.person).filter(number=number).first()
        if found is None:
            refuse({"agreement": ["There is nobody and nothing of this name."]})
        assert found is not None  # or it was refused
        return self.created(FollowOutput, follow(actor=self.person, at=now(), agreement=found))


class FollowView(ObjectView[Follow]):
    """One of them, by the number of its agreement. DELETE follows it no more."""

    output = FollowOutput

    def load(self, *, number: int) -> Follow:
        return get_object_or_404(followed(self.person).select_related("agreement"), agreement__number=number)

    @extend_schema(responses=FollowOutput)
    def get(self) -> Response:
        return self.one(self.found)

    @extend_schema(responses={204: None})
    def delete(self) -> Response:
        unfollow(actor=self.person, at=now(), agreement=self.found.agreement)
        return Response(status=204)
