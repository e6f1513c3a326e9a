"""What was changed in the organisation, by whom and when; for administrators."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teams.forms.audit import AuditForm
from teams.reports.audit import audit_page
from teams.views.base import PageRequest, administrators_page


@administrators_page
@require_safe
def settings_audit(request: PageRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    filters = form.filters()
    context = {"form": form, "page": audit_page(filters), "is_filtered": any(form.cleaned_data.values())}
    return render(request, "teams/audit.html", context)
