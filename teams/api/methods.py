"""What each HTTP method owes the caller, wrapped around the handler of every view (``ApiView.__init_subclass__``)."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from teams.api import etag
from teams.api.idempotency import once
from teams.domain.errors import RefusalError

if TYPE_CHECKING:
    from teams.api.base import ApiView, ObjectView

type Handler = Callable[[Any], Response]
type Method = Callable[..., HttpResponseBase]

REFUSALS = (RefusalError, APIException, Http404, IntegrityError, DataError)  # answers that an Idempotency-Key keeps


def plain(handler: Handler) -> Method:
    """A handler takes only its view: what the address names is in ``found``."""

    @wraps(handler)
    def method(view: "ApiView", *_: object, **__: object) -> HttpResponseBase:
        return handler(view)

    return method


def done_once(handler: Handler) -> Method:
    """POST: with an Idempotency-Key it is done once and answered alike each time."""

    @wraps(handler)
    def method(view: "ApiView", *_: object, **__: object) -> HttpResponseBase:
        promise = once(view.request, shown_once=view.shown_once)
        return promise.answer(lambda: _settled(handler, view)) if promise else handler(view)

    return method


def holding(handler: Handler) -> Method:
    """PATCH: nothing changes between the comparison with If-Match and the operation."""

    @wraps(handler)
    def method(view: "ObjectView[Any]", *_: object, **__: object) -> HttpResponseBase:
        view.request.data  # noqa: B018 - read before a lock is held: a slow sender keeps nobody waiting
        with transaction.atomic():
            view.hold()
            etag.check(if_match=view.request.headers.get("If-Match"), etag=view.etag(view.found))
            return handler(view)

    return method


WRAPPERS: dict[str, Callable[[Handler], Method]] = {
    "get": plain,
    "post": done_once,
    "put": plain,
    "patch": holding,
    "delete": plain,
}


def _settled(handler: Handler, view: "ApiView") -> Response:
    """The answer, refusals included; what a refused handler wrote is undone."""
    try:
        with transaction.atomic():
            return handler(view)
    except REFUSALS as error:
        return view.handle_exception(error)
