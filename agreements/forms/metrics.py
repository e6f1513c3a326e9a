"""A joint metric of a draft (where it stands, where it should be by when, what must hold meanwhile); its readings."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from agreements.domain.metrics import BoundKind, Direction
from agreements.forms.people import group_by_party
from agreements.models import Agreement, Metric
from agreements.operations.drafts import MetricDraft
from teams.forms.fields import DayField, PersonField, choice_of

DIRECTIONS = [
    (Direction.UP.value, "Up to the target"),
    (Direction.DOWN.value, "Down to the target"),
    (Direction.HOLD.value, "Stay at the target"),
]
BOUNDS = [("", "No bound"), (BoundKind.AT_LEAST.value, "At least"), (BoundKind.AT_MOST.value, "At most")]


class NumberField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write 500.0000 as 500."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class MetricForm(forms.Form):
    name = forms.CharField(max_length=120, help_text="A number that the parties answer for together.")
    unit = forms.CharField(max_length=24, required=False, help_text="For example leads, %, hours.")
    direction = forms.ChoiceField(label="It should go", choices=DIRECTIONS)
    baseline = NumberField(label="Now")
    starts_on = DayField(required=False, label="As of", help_text="Empty: when the agreement starts.")
    target = NumberField(label="Target")
    target_on = DayField(label="By")
    reporter = PersonField(required=False, when_needed="before you propose", label="Who brings the number")
    every_days = forms.IntegerField(label="A reading every … days", min_value=1, max_value=366, initial=7)
    bound_kind = forms.ChoiceField(required=False, label="Must stay", choices=BOUNDS)
    bound = NumberField(required=False, label="Value")
    bound_on = forms.ModelChoiceField(
        queryset=Metric.objects.none(), required=False, label="Of", empty_label="This metric"
    )

    pairs = (
        ("name", "unit"),
        ("baseline", "starts_on"),
        ("target", "target_on"),
        ("direction", "every_days"),
    )
    guard = ("bound_kind", "bound", "bound_on")

    def __init__(self, *args: Any, agreement: Agreement, metric: Metric | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": initial_of(metric), **kwargs})
        here = Metric.objects.in_terms().filter(agreement=agreement).order_by("pk")
        choice_of(self, "bound_on").queryset = here.exclude(pk=metric.pk) if metric else here
        group_by_party(self, "reporter", agreement=agreement)

    def draft(self) -> MetricDraft:
        """Return what was filled in; call it when the form is valid."""
        given = self.cleaned_data
        kind = given["bound_kind"]
        return MetricDraft(
            **given | {"direction": Direction(given["direction"]), "bound_kind": BoundKind(kind) if kind else None}
        )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in pair] for pair in self.pairs]

    @property
    def bound_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.guard]


def initial_of(metric: Metric | None) -> dict[str, Any]:
    return {name: getattr(metric, name) for name in MetricForm.base_fields} if metric else {}


class ReadingForm(forms.Form):
    on = forms.DateField(
        label="Day",
        help_text="A second reading of a day replaces the first.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    value = forms.DecimalField(label="Value", max_digits=16, decimal_places=4, localize=False)
    note = forms.CharField(label="Note", required=False, max_length=1000)

    @classmethod
    def blank(cls, today: date) -> "ReadingForm":
        return cls(initial={"on": today.isoformat()})
