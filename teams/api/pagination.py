"""Pages of a list: `{"results": [...], "next": "<url or null>"}`.

A cursor names the last row of a page by the values the list is ordered by, so that a page costs the same wherever
it is, and rows that come or go between two pages shift nothing.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError as BadValue
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FETCH_RAISE, Model, Q, QuerySet
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

USUAL_LIMIT = 50
HIGHEST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows of a list, and the cursor of those that follow; None on the last page."""

    rows: Sequence[Row]
    cursor: str | None


def page_of[Row: Model](
    rows: QuerySet[Row], *, order: tuple[str, ...], limit: int = USUAL_LIMIT, cursor: str | None = None
) -> Page[Row]:
    """The page of ``rows`` that starts after ``cursor``.

    ``order`` names columns of the model that are never NULL and together are unique; "-" turns one around. A row
    that asks for something not fetched with the page raises FieldFetchBlocked, so that no list grows queries.
    """
    if cursor:
        rows = rows.filter(_after(order, _values(cursor, rows.model, order)))
    found = list(rows.fetch_mode(FETCH_RAISE).order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    return Page(found[:limit], _cursor([getattr(found[limit - 1], _column(name)) for name in order]))


def next_address(request: Request, cursor: str | None) -> str | None:
    """The address of the page after this one: the same filters, another cursor."""
    if cursor is None:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


@cache
def page_schema(output: type[serializers.Serializer[object]]) -> serializers.Serializer[object]:
    """How the schema describes a page of ``output`` rows."""
    name = output.__name__.removesuffix("Output")
    fields = {"results": output(many=True), "next": serializers.URLField(allow_null=True)}
    return inline_serializer(name=f"{name}Page", fields=fields)


def _after(order: tuple[str, ...], values: Sequence[object]) -> Q:
    """Rows behind the one with ``values``: (a, b) > (x, y) written out as a > x or (a = x and b > y)."""
    behind, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = _column(name)
        step = "lt" if name.startswith("-") else "gt"
        behind |= same & Q(**{f"{column}__{step}": value})
        same &= Q(**{column: value})
    return behind


def _cursor(values: Sequence[object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _values(cursor: str, model: type[Model], order: tuple[str, ...]) -> list[object]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = {field.name: field for field in model._meta.concrete_fields}
        found = [fields[_column(name)].to_python(value) for name, value in zip(order, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, RecursionError, BadValue):
        found = [None]
    if any(value is None or not str(value).isprintable() for value in found):
        raise ValidationError({"cursor": ["This cursor belongs to no page."]})
    return found


def _column(name: str) -> str:
    return name.removeprefix("-")
