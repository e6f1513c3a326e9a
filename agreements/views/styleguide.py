"""The styleguide: every component in every state, on sample data, for administrators and screenshot tests."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.views.styleguide_samples import sample_context


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; for administrators only."""
    if not getattr(request.user, "is_administrator", False):
        raise PermissionDenied
    return render(request, "styleguide.html", sample_context())
