"""The page behind the link that ends mails like one: RFC 8058 for the mail program's button, a form for people.

Mail programs and scanners open links; so GET and HEAD change nothing. The link is the key and no cookie is read. A
program's POST is answered here and never sent on, for it would not follow.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reminders.forms.preferences import StopForm
from reminders.operations.preferences import stop_mail
from reminders.reports.stops import Stop, find_stop
from reminders.views.check_in_link import unshared
from teams import clock
from teams.domain.language import spoken
from teams.speech import speaking

LARGEST = 16_384  # bytes of a body: a program sends thirty, the form a few hundred
MOST_DIGITS = len(str(LARGEST))
ONE_CLICK = ("List-Unsubscribe", "One-Click")


@unshared
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    if _is_too_large(request):
        return HttpResponse(status=413)
    stop = find_stop(token=token)
    if stop is None:
        return render(request, "reminders/mail_stop_over.html", status=404)
    with speaking(stop.person.language or spoken()):
        return _answer(request, stop)


def _answer(request: HttpRequest, stop: Stop) -> HttpResponse:
    if request.method != "POST":
        return _show(request, stop, StopForm(None, stop=stop))
    name, value = ONE_CLICK
    return _end(request, stop) if request.POST.get(name) == value else _end_chosen(request, stop)


def _is_too_large(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length") or "0"
    return not (length.isdecimal() and len(length) <= MOST_DIGITS and int(length) <= LARGEST)


def _end_chosen(request: HttpRequest, stop: Stop) -> HttpResponse:
    form = StopForm(request.POST, stop=stop)
    if not form.is_valid():
        return _show(request, stop, form, status=422)
    return _end(request, Stop(stop.person, tuple(form.cleaned_data["topics"])))


def _end(request: HttpRequest, stop: Stop) -> HttpResponse:
    stop_mail(person=stop.person, at=clock.now(), topics=stop.topics)
    return render(request, "reminders/mail_stop.html", {"stop": stop, "ended": True})


def _show(request: HttpRequest, stop: Stop, form: StopForm, *, status: int = 200) -> HttpResponse:
    return render(request, "reminders/mail_stop.html", {"stop": stop, "form": form}, status=status)
