"""What one caller may ask of us: how often, how much at once, and in which form."""

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import NotAcceptable, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.utils import json as strict_json

from teams.clock import real_now

WINDOW_S = 60


class RateLimit(BaseThrottle):
    """``settings.API_REQUESTS_A_MINUTE`` for each person and each process, counted by the clock's minutes."""

    def allow_request(self, request: Request, view: object) -> bool:  # noqa: ARG002 - the signature is DRF's
        key = f"api:{request.user.pk}:{int(real_now().timestamp()) // WINDOW_S}"
        cache.add(key, 0, timeout=2 * WINDOW_S)
        return cache.incr(key) <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        return WINDOW_S - real_now().timestamp() % WINDOW_S + 1


class JSONInUTF8(BaseParser):
    """A JSON body. It is UTF-8 whatever the header says, and nested no deeper than our own answers are."""

    media_type = "application/json"

    def parse(  # the signature is DRF's
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        try:
            return json.loads(stream.read().decode(), parse_constant=strict_json.strict_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError from error


class JSONFirst(DefaultContentNegotiation):
    """Whatever a caller accepts, there is an answer: the first renderer's when no other was asked for."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        try:
            renderer, _ = super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            renderer = next(iter(renderers))
        return renderer, renderer.media_type


def check_size(request: Request) -> None:
    """Refuse a body over ``settings.DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes before reading it (413)."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
