"""The styleguide: every component in every state, on sample data, for administrators and screenshot tests."""

from django.http import HttpResponse
from django.shortcuts import render

from agreements.views.styleguide_samples import sample_context
from teams.views.base import PageRequest, administrators_page


@administrators_page
def styleguide(request: PageRequest) -> HttpResponse:
    """Show every component; for administrators only."""
    return render(request, "styleguide.html", sample_context())
