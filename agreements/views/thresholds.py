"""How agreements are watched: for all of them, by administrators; for one, by those who sign for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.forms import BoundField, Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.domain.drift.registry import AnyRule
from agreements.domain.drift.thresholds import thresholds_of
from agreements.forms.thresholds import OwnThresholdForm, ThresholdForm
from agreements.operations.drift.preview import WouldFlag, preview_of_agreement, preview_of_all
from agreements.operations.thresholds import CLOSED, set_thresholds
from agreements.permissions import may_set_thresholds
from agreements.reports.threshold_cards import threshold_groups
from agreements.views.base import readable_agreement
from teams.models import Organisation
from teams.operations.organisation import edit_organisation
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule on the page; ``would`` once a preview was asked for."""

    rule: AnyRule
    would: WouldFlag | None


@dataclass(frozen=True, slots=True)
class Card:
    """Rules that share numbers, and the fields of those."""

    anchor: str
    lines: tuple[RuleLine, ...]
    fields: tuple[BoundField, ...]


@administrators_page
def settings_drift(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = ThresholdForm(given(request), organisation=get_object_or_404(Organisation))
    if _is_tried(request):
        tried = carried_out(form, lambda: preview_of_all(actor=request.user, at=at, thresholds=form.numbers()))
        return _show(request, "agreements/settings_drift.html", form, tried or ())
    if carried_out(form, lambda: edit_organisation(actor=request.user, at=at, draft=form.draft())):
        return done(request, to=reverse("settings_drift"), said="Saved. The next look uses these numbers.")
    return _show(request, "agreements/settings_drift.html", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_drift(request: PageRequest, number: int) -> HttpResponse:
    """Everybody who may read the agreement may read by which numbers it is watched."""
    found, (at, _) = readable_agreement(request, number), moment(request)
    of_all = thresholds_of(Organisation.objects.values_list("thresholds", flat=True).first() or {})
    form = OwnThresholdForm(given(request), agreement=found, of_all=of_all)
    me, may_set = request.user, may_set_thresholds(request.user, found) and found.state not in CLOSED
    page, context = "agreements/agreement_drift.html", {"agreement": found, "may_set": may_set}
    if _is_tried(request):
        tried = carried_out(
            form, lambda: preview_of_agreement(actor=me, at=at, agreement=found, thresholds=form.numbers())
        )
        return _show(request, page, form, tried or (), more=context)
    if carried_out(form, lambda: set_thresholds(actor=me, at=at, agreement=found, thresholds=form.numbers())):
        return done(request, to=reverse("agreement", args=[found.slug]), said="Saved. Its flags follow these numbers.")
    return _show(request, page, form, more=context)


def _is_tried(request: PageRequest) -> bool:
    """Whether the button "Preview" was pressed, which saves nothing."""
    return request.method == "POST" and "preview" in request.POST


def _show(
    request: PageRequest,
    template: str,
    form: Form,
    tried: Iterable[WouldFlag] = (),
    *,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The page of ``form``, with what ``tried`` numbers would flag."""
    would = {(one.rule.subject, one.rule.code): one for one in tried}
    cards = [
        Card(
            group.anchor,
            tuple(RuleLine(rule, would.get((rule.subject, rule.code))) for rule in group.rules),
            tuple(form[name] for name in group.names),
        )
        for group in threshold_groups()
    ]
    context = {"form": form, "cards": cards, "is_tried": bool(would), **(more or {})}
    return render(request, template, context, status=422 if form.errors else 200)
