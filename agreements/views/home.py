"""Home, and the door in front of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements.reports.home import home
from teams.views.base import PageRequest, moment


def landing(request: HttpRequest) -> HttpResponse:
    """Signed in: home. Signed out: one page about what this is."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "agreements/landing.html")


@login_required
def home_page(request: PageRequest) -> HttpResponse:
    at, today = moment(request)
    return render(request, "agreements/home.html", {"report": home(viewer=request.user, at=at, today=today), "now": at})
