"""The components drawn with real forms and pages: names, hints and errors reach the control."""

import re

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


class SampleForm(forms.Form):
    deliverable = forms.CharField(help_text="A noun.")
    note = forms.CharField(required=False)
    told = forms.BooleanField(label="Tell Maya")
    standing = forms.ChoiceField(choices=[("on_track", "On track")], widget=forms.RadioSelect)
    rev = forms.IntegerField(widget=forms.HiddenInput)


def field(name: str, data: dict[str, str] | None = None) -> str:
    drawn = render_to_string("components/field.html", {"field": SampleForm(data)[name]})
    return re.sub(r"\s+", " ", drawn).replace("> <", "><").strip()


def test_a_field_has_a_label_and_a_hint_tied_to_it() -> None:
    assert field("deliverable").replace('"> ', '">') == (
        '<div class="field"><label for="id_deliverable">Deliverable</label>'
        '<p class="hint" id="id_deliverable_helptext">A noun.</p>'
        '<input type="text" name="deliverable" required aria-describedby="id_deliverable_helptext" '
        'id="id_deliverable"></div>'
    )


def test_an_error_is_tied_to_its_field() -> None:
    drawn = field("deliverable", {})

    assert 'aria-invalid="true" aria-describedby="id_deliverable_helptext id_deliverable_error"' in drawn


def test_an_error_is_said_beside_its_field() -> None:
    assert '<p class="error" id="id_deliverable_error">This field is required.</p>' in field("deliverable", {})


def test_optional_is_marked_and_required_is_not() -> None:
    assert [name for name in ("deliverable", "note") if "optional" in field(name)] == ["note"]


def test_a_checkbox_stands_inside_its_label() -> None:
    assert '<label class="check" for="id_told"><input type="checkbox"' in field("told")


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    assert re.search(r'<fieldset class="field" id="id_standing" ?><legend> ?Standing ?</legend>', field("standing"))


def test_a_hidden_field_draws_only_itself() -> None:
    assert field("rev") == '<input type="hidden" name="rev" id="id_rev">'


def test_the_error_summary_leads_to_each_field() -> None:
    drawn = render_to_string("components/error_summary.html", {"form": SampleForm({"told": "on", "rev": "1"})})

    assert re.findall(r'href="(#\w+)"', drawn) == ["#id_deliverable", "#id_standing"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"form": SampleForm()}).strip() == ""


@pytest.mark.parametrize(
    ("number", "links"),
    [(1, ["?q=api&amp;page=2"]), (2, ["?q=api&amp;page=1", "?q=api&amp;page=3"]), (3, ["?q=api&amp;page=2"])],
)
def test_pages_keep_the_other_filters(number: int, links: list[str]) -> None:
    request = RequestFactory().get("/agreements/", {"q": "api", "page": str(number)})
    page = Paginator(range(5), 2).page(number)
    drawn = render_to_string("components/pagination.html", {"page": page}, request)

    assert re.findall(r'href="([^"]*)"', drawn) == links


def test_one_page_needs_no_pages() -> None:
    page = Paginator(range(2), 2).page(1)

    assert render_to_string("components/pagination.html", {"page": page}).strip() == ""


@pytest.mark.parametrize("swap", [True, False])
def test_toasts_join_those_on_the_page_only_when_swapped_in(swap: bool) -> None:
    context = {"messages": [Message(constants.SUCCESS, "Checked in.")], "swap": swap}
    assert ('hx-swap-oob="beforeend"' in render_to_string("components/toasts.html", context)) is swap


def test_a_toast_escapes_its_message() -> None:
    context = {"messages": [Message(constants.SUCCESS, "<b>")]}
    assert "<span>&lt;b&gt;</span>" in render_to_string("components/toasts.html", context)


def test_an_empty_state_offers_its_one_step() -> None:
    drawn = render_to_string("components/empty.html", {"words": "Nothing yet.", "href": "/new/", "act": "Start"})

    assert '<a class="btn" href="/new/">Start</a>' in drawn
