"""What a person filled in, on its way into a row: checked by the row's own fields, what changed as plain JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, Model

from teams.domain.errors import InvalidValueError
from teams.domain.language import say
from teams.models import Person

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type Plain = str | int | None
type Changes = dict[str, dict[str, Plain]]

# Room on both sides for all arithmetic with dates, and a year typed with two digits is noticed.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def values_of(draft: "DataclassInstance", *, but: Iterable[str] = ()) -> dict[str, object]:
    """Return what ``draft`` holds by name, texts without the space around them."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name not in set(but)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def fill(row: Model, values: Mapping[str, object]) -> Changes:
    """Set ``values`` on ``row``, unsaved, and return what differs, as history keeps it; else nothing.

    ``{"was": {"due_on": "2027-03-15"}, "now": {"due_on": "2027-03-22"}}``. Raises InvalidValueError as ``check`` does.
    """
    changes: Changes = {}
    for name, value in values.items():
        if (was := getattr(row, name)) != value:
            changes = with_change(changes, name, was=plain(was), now=plain(value))
        setattr(row, name, value)
    check(row)
    return changes


def with_change(changes: Changes, name: str, *, was: Plain, now: Plain) -> Changes:
    """Return ``changes`` and one more."""
    return {"was": changes.get("was", {}) | {name: was}, "now": changes.get("now", {}) | {name: now}}


def check(row: Model) -> None:
    """Raise InvalidValueError, with sentences by field, when a field of ``row`` cannot hold its value."""
    own = {field.name: field for field in row._meta.fields}
    unasked = {name for name, field in own.items() if field.is_relation or (field.null and getattr(row, name) is None)}
    try:
        row.clean_fields(exclude=unasked)
    except ValidationError as error:
        refuse(error.message_dict)
    dates = {name for name, field in own.items() if isinstance(field, DateField) and name not in unasked}
    refuse(
        {
            name: [say("Choose a date from {first} to {last}.", first=FIRST_DAY.year, last=LAST_DAY.year)]
            for name in dates
            if not isinstance(own[name], DateTimeField) and not FIRST_DAY <= getattr(row, name) <= LAST_DAY
        }
    )


def left_organisation(**people: Person | None) -> dict[str, list[str]]:
    """Return a sentence for each of ``people``, by name of the field, who is no longer there."""
    return {
        name: [say("{name} has left the organisation.", name=person.name)]
        for name, person in people.items()
        if person is not None and not person.is_active
    }


def refuse(sentences: Mapping[str, list[str]]) -> None:
    """Raise InvalidValueError with these sentences by field, unless there are none."""
    for first, *_ in sentences.values():
        raise InvalidValueError(first, fields=sentences)


def plain(value: object) -> Plain:
    """Return a value as history keeps it: dates as ISO, people and teams by the names they had then."""
    match value:
        case None | int():
            return value
        case Decimal():
            return f"{value.normalize():f}"  # neither an exponent nor zeros at its end
        case date() | time():
            return value.isoformat()
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{name} {part}" for name, part in value.items())
    return str(value)
