"""The shapes that all resources share: strict bodies and filters; people by e-mail, teams by slug, zones by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from teams.api.pagination import HIGHEST_LIMIT, USUAL_LIMIT
from teams.domain.calendar import UnknownZoneError, zone
from teams.models import Person, Team
from teams.operations.values import FIRST_DAY, LAST_DAY

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Errors with the code "invalid_value" are answered 422: the shape is right, the value is not possible.


class Input(serializers.Serializer[Any]):
    """A body. It never saves; a field it does not have is refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = {name: ["There is no field of this name to set."] for name in data if name not in known}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """An entry of a list is whole in a PATCH too, where DRF would let each of its fields be left out."""
        if isinstance(self.parent, serializers.ListSerializer) and getattr(self.root, "partial", False):
            return type(self)().run_validation(data)
        return super().run_validation(data)


class Output(serializers.Serializer[Any]):
    """What the API says about one thing. It never saves."""


class Filters(serializers.Serializer[Any]):
    """The query of a list. A filter it does not have is refused by name."""

    limit = serializers.IntegerField(
        min_value=1, max_value=HIGHEST_LIMIT, default=USUAL_LIMIT, help_text="Rows of a page."
    )
    cursor = serializers.CharField(max_length=1000, required=False, help_text="Taken from `next`.")

    def to_internal_value(self, data: Any) -> Any:
        unknown = {name: ["There is no filter of this name."] for name in data if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class _ByName[Thing: Model](serializers.CharField):
    """A row named by one of its columns. Absent and unseen rows are refused alike, and never echoed."""

    default_error_messages = {"invalid_value": "There is nobody and nothing of this name."}
    model: type[Thing]
    column: str

    def to_internal_value(self, data: Any) -> Any:
        name = super().to_internal_value(data)
        found = self.model._default_manager.filter(**{self.column: name}).first() if name.isprintable() else None
        if found is None:
            self.fail("invalid_value")
        return found

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, self.column))


@extend_schema_field({"type": "string", "format": "email"})
class PersonField(_ByName[Person]):
    """A person by e-mail address, in any mixture of cases."""

    model = Person
    column = "email"

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data.lower() if isinstance(data, str) else data)


@extend_schema_field({"type": "string", "format": "slug"})
class TeamField(_ByName[Team]):
    """A team by slug."""

    model = Team
    column = "slug"


class ZoneField(serializers.CharField):
    """An IANA name such as Europe/Berlin."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, **options)

    def to_internal_value(self, data: Any) -> str:
        try:
            return zone(super().to_internal_value(data)).key
        except UnknownZoneError as error:
            raise serializers.ValidationError(error.message, code="invalid_value") from error


class DayField(serializers.DateField):
    """A date such as ``2027-03-15``, of a year that a row may hold."""

    default_error_messages = {"invalid_value": f"Choose a date from {FIRST_DAY.year} to {LAST_DAY.year}."}

    def to_internal_value(self, data: Any) -> date:
        day: date = super().to_internal_value(data)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("invalid_value")
        return day


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d$"})
class WallTimeField(serializers.TimeField):
    """A time as clocks show it, ``19:00``; seconds are read and not said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M", "%H:%M:%S"], **options)


class WeekdayField(serializers.ChoiceField):
    """A day of the week: its English name outside, 0 (Monday) to 6 inside."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=WEEKDAYS, **options)

    def to_internal_value(self, data: Any) -> Any:
        return WEEKDAYS.index(super().to_internal_value(data))

    def to_representation(self, value: Any) -> Any:
        return WEEKDAYS[value]
