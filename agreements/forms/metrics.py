"""A joint metric of a draft (where it stands, where it should be by when, what must hold meanwhile); its readings."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.metrics import BoundKind, Direction, is_unusual
from agreements.domain.reading_tables import Table, read_table
from agreements.forms.people import group_by_party
from agreements.models import Agreement, Metric
from agreements.operations.drafts import MetricDraft, ReadingDraft
from teams.domain.language import say
from teams.forms.fields import DayField, LongField, PersonField, choice_of
from teams.forms.merging import Merging

DIRECTIONS = [
    (Direction.UP.value, _("Up to the target")),
    (Direction.DOWN.value, _("Down to the target")),
    (Direction.HOLD.value, _("Stay at the target")),
]
KNOWN = 60  # latest readings that another one is held against
BOUNDS = [("", _("No bound")), (BoundKind.AT_LEAST.value, _("At least")), (BoundKind.AT_MOST.value, _("At most"))]


class NumberField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write 500.0000 as 500."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class MetricForm(Merging):
    name = forms.CharField(max_length=120, help_text=_("A number that the parties answer for together."))
    unit = forms.CharField(max_length=24, required=False, help_text=_("For example leads, %, hours."))
    direction = forms.ChoiceField(label=_("It should go"), choices=DIRECTIONS)
    baseline = NumberField(label=_("Now"))
    starts_on = DayField(required=False, label=_("As of"), help_text=_("Empty: when the agreement starts."))
    target = NumberField(label=_("Target"))
    target_on = DayField(label=_("By"))
    reporter = PersonField(required=False, when_needed=_("before you propose"), label=_("Who brings the number"))
    every_days = forms.IntegerField(label=_("A reading every … days"), min_value=1, max_value=366, initial=7)
    bound_kind = forms.ChoiceField(required=False, label=_("Must stay"), choices=BOUNDS)
    bound = NumberField(required=False, label=_("Value"))
    bound_on = forms.ModelChoiceField(
        queryset=Metric.objects.none(), required=False, label=_("Of"), empty_label=_("This metric")
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
    """A value far from everything known of the metric is asked about once; sent again, it is taken."""

    on = forms.DateField(
        label=_("Day"),
        help_text=_("A second reading of a day replaces the first."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4, localize=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric = metric

    @classmethod
    def blank(cls, today: date, *, metric: Metric) -> "ReadingForm":
        return cls(initial={"on": today.isoformat()}, metric=metric)

    def clean(self) -> dict[str, Any]:
        given = {**self.cleaned_data}
        sure, value = given.pop("sure", ""), given.get("value")
        if value is not None and sure != str(value) and is_unusual(value, known=self._known()):
            self.add_error("value", say("This is far from every value so far. If it is right, send it again."))
            self.data = {**self.data, "sure": str(value)}
        return given

    def _known(self) -> list[Decimal]:
        metric = self.metric
        latest = metric.readings.order_by("-on").values_list("value", flat=True)[:KNOWN]
        own_bound = [metric.bound] if metric.bound is not None and metric.bound_on_id is None else []
        return [metric.baseline, metric.target, *own_bound, *latest]


class TableForm(forms.Form):
    """Readings pasted as a table, to be looked at before they are saved."""

    table = forms.CharField(
        label=_("Readings"),
        strip=False,
        help_text=_("Day, value and perhaps a note, one reading a line: from a spreadsheet, or as CSV."),
        widget=forms.Textarea(attrs={"rows": 8, "class": "code", "spellcheck": "false"}),
    )

    @property
    def read(self) -> Table:
        """What was pasted; call it when the form is valid."""
        return read_table(self.cleaned_data["table"])


def drafts_of(table: Table) -> list[ReadingDraft]:
    """The rows of a table without problems."""
    return [
        ReadingDraft(on=row.on, value=row.value, note=row.note)
        for row in table.rows
        if row.on and row.value is not None
    ]


class DeclineForm(forms.Form):
    reason = LongField(label=_("Why not?"), help_text=_("So that a better one can be proposed."), max_length=1000)
