"""Idempotency-Key: a POST that is sent again is answered again, and done once."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from teams.clock import real_now
from teams.domain.errors import RefusalError
from teams.models import IdempotentAnswer, Person
from teams.operations.answers import keep_answer, reserve_answer

HEADER = "Idempotency-Key"
LONGEST = 200


class KeyReusedError(RefusalError):
    """Refuse a key that came with another request before."""

    code = "key_reused"


@dataclass(frozen=True, slots=True)
class Once:
    """Answer one POST of ``person`` with one key; ``shown_once`` names secrets that are not kept."""

    person: Person
    key: str
    fingerprint: str
    shown_once: tuple[str, ...] = ()

    def answer(self, act: Callable[[], Response]) -> HttpResponseBase:
        """Do ``act`` and keep its answer, in one transaction; or repeat the answer kept before.

        ``act`` turns refusals into responses, which are answers like any other, and leaves nothing half written
        behind them. Whatever it raises instead, such as a lock not had in time, leaves the key free to try again.
        """
        with transaction.atomic():
            kept, is_new = reserve_answer(person=self.person, key=self.key, fingerprint=self.fingerprint, at=real_now())
            if not is_new:
                return self._repeat(kept)
            response = act()
            self._keep(kept, response)
            return response

    def _repeat(self, kept: IdempotentAnswer) -> HttpResponse:
        if kept.fingerprint != self.fingerprint:
            raise KeyReusedError("This Idempotency-Key came with another request before. Use a new key.")
        return HttpResponse(kept.body, status=kept.status, headers=kept.headers, content_type="application/json")

    def _keep(self, kept: IdempotentAnswer, response: Response) -> None:
        data = response.data
        if self.shown_once:
            data = data | {name: None for name in self.shown_once if name in data}
        keep_answer(
            answer=kept,
            status=response.status_code,
            body=JSONRenderer().render(data).decode(),
            headers={name: value for name, value in response.items() if name != "Content-Type"},
        )


def once(request: Request, *, shown_once: tuple[str, ...] = ()) -> Once | None:
    """What the request's key asks for; None without a key. Raises ValidationError for a key of the wrong shape."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        raise ValidationError({HEADER: [f"A key is 1 to {LONGEST} printable characters."]})
    asked = json.dumps([request.method, request.get_full_path(), request.data], sort_keys=True, default=str)
    fingerprint = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
    return Once(person=cast("Person", request.user), key=key, fingerprint=fingerprint, shown_once=shown_once)
