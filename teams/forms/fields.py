"""Fields that several forms share: a day, a wall time, a time zone, a person."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from teams.domain.calendar import zone_names
from teams.domain.language import say
from teams.models import Person

type Choices = list[tuple[str, str | list[tuple[str, str]]]]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_CHOICES = list(enumerate(WEEKDAYS))


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Write a date as the browser's own picker reads it, whatever the language of the page."""
        return value.isoformat() if isinstance(value, date) else value


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "short"})


class Later:
    """A field that may stay empty for now; ``when_needed`` says until when, beside its label."""

    def __init__(self, *, when_needed: StrOrPromise = "", **kwargs: Any) -> None:
        self.when_needed = when_needed
        super().__init__(**kwargs)


class DayField(Later, forms.DateField):
    widget = DayInput


class LongField(Later, forms.CharField):
    """A few lines of text."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ZoneField(forms.ChoiceField):
    """A time zone by its place, the places of a continent together."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **{"label": say("Time zone"), **kwargs})

    def valid_value(self, value: Any) -> bool:
        """Take every zone there is: the list leaves out the old names of places it holds."""
        return str(value) in zone_names()


class PersonField(Later, forms.ModelChoiceField[Person]):
    """One of the people who are still here."""

    def __init__(self, *, queryset: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        people = Person.objects.active() if queryset is None else queryset
        super().__init__(queryset=people.order_by("name", "pk"), **{"empty_label": say("Nobody yet"), **kwargs})


def choice_of(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    """Return the field of that name, of which the caller knows that it offers rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    return field


@cache
def zone_choices() -> Choices:
    """Return the zones as groups of choices: UTC, then continent by continent."""
    places = sorted(name for name in zone_names() if name.split("/")[0] in CONTINENTS)
    return [("UTC", "UTC"), *_by_continent(places)]


CONTINENTS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


def _by_continent(places: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for continent, names in groupby(places, key=lambda name: name.partition("/")[0]):
        yield continent, [(name, name.partition("/")[2].replace("_", " ")) for name in names]
