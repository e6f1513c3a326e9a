"""What is not allowed, not possible or broken: a page that says what is true, and one way on."""

import logging
import secrets
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from teams.domain.unsent import key_of
from teams.models import Person, UnsentText

log = logging.getLogger(__name__)
WHO_CAN_ADD = 3  # administrators named on a page that is not open to its reader


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: what is not open, and who can add the reader."""
    is_known = isinstance(request.user, Person)
    administrators = Person.objects.administrators().order_by("name", "pk")[:WHO_CAN_ADD] if is_known else []
    context = {"exception": str(exception), "administrators": administrators}
    return render(request, "403.html", context, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a reference that stands in the log too, and whether a draft of the page is kept."""
    reference = secrets.token_hex(2).upper()
    log.error("Reference %s: %s %s", reference, request.method, request.path)
    context = {"reference": reference, "draft_at": _draft_after(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)


def draft_at(request: HttpRequest) -> datetime | None:
    """When the draft of the form that was sent here was last saved; None without one."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return None
    kept = UnsentText.objects.filter(person=person, key=key_of(request.path))
    return kept.values_list("saved_at", flat=True).first()


def page_before(request: HttpRequest) -> str:
    """The address on this site from which a press came, else ""."""
    before = request.headers.get("Referer", "")
    return before if url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}) else ""


def _draft_after(request: HttpRequest) -> datetime | None:
    try:
        return draft_at(request)
    except DatabaseError:  # what broke may be the database itself
        return None
