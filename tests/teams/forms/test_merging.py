"""What a form does when what it was opened on has changed meanwhile."""

import json

import pytest
from django import forms
from django.http import QueryDict

from teams.forms.merging import Merging

WAS = {"name": "Launch", "why": "", "days": ["0", "1"], "is_open": "on"}


class SampleForm(Merging):
    name = forms.CharField()
    why = forms.CharField(required=False, widget=forms.Textarea)
    days = forms.TypedMultipleChoiceField(choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday")], coerce=int)
    is_open = forms.BooleanField(required=False)


def filled(*, now: dict[str, object] | None = None, base: str | None = None, **sent: object) -> SampleForm:
    """A form opened on WAS, over what is stored ``now``, sent with ``sent`` changed."""
    data = QueryDict(mutable=True)
    for name, value in (WAS | sent).items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    if data.get("is_open") == "":
        del data["is_open"]
    data["base"] = json.dumps(WAS) if base is None else base
    stored = {"name": "Launch", "why": "", "days": [0, 1], "is_open": True} | (now or {})
    return SampleForm(data, initial=stored)


def test_a_form_carries_what_it_began_from() -> None:
    form = SampleForm(initial={"name": "Launch", "why": None, "days": [1, 0], "is_open": True})

    assert json.loads(form.base) == WAS


def test_nothing_changed_meanwhile_is_no_conflict() -> None:
    form = filled(name="Launch in May")

    assert (form.is_valid(), form.cleaned_data["name"], form.kept) == (True, "Launch in May", [])


def test_what_only_somebody_else_changed_is_kept_and_named() -> None:
    form = filled(now={"why": "Sales asked"}, name="Launch in May")

    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["why"]) == ("Launch in May", "Sales asked")
    assert form.said("Saved.") == "Saved. Kept as somebody changed it meanwhile: Why."


@pytest.mark.parametrize(
    ("now", "name", "value"),
    [({"is_open": False}, "is_open", False), ({"days": [2]}, "days", [2])],
)
def test_boxes_and_lists_are_kept_too(now: dict[str, object], name: str, value: object) -> None:
    form = filled(now=now)

    assert (form.is_valid(), form.cleaned_data[name]) == (True, value)


def test_what_both_changed_is_laid_side_by_side() -> None:
    form = filled(now={"name": "Launch in April", "days": [1]}, name="Launch in May", days=["2"])

    assert (form.is_valid(), form.status) == (False, 409)
    assert [(one.name, one.was, one.theirs, one.yours) for one in form.beside] == [
        ("name", "Launch", "Launch in April", "Launch in May"),
        ("days", "Monday\nTuesday", "Tuesday", "Wednesday"),
    ]
    assert form["name"].value() == "Launch in May"


def test_both_who_wrote_the_same_agree() -> None:
    assert filled(now={"name": "Launch in May"}, name="Launch in May").is_valid()


@pytest.mark.parametrize(("keep", "name"), [("theirs", "Launch in April"), ("yours", "Launch in May")])
def test_a_choice_settles_it(keep: str, name: str) -> None:
    again = filled(now={"name": "Launch in April"}, name="Launch in May")
    assert not again.is_valid()

    form = filled(now={"name": "Launch in April"}, base=again.base, name="Launch in May", **{"keep-name": keep})

    assert (form.is_valid(), form.cleaned_data["name"]) == (True, name)


@pytest.mark.parametrize("base", ["", "{", "[]", '{"name": 3, "colour": "red"}'])
def test_a_base_that_says_nothing_writes_what_was_sent(base: str) -> None:
    form = filled(base=base, now={"name": "Launch in April"}, name="Launch in May")

    assert (form.is_valid(), form.cleaned_data["name"]) == (True, "Launch in May")
