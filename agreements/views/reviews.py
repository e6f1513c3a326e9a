"""Saying that the parties have looked at an agreement again."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.reviews import ReviewForm
from agreements.operations.reviews import review_agreement
from agreements.reports.acts import acts_of
from agreements.views.base import readable_agreement
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors

A_QUARTER = timedelta(days=91)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_review(request: PageRequest, number: int) -> HttpResponse:
    found, (at, today) = readable_agreement(request, number), moment(request)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"again_on": today + A_QUARTER})
    if form.is_valid():
        try:
            review_agreement(actor=request.user, at=at, agreement=found, **form.cleaned_data)
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            return done(request, to=reverse("agreement", args=[found.slug]), said="Noted, with the next day.")
    may_review = acts_of(found, viewer=request.user, version=None, at=at).review
    context = {"agreement": found, "form": form, "may_review": may_review}
    return render(request, "agreements/review.html", context, status=422 if form.errors else 200)
