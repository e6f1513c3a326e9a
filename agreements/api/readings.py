"""Readings of a metric: one as JSON, or many as CSV, all of them or none."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import IO, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from agreements.api.metrics import NumberField, OfMetricView
from agreements.operations.drafts import ReadingDraft
from agreements.operations.metrics import record_reading, record_readings
from teams.api.limits import JSONInUTF8
from teams.api.pagination import page_schema
from teams.api.serializers import DayField, Filters, Input, Output, PersonField
from teams.clock import now

NAMELESS = "(a column without a name)"
EXAMPLE = {"on": "2027-03-01", "value": "186", "note": "Without the pilot accounts."}
EXAMPLE_CSV = "on,value,note\n2027-02-22,150,\n2027-03-01,186,Without the pilot accounts."


@extend_schema_serializer(examples=[OpenApiExample("reading", value=EXAMPLE, request_only=True)])
class ReadingInput(Input):
    on = DayField()
    value = NumberField()
    note = serializers.CharField(required=False, allow_blank=True)


class ReadingOutput(Output):
    on = serializers.DateField()
    value = NumberField()
    note = serializers.CharField()
    recorded_by = PersonField()
    recorded_at = serializers.DateTimeField()


class CSVInUTF8(BaseParser):
    """A table with a line of names, as a list of rows; a byte order mark is read over."""

    media_type = "text/csv"

    def parse(  # type: ignore[override]  # a parser may return what the view makes of the body
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> list[dict[str, str]]:
        try:
            table = StringIO(stream.read().decode("utf-8-sig"), newline="")
            rows = csv.DictReader(table, restkey=NAMELESS, strict=True)
            return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]
        except (ValueError, csv.Error) as error:
            raise serializers.ValidationError("The body is not CSV in UTF-8 with a line of names.") from error


RECORDED = PolymorphicProxySerializer(
    component_name="Recorded",
    serializers=[ReadingOutput, page_schema(ReadingOutput)],
    resource_type_field_name=None,
)


class ReadingsView(OfMetricView):
    """Readings by day, oldest first. A second reading of a day replaces the first.

    A CSV body has the columns `on`, `value` and perhaps `note`; each sentence about it names its row, counted from 1.
    """

    parser_classes = [JSONInUTF8, CSVInUTF8]

    @extend_schema(parameters=[Filters], responses=page_schema(ReadingOutput))
    def get(self) -> Response:
        readings = self.found.readings.select_related("recorded_by")
        return self.page(ReadingOutput, readings, order=("on",), asked=self.asked(Filters))

    @extend_schema(request={"application/json": ReadingInput, "text/csv": OpenApiTypes.STR}, responses={201: RECORDED})
    def post(self) -> Response:
        if self.request.content_type.startswith(CSVInUTF8.media_type):
            rows = [ReadingDraft(**row) for row in _checked(self.request.data)]
            readings = record_readings(actor=self.person, at=now(), metric=self.found, rows=rows)
            return Response({"results": ReadingOutput(readings, many=True).data, "next": None}, status=201)
        sent = self.sent(ReadingInput)
        return self.created(ReadingOutput, record_reading(actor=self.person, at=now(), metric=self.found, **sent))


def _checked(rows: Any) -> list[dict[str, Any]]:
    """Rows of a table as values; raises ValidationError with sentences by column, each naming its row."""
    checked = [ReadingInput(data=row) for row in rows]
    sentences: dict[str, list[Any]] = {}
    for number, row in enumerate(checked, start=1):
        if not row.is_valid():
            for name, said in row.errors.items():
                sentences.setdefault(name, []).extend(_of_row(number, sentence) for sentence in said)
    if sentences:
        raise serializers.ValidationError(sentences)
    return [row.validated_data for row in checked]


def _of_row(number: int, sentence: Any) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(f"Row {number}: {sentence}", code=sentence.code)
