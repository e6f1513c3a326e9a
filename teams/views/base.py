"""What every page shares: a person in front of it, a moment, and refusals that become a page with a sentence."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from teams import clock
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.models import Person
from teams.operations.unsent import forget_unsent
from teams.speech import speaking
from teams.views.errors import draft_at, page_before
from teams.views.undo import Undo

if TYPE_CHECKING:
    from collections import Counter

    from django_htmx.middleware import HtmxDetails

type Page = Callable[..., HttpResponse]


class PageRequest(HttpRequest):
    """A request as our pages see it: signed in, with django-htmx's details."""

    user: Person  # behind login_required nobody is anonymous
    htmx: "HtmxDetails"
    waits: "Counter[str]"  # set by a page that has asked what waits for its reader, for the frame around it


class RefusalMiddleware:
    """Turn a refusal that no form caught into a page: 403, 422 or 409, with its sentence and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RefusalError):
            return None
        context = {"error": error, "back": page_before(request), "draft_at": draft_at(request)}
        return render(request, "refusal.html", context, status=status_of(error))


class ReaderMiddleware:
    """Times are written in the reader's own zone, words in their language: chosen by them, else by their browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if isinstance(request.user, Person) else None
        language = (person and person.language) or get_language_from_request(request)[:2]
        with speaking(language), timezone.override(person.time_zone if person else None):
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response


def status_of(error: RefusalError) -> int:
    if isinstance(error, ForbiddenError):
        return 403
    return 422 if isinstance(error, InvalidValueError) else 409


def moment(request: HttpRequest) -> tuple[datetime, date]:
    """Now, and the reader's local date of it."""
    person = cast("Person", request.user)
    at = clock.now()
    return at, at.astimezone(ZoneInfo(person.time_zone)).date()


def administrators_only(person: Person) -> None:
    if not person.is_administrator:
        raise PermissionDenied("Only administrators of the organisation can do this.")


def administrators_page(view: Page) -> Page:
    """A page for administrators: others get a sentence, who is signed out the sign-in page."""

    @login_required
    @wraps(view)
    def checked(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        administrators_only(request.user)
        return view(request, *args, **kwargs)

    return checked


def put_errors(form: BaseForm, error: RefusalError) -> None:
    """Show a refusal in the form it came from: at its fields where it names them, else above the form."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, error.message)


def given(request: HttpRequest) -> QueryDict | None:
    """What a form on this page was filled in with; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def carried_out[Done](form: BaseForm, act: Callable[[], Done]) -> Done | None:
    """What ``act`` made of a form in order; None when it was not, with what a rule says of its values in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except InvalidValueError as error:
        put_errors(form, error)
        return None


def done(request: HttpRequest, *, to: str, said: str = "", undo: Undo | None = None) -> HttpResponse:
    """After a write: back to a page that can be reloaded, with one sentence of what happened.

    ``undo`` takes it back, beside the sentence. What was kept of the form while it was written has been sent.
    """
    if isinstance(request.user, Person):
        forget_unsent(person=request.user, address=request.path)
    if said:
        messages.success(request, said, extra_tags=str(undo or ""))
    return redirect(to)
