"""Concerns: raised in one field, listed, read and answered."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.concerns import AnswerForm, TopicalConcernForm
from agreements.models import Agreement, Concern
from agreements.operations.concerns import raise_concern, resolve_concern
from agreements.operations.drafts import ConcernDraft
from agreements.reports.arguments import topics_between
from agreements.reports.concerns import UNDER_WAY, concern_page, concern_rows, may_raise, party_names
from agreements.views.base import readable_agreement
from agreements.views.subjects import subject_named_in
from agreements.views.unsent import recalled
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_safe
def concern_start(request: PageRequest) -> HttpResponse:
    """From anywhere: choose the agreement; who takes part in only one goes on at once."""
    mine = Agreement.objects.filter(parties__team__memberships__person=request.user, state__in=UNDER_WAY)
    agreements = list(mine.distinct().order_by("title"))
    if len(agreements) == 1:
        return redirect("concern_new", agreements[0].slug)
    return render(request, "agreements/concerns/start.html", {"agreements": agreements})


@login_required
@require_safe
def concerns(request: PageRequest, number: int) -> HttpResponse:
    found, (at, _) = readable_agreement(request, number), moment(request)
    seen = Concern.objects.visible_to(request.user).filter(agreement=found)
    context = {
        "agreement": found,
        "open": concern_rows(seen.open().order_by("raised_at"), at=at),
        "answered": concern_rows(seen.exclude(resolved_at=None).order_by("-resolved_at"), at=at),
        "may_raise": may_raise(request.user, found),
    }
    return render(request, "agreements/concerns/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def concern_new(request: PageRequest, number: int) -> HttpResponse:
    """What it is about may be named by the address: ?commitment=4, or ?metric=2 and &reading=2027-03-01."""
    found, (at, _) = readable_agreement(request, number), moment(request)
    if not may_raise(request.user, found):
        raise PermissionDenied("Those who take part in an agreement raise concerns in it, while it is under way.")
    subject, form = subject_named_in(request, found), TopicalConcernForm(given(request))
    raised = carried_out(
        form,
        lambda: raise_concern(
            actor=request.user, at=at, agreement=found, draft=ConcernDraft(**form.cleaned_data, **subject.draft)
        ),
    )
    if raised:
        to = reverse("concern", args=[found.slug, raised.number])
        return done(request, to=to, said="Raised. The other parties hear of it in the morning.")
    context = {"agreement": found, "form": form, "subject": subject, "readers": party_names(found)}
    context["topics"] = topics_between(found, viewer=request.user)
    context["unsent"] = recalled(request, form, at=request.path)
    return render(request, "agreements/concerns/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def concern(request: PageRequest, number: int, k: int) -> HttpResponse:
    return _show(request, readable_concern(request, number, k), AnswerForm())


@login_required
@require_POST
def concern_resolution(request: PageRequest, number: int, k: int) -> HttpResponse:
    found, form = readable_concern(request, number, k), AnswerForm(request.POST)
    answered = carried_out(
        form,
        lambda: resolve_concern(actor=request.user, at=moment(request)[0], concern=found, **form.cleaned_data),
    )
    if answered:
        return done(request, to=reverse("concern", args=[found.agreement.slug, k]), said="Answered.")
    return _show(request, found, form, status=422)


def readable_concern(request: PageRequest, number: int, k: int) -> Concern:
    """Return concern ``k`` of an agreement if the reader may see it, else answer 404."""
    related = ("agreement", "raised_by", "answered_by", "commitment", "metric")
    seen = Concern.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(seen, agreement__number=number, number=k)


def _show(request: PageRequest, found: Concern, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    page = concern_page(found, viewer=request.user, at=moment(request)[0])
    here = reverse("concern_resolution", args=[found.agreement.slug, found.number])
    context = {"agreement": found.agreement, "concern": found, "page": page, "form": form}
    context["unsent"] = recalled(request, form, at=here)
    return render(request, "agreements/concerns/page.html", context, status=status)
