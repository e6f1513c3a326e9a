"""The page behind a link in a mail: answers without signing in, saved by one press and by nothing else.

Mail programs and scanners open links; so GET and HEAD change nothing. The link is the key and no cookie is read,
which is why a forged form from elsewhere gains nothing and none is guarded against.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from agreements.operations.concerns import raise_concern
from reminders.domain.answers import Say, said
from reminders.forms.answers import AnswerForm, ValueForm
from reminders.forms.concerns import LinkConcernForm
from reminders.models import MailToken
from reminders.operations.answers import answer, take_back
from reminders.reports.answers import AnswerPage, answer_page, find_link, way_on
from teams import clock
from teams.domain.errors import RefusalError
from teams.domain.language import say, spoken
from teams.speech import speaking
from teams.views.base import put_errors, status_of

type View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The forms of the page, shown or filled in."""

    answers: Sequence[AnswerForm]
    values: Sequence[ValueForm]
    concern: LinkConcernForm

    @property
    def is_valid(self) -> bool:
        """Whether what answers the questions is in order; a concern is sent by itself."""
        return all(form.is_valid() for form in (*self.answers, *self.values))


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


def opened(view: Callable[[HttpRequest, AnswerPage, str], HttpResponse]) -> View:
    """The page that the link opens now; where it opens none, the one that says so."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(plain=token)
        with speaking((link.person.language if link else "") or spoken()):
            page = answer_page(link=link, at=clock.now(), real_at=clock.real_now()) if link else None
            return view(request, page, token) if page else _over(request, link)

    return wrapped


@unshared
@opened
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_link(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    return _save(request, page, token) if request.method == "POST" else _show(request, page, _asked(request, page))


@unshared
@require_POST
@opened
def check_in_link_undo(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    """Take back what the latest press said, within two minutes; or the one delivery that is named."""
    named = [one for one in page.declared if str(one.pk) == request.POST.get("delivery", "")]
    given = page.press.given if page.press and not named else ()
    delivered = named or (page.press.delivered if page.press else ())
    if not given and not delivered:
        return _show(
            request, page, _blank(page), refused=say("The two minutes are over. You can answer again."), status=409
        )
    try:
        take_back(actor=page.person, at=clock.now(), given=given, delivered=delivered)
    except RefusalError as error:
        return _show(request, page, _blank(page), refused=error.message, status=status_of(error))
    return _again(token, "undone")


@unshared
@require_POST
@opened
def check_in_link_concern(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    sheet = _blank(page, concern=request.POST)
    form = sheet.concern
    if not form.is_valid():
        return _show(request, page, sheet, status=422)
    try:
        raise_concern(actor=page.person, at=clock.now(), agreement=page.agreement, draft=form.draft())
    except RefusalError as error:
        put_errors(form, error)
        return _show(request, page, sheet, status=status_of(error))
    return _again(token, "raised")


def _over(request: HttpRequest, link: MailToken | None) -> HttpResponse:
    """One page for every link that answers nothing: used, out of time, or never there."""
    say = said(request.POST.get("say") or request.GET.get("say"))
    way = f"{way_on(link)}?say={say}" if say else way_on(link)
    return render(request, "reminders/check_in_link_over.html", {"way_on": way, "was_sent": "sent" in request.GET})


def _asked(request: HttpRequest, page: AnswerPage) -> Sheet:
    """The forms as the mail's button left them: with the choice that was pressed there."""
    say, of = said(request.GET.get("say")), request.GET.get("of", "")
    is_only = len(page.questions) == 1
    answers = [
        AnswerForm(one, preset=_preset(say, one.choices) if is_only or of == str(one.commitment.pk) else None)
        for one in page.questions
    ]
    return Sheet(answers=answers, values=[ValueForm(one) for one in page.readings], concern=_concern(page))


def _preset(say: Say | None, choices: Sequence[Say]) -> Say | None:
    return say if say in choices else None


def _blank(page: AnswerPage, *, concern: Any = None) -> Sheet:
    """The forms with what was said so far."""
    answers, values = [AnswerForm(one) for one in page.questions], [ValueForm(one) for one in page.readings]
    return Sheet(answers=answers, values=values, concern=_concern(page, concern))


def _concern(page: AnswerPage, data: Any = None) -> LinkConcernForm:
    return LinkConcernForm([*(one.commitment for one in page.questions), *page.declared], data=data)


def _save(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    sheet = Sheet(
        answers=[AnswerForm(one, data=request.POST) for one in page.questions],
        values=[ValueForm(one, data=request.POST) for one in page.readings],
        concern=_concern(page),
    )
    if not sheet.is_valid:
        return _show(request, page, sheet, status=422)
    answers = [given for form in sheet.answers if (given := form.answer())]
    values = [read for form in sheet.values if (read := form.read())]
    if not answers and not values:
        return _show(request, page, sheet, refused=say("Choose how it stands, then send."), status=422)
    try:
        answer(actor=page.person, at=clock.now(), answers=answers, values=values)
    except RefusalError as error:
        return _show(request, page, sheet, refused=error.message, status=status_of(error))
    return _again(token, "sent")


def _again(token: str, done: str) -> HttpResponse:
    """Back to the page, which can be loaded again, with a word on what happened: sent, undone or raised."""
    return redirect(f"{reverse('check_in_link', args=[token])}?{done}=1")


def _show(
    request: HttpRequest, page: AnswerPage, sheet: Sheet, *, refused: str = "", status: int = 200
) -> HttpResponse:
    today = clock.today(zone=page.person.time_zone)
    done = next((word for word in ("sent", "undone", "raised") if word in request.GET), "")
    context = {"page": page, "forms": sheet.answers, "sheet": sheet, "refused": refused, "today": today, "done": done}
    context["here"] = reverse("check_in_link", kwargs=request.resolver_match.kwargs)  # type: ignore[union-attr]  # resolved
    with timezone.override(page.person.time_zone):
        return render(request, "reminders/check_in_link.html", context, status=status)
