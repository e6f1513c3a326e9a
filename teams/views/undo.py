"""Undo instead of "are you sure": the act that takes another back, as the form that a toast holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm, BaseFormSet

from teams.forms.merging import as_sent

type Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Undo:
    """A press at ``to``, with ``values``: the same operation as by any other form, with its own entry in history."""

    to: str
    values: Values = field(default_factory=dict)

    def __str__(self) -> str:
        return json.dumps(
            {"to": self.to, "fields": [(name, one) for name, all_of in self.values.items() for one in all_of]}
        )


def values_of(*forms: BaseForm | BaseFormSet[Any]) -> Values:
    """Return what the browser would send if ``forms`` were sent as they stand."""
    return {name: values for form in _each(forms) for name, values in as_sent(form).items()}


def _each(forms: Iterable[BaseForm | BaseFormSet[Any]]) -> Iterable[BaseForm]:
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield from (form.management_form, *form.forms)
        else:
            yield form
