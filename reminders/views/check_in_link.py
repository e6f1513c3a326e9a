"""The page behind a link in a mail: answers without signing in, saved by one press and by nothing else.

Mail programs and scanners open links; so GET and HEAD change nothing. The link is the key and no cookie is read,
which is why a forged form from elsewhere gains nothing and none is guarded against.
"""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reminders.domain.answers import Say, said
from reminders.forms.answers import AnswerForm
from reminders.models import MailToken
from reminders.operations.answers import answer
from reminders.reports.answers import AnswerPage, answer_page, find_link, way_on
from teams import clock
from teams.domain.errors import RefusalError
from teams.views.base import status_of

type View = Callable[..., HttpResponse]


def unshared(view: View) -> View:
    """Kept by nobody on the way, and the address, which is the key, never sent on."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@unshared
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_link(request: HttpRequest, token: str) -> HttpResponse:
    link = find_link(plain=token)
    page = answer_page(link=link, at=clock.now(), real_at=clock.real_now()) if link else None
    if page is None:
        return _over(request, link)
    return _save(request, page, token) if request.method == "POST" else _ask(request, page)


def _over(request: HttpRequest, link: MailToken | None) -> HttpResponse:
    """One page for every link that answers nothing: used, out of time, or never there."""
    say = said(request.GET.get("say"))
    way = f"{way_on(link)}?say={say}" if say else way_on(link)
    return render(request, "reminders/check_in_link_over.html", {"way_on": way, "was_sent": "sent" in request.GET})


def _ask(request: HttpRequest, page: AnswerPage) -> HttpResponse:
    say, of = said(request.GET.get("say")), request.GET.get("of", "")
    is_only = len(page.questions) == 1
    forms = [
        AnswerForm(one, preset=_preset(say, one.choices) if is_only or of == str(one.commitment.pk) else None)
        for one in page.questions
    ]
    return _show(request, page, forms)


def _preset(say: Say | None, choices: Sequence[Say]) -> Say | None:
    return say if say in choices else None


def _save(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    forms = [AnswerForm(one, data=request.POST) for one in page.questions]
    if [form for form in forms if not form.is_valid()]:
        return _show(request, page, forms, status=422)
    answers = [given for form in forms if (given := form.answer())]
    if not answers:
        return _show(request, page, forms, refused="Choose how it stands, then send.", status=422)
    try:
        answer(actor=page.person, at=clock.now(), answers=answers)
    except RefusalError as error:
        return _show(request, page, forms, refused=error.message, status=status_of(error))
    return redirect(f"{reverse('check_in_link', args=[token])}?sent=1")


def _show(
    request: HttpRequest, page: AnswerPage, forms: Sequence[AnswerForm], *, refused: str = "", status: int = 200
) -> HttpResponse:
    today = clock.today(zone=page.person.time_zone)
    context = {"page": page, "forms": forms, "refused": refused, "today": today, "was_sent": "sent" in request.GET}
    with timezone.override(page.person.time_zone):
        return render(request, "reminders/check_in_link.html", context, status=status)
