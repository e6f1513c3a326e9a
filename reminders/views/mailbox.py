"""The mailbox of a rehearsal, for whoever sits at the machine it runs on. Elsewhere there is no such page."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reminders.channels.mailbox import stored_mails

THIS_MACHINE = {"127.0.0.1", "::1"}


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.REHEARSAL or request.META.get("REMOTE_ADDR") not in THIS_MACHINE:
        raise Http404
    to = request.GET.get("to", "")
    mails = stored_mails(folder=settings.DATA_DIR, to=to)
    if request.GET.get("format") == "json":
        return JsonResponse([asdict(mail) for mail in mails], safe=False)
    return render(request, "reminders/mailbox.html", {"mails": mails, "to": to})
