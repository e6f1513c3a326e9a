"""The lists of agreements and of commitments: their filters stand in the address, their rows come in pages."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from agreements.forms.lists import AgreementFilterForm, CommitmentFilterForm, ListForm
from agreements.reports.agreements import AgreementList, agreement_list, agreement_table
from agreements.reports.commitment_list import CommitmentList, commitment_list, commitment_table
from agreements.templatetags.words import state_word
from agreements.views.tables import table
from teams.models import SavedView
from teams.views.base import PageRequest, moment

type Tab = tuple[str, str]  # its words, and the query of its view

AGREEMENT_TABS: tuple[Tab, ...] = (("All", ""), ("In force", "state=active"), ("Mine", "person=me"))
COMMITMENT_TABS: tuple[Tab, ...] = (("All", ""), ("I owe", "owed=by-me"), ("I am owed", "owed=to-me"))


@login_required
@require_safe
def agreements_page(request: PageRequest) -> HttpResponse:
    form, (at, _) = AgreementFilterForm(request.GET, viewer=request.user), moment(request)
    found = agreement_list(viewer=request.user, at=at, wanted=form.wanted(), sort=form.sort, begin=form.begin)
    return _listed(request, "agreements", form, found, AGREEMENT_TABS)


@login_required
@require_safe
def commitments_page(request: PageRequest) -> HttpResponse:
    """What is not settled, unless the filters say otherwise."""
    form, (at, today) = CommitmentFilterForm(request.GET, viewer=request.user), moment(request)
    found = commitment_list(
        viewer=request.user, at=at, today=today, wanted=form.wanted(), sort=form.sort, begin=form.begin
    )
    return _listed(request, "commitments", form, found, COMMITMENT_TABS)


@login_required
@require_safe
def agreements_table(request: PageRequest) -> HttpResponse:
    """What the same filters show on the page, all of it, as a table to take away."""
    form, (at, _) = AgreementFilterForm(request.GET, viewer=request.user), moment(request)
    rows = agreement_table(viewer=request.user, at=at, wanted=form.wanted(), sort=form.sort)
    head = ("Agreement", "Title", "State", "Parties", "Open", "Next date", "Next sync")
    cells = (
        (
            row.label,
            row.title,
            state_word(row.state),
            ", ".join(row.parties),
            row.open,
            row.next_due_on,
            row.next_sync_at,
        )
        for row in rows
    )
    return table("agreements", head, cells)


@login_required
@require_safe
def commitments_table(request: PageRequest) -> HttpResponse:
    """The same of commitments."""
    form, (at, today) = CommitmentFilterForm(request.GET, viewer=request.user), moment(request)
    rows = commitment_table(viewer=request.user, at=at, today=today, wanted=form.wanted(), sort=form.sort)
    head = ("Commitment", "Deliverable", "Agreement", "Owner", "Owed by", "Owed to", "Due", "Expected", "State")
    cells = (
        (
            row.label,
            row.deliverable,
            row.agreement_title,
            row.owner,
            row.team,
            row.for_team,
            row.due_on,
            row.expected_on,
            state_word(row.state),
        )
        for row in rows
    )
    return table("commitments", head, cells)


def _listed(
    request: PageRequest, page: str, form: ListForm, found: AgreementList | CommitmentList, tabs: Iterable[Tab]
) -> HttpResponse:
    """The whole page, or for htmx its results alone; the address then says only what was asked."""
    here = reverse(page)
    address = f"{here}?{form.query}" if form.query else here
    if not form.is_tidy and not request.htmx:
        return redirect(address)
    views = list(SavedView.objects.filter(person=request.user, page=page).order_by("pk"))
    context = {
        "page": page,
        "form": form,
        "list": found,
        "tabs": tabs,
        "views": views,
        "saved": next((view for view in views if view.query == form.query), None),
        "table": f"{reverse(f'{page}_table')}?{form.query}",
    }
    is_part = request.htmx and request.htmx.target == "results"
    template = f"agreements/{page}.html#answer" if is_part else f"agreements/{page}.html"
    answer = render(request, template, context)
    if is_part:
        answer["HX-Push-Url"] = address
    patch_vary_headers(answer, ["HX-Request"])
    return answer
