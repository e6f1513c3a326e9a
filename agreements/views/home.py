"""Home, and the door in front of it."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements.reports.home import home
from teams.views.base import PageRequest, moment

log = logging.getLogger(__name__)


def landing(request: HttpRequest) -> HttpResponse:
    """Signed in: home. Signed out: one page about what this is."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "agreements/landing.html")


@login_required
def home_page(request: PageRequest) -> HttpResponse:
    at, today = moment(request)
    report = home(viewer=request.user, at=at, today=today, loaded=stands_alone)
    request.waits = report.waits
    return render(request, "agreements/home.html", {"report": report, "now": at})


def stands_alone(read: Callable[[], Any]) -> Any:
    """What ``read`` finds; None when the database does not answer it, so that the rest of the page stands."""
    try:
        return read()
    except DatabaseError:
        log.exception("A part of the home page did not load.")
        return None
