"""One change within an option: it starts from what is in force, and only what is different is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.amendments import ChangeKind
from agreements.forms.cadences import CadenceForm
from agreements.forms.cadences import initial_of as initial_of_cadence
from agreements.forms.commitments import CommitmentForm
from agreements.forms.metrics import NumberField
from agreements.forms.people import Group
from agreements.models import Agreement, Cadence, Commitment, Metric
from agreements.operations.amendments.drafts import ChangeDraft
from teams.domain.language import say
from teams.forms.fields import DayField, DayInput, LongField, PersonField, choice_of

MOVES = {"class": "moves"}  # what makes the ripple be worked out anew while somebody writes
UNCHANGED = _("Nothing is different here yet. Change it, or take it out of this option.")
GIVEN = " "  # in the place of "optional": it has a value already
IN_FORCE = ("due_on", "owner", "deliverable", "done_when", "needed_by")


class ChangeForm(Protocol):
    """What a form of one change offers beside being a form."""

    def change(self) -> ChangeDraft:
        """Return what was filled in; call it when the form is valid."""


class CommitmentChangeForm(forms.Form):
    """Another date, another owner, another thing, or none at all."""

    due_on = DayField(required=False, when_needed=GIVEN, label=_("Due on"), widget=DayInput(attrs=MOVES))
    is_dropped = forms.BooleanField(required=False, label=_("Drop it instead"), widget=forms.CheckboxInput(attrs=MOVES))
    owner = PersonField(required=False, when_needed=GIVEN, label=_("Owner"))
    needed_by = DayField(required=False, when_needed=GIVEN, label=_("Needed by"), widget=DayInput(attrs=MOVES))
    deliverable = LongField(required=False, when_needed=GIVEN, rows=1, max_length=240, label=_("What is delivered"))
    done_when = LongField(required=False, when_needed=GIVEN, label=_("Done when"))

    def __init__(self, *args: Any, commitment: Commitment, people: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        owner = choice_of(self, "owner")
        owner.widget.choices = people

    def clean(self) -> dict[str, Any]:
        """Ask for what everything in force has, and for something that is different."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("is_dropped"):
            return given
        for name in IN_FORCE[:-1]:
            if name in given and not given[name]:
                self.add_error(name, say("This field is required."))
        if not self.errors and not self._different():
            self.add_error("due_on", UNCHANGED)
        return given

    def change(self) -> ChangeDraft:
        if self.cleaned_data["is_dropped"]:
            return ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=self.commitment)
        return ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=self.commitment, now=self._different())

    def asked(self) -> date | None:
        """The due date asked for so far, whether or not the rest is in order; None: it is dropped."""
        self.is_valid()  # judged once; what a rule said afterwards stays
        if self.cleaned_data.get("is_dropped"):
            return None
        return self.cleaned_data.get("due_on") or self.commitment.due_on

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in ("owner", "needed_by", "deliverable", "done_when")]

    @property
    def is_folded(self) -> bool:
        """Whether all behind the fold is still as it is in force."""
        return all(_text(field.value()) == _text(_key(self.commitment, field.name)) for field in self.folded)

    def _different(self) -> dict[str, object]:
        found = {name: _plain(value) for name, value in self.cleaned_data.items() if name in IN_FORCE}
        return {name: value for name, value in found.items() if value != _plain(getattr(self.commitment, name))}


class MetricChangeForm(forms.Form):
    target = NumberField(label=_("Target"))
    target_on = DayField(label=_("By"))

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric = metric

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self._different():
            self.add_error("target", UNCHANGED)
        return given

    def change(self) -> ChangeDraft:
        return ChangeDraft(kind=ChangeKind.METRIC, metric=self.metric, now=self._different())

    def _different(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if value != getattr(self.metric, name)}


class CadenceChangeForm(CadenceForm):
    def change(self) -> ChangeDraft:
        return ChangeDraft(kind=ChangeKind.CADENCE, cadence=self.draft())


class AdditionForm(CommitmentForm):
    def change(self) -> ChangeDraft:
        return ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=self.draft(()))


@dataclass(frozen=True, slots=True)
class Subject:
    """What can change, under the ``key`` it has in the form: "c12", "m3", "cadence", "new"."""

    key: str
    name: str
    agreement: Agreement
    people: list[Group]
    commitment: Commitment | None = None
    metric: Metric | None = None
    cadence: Cadence | None = None

    @property
    def initial(self) -> dict[str, Any]:
        """What its form begins with: all that is in force."""
        if self.commitment:
            return {name: getattr(self.commitment, name) for name in IN_FORCE}
        if self.metric:
            return {"target": self.metric.target, "target_on": self.metric.target_on}
        return initial_of_cadence(self.cadence)

    def form(self, **kwargs: Any) -> Any:
        """A form of its own kind; keyword arguments as of any form."""
        if self.commitment:
            return CommitmentChangeForm(commitment=self.commitment, people=self.people, **kwargs)
        if self.metric:
            return MetricChangeForm(metric=self.metric, **kwargs)
        return CadenceChangeForm(**kwargs) if self.cadence else AdditionForm(agreement=self.agreement, **kwargs)


@dataclass(frozen=True, slots=True)
class Block:
    """One subject within an option; ``form`` is judged only once it is sent, ``bound`` holds what was filled in."""

    subject: Subject
    form: Any
    bound: Any  # None while nothing was filled in

    @property
    def asked(self) -> tuple[int, date | None] | None:
        """The commitment and the due date asked for so far, None for what has no due date in force."""
        commitment = self.subject.commitment
        if commitment is None:
            return None
        return commitment.pk, self.bound.asked() if self.bound else self.form["due_on"].value()


def block_of(subject: Subject, *, prefix: str, data: Mapping[str, Any] | None, is_judged: bool) -> Block:
    """The form of ``subject`` as far as ``data`` fills it in; complaints only when it ``is_judged``."""
    blank = subject.form(prefix=prefix, initial=subject.initial)
    if data is None or not any(blank.add_prefix(name) in data for name in blank.fields):
        return Block(subject, blank, None)
    bound = subject.form(prefix=prefix, data=data, initial=subject.initial)
    if is_judged:
        return Block(subject, bound, bound)
    written = {name: data.get(blank.add_prefix(name)) for name in blank.fields}
    return Block(subject, subject.form(prefix=prefix, initial=written), bound)


def _key(row: object, name: str | None) -> object:
    value = getattr(row, name or "")
    return getattr(value, "pk", value)


def _text(value: object) -> object:
    return _plain("" if value is None else str(value))


def _plain(value: object) -> object:
    """The same text whichever way a browser breaks its lines."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
