"""What the REST API answers when it cannot do what was asked: `{"error": {"code", "message", "fields"}}`.

One place maps each error to its status: 400 the shape is wrong, 401 who is this, 403 not this person, 404 unseen
or absent (the same bytes), 409 refused by the state, 422 refused by the value. The pages outside the API keep
Django's own error pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch

import psycopg
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from teams.domain.errors import RefusalError
from teams.views.base import status_of
from teams.views.errors import broken

type Detail = str | Sequence[Detail] | Mapping[str, Detail]

API_PREFIX = "/api/"
VALUE_CODE = "invalid_value"  # a serializer's error with this code is about the value, not about the shape
# A lock not had within lock_timeout, a deadlock, a serialization failure: the same request may work in a second.
PASSING = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
SENTENCES = {
    "not_authenticated": "Sign in, or send a token as “Authorization: Bearer hf_...”.",
    "authentication_failed": "This token opens nothing: it is unknown, revoked, or past its end.",
    "method_not_allowed": "This address does not take that method.",
    "unsupported_media_type": "Send the body as application/json.",
    "parse_error": "The body is not JSON in UTF-8.",
    "throttled": "Too many requests. Wait a moment.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    status: int
    code: str
    message: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, object]:
        fields = {_printable(name): [_printable(said) for said in says] for name, says in self.fields.items()}
        return {"error": {"code": self.code, "message": self.message, "fields": fields, **self.details}}


NOTHING_HERE = Problem(status=404, code="not_found", message="There is nothing here, or nothing that you may see.")
BROKEN = Problem(status=500, code="internal", message="Something broke on our side. It has been noted.")
BAD_REQUEST = Problem(status=400, code="bad_request", message="The request cannot be read.")
TRY_AGAIN = Problem(
    status=409,
    code="try_again",
    message="Somebody else is working on this right now. Try again.",
    headers={"Retry-After": "1"},
)


def handle(error: Exception, _context: Mapping[str, object]) -> Response | None:
    """Answer an error of an API view; None for what nobody foresaw, which Django then logs and answers as 500."""
    problem = problem_of(error)
    if problem is None:
        return None
    return Response(problem.body, status=problem.status, headers=dict(problem.headers))


@singledispatch
def problem_of(error: Exception) -> Problem | None:  # noqa: ARG001 - the type decides
    return None


@problem_of.register
def _(error: RefusalError) -> Problem:
    return Problem(
        status=status_of(error), code=error.code, message=error.message, fields=error.fields, details=error.details
    )


@problem_of.register
def _(error: Http404) -> Problem:  # noqa: ARG001 - unseen and absent are answered alike
    return NOTHING_HERE


@problem_of.register
def _(error: PermissionDenied) -> Problem:
    return Problem(status=403, code="forbidden", message=str(error) or "You may not do this.")


@problem_of.register
def _(error: exceptions.APIException) -> Problem:
    code = "forbidden" if isinstance(error, exceptions.PermissionDenied) else error.default_code
    return Problem(
        status=error.status_code,
        code=code,
        message=SENTENCES.get(code, str(error.detail)),
        headers=_headers(error),
    )


@problem_of.register
def _(error: exceptions.ValidationError) -> Problem:
    details = list(_flat(error.detail))
    fields: dict[str, list[str]] = {}
    for name, detail in details:
        fields.setdefault(name, []).append(str(detail))
    about_all = " ".join(fields.pop("", ()))
    if all(getattr(detail, "code", "") == VALUE_CODE for _, detail in details):
        return Problem(status=422, code=VALUE_CODE, message=about_all or "Some values are not possible.", fields=fields)
    return Problem(status=400, code="invalid", message=about_all or "Some fields cannot be read.", fields=fields)


@problem_of.register
def _(error: OperationalError) -> Problem | None:
    return TRY_AGAIN if isinstance(error.__cause__, PASSING) else None


@problem_of.register
def _(error: IntegrityError) -> Problem:
    """Two requests met, and the database kept the facts straight where a rule had looked a moment too early."""
    if isinstance(error.__cause__, psycopg.errors.CheckViolation):
        return Problem(status=422, code=VALUE_CODE, message="These values do not go together.")
    return Problem(status=409, code="conflict", message="Somebody else changed this just now. Look again.")


@problem_of.register
def _(error: DataError) -> Problem:  # noqa: ARG001 - the database's words are not for a person
    return Problem(status=422, code=VALUE_CODE, message="A value is out of range.")


@problem_of.register(SuspiciousOperation)
@problem_of.register(BadRequest)
def _(error: Exception) -> Problem:  # noqa: ARG001 - what was wrong is not told to who may have meant it
    return BAD_REQUEST


@problem_of.register
def _(error: RequestDataTooBig) -> Problem:  # noqa: ARG001 - the limit is ours
    return Problem(status=413, code="too_large", message="The body is too large.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _outside(request, BAD_REQUEST) or defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _outside(request, NOTHING_HERE) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return _outside(request, BROKEN) or broken(request)


def _outside(request: HttpRequest, problem: Problem) -> HttpResponse | None:
    """The API's answer where no API view was reached; None for a page."""
    if not request.path.startswith(API_PREFIX):
        return None
    body = JSONRenderer().render(problem.body)
    return HttpResponse(body, status=problem.status, content_type="application/json")


def _flat(detail: Detail, name: str = "") -> Iterator[tuple[str, str]]:
    """Each sentence with the dotted name of its field (`parties.0.team`); the empty name is the body itself."""
    if isinstance(detail, str):
        yield name, detail
    elif isinstance(detail, Mapping):
        for key, part in detail.items():
            yield from _flat(part, name if key == "non_field_errors" else _dotted(name, key))
    else:
        for index, part in enumerate(detail):
            yield from _flat(part, name if isinstance(part, str) else _dotted(name, str(index)))


def _dotted(name: str, part: str) -> str:
    return f"{name}.{part}" if name else part


def _printable(text: str) -> str:
    """Half a surrogate pair is possible in JSON and impossible in UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
