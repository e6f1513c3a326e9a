"""Versions of objects: an ETag on each answer, and If-Match that keeps one writer from undoing another."""

import hashlib
from collections.abc import Mapping

from django.utils.http import parse_etags
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer


class ChangedError(APIException):
    """Refuse a change to something that is no longer what the caller saw."""

    status_code = 412
    default_code = "changed"
    default_detail = "This has changed since you read it. Read it again, then decide."


def etag_of(thing: object, data: Mapping[str, object]) -> str:
    """The version of ``thing``: its own count of changes, else the hash of ``data``, what the API says about it."""
    revision = getattr(thing, "revision", None)
    if revision is not None:
        return f'"{revision}"'
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def check(*, if_match: str | None, etag: str) -> None:
    """Refuse with 412 when ``if_match`` names other versions; without the header anything goes.

    The mark for weak tags is ignored: proxies that compress add it.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if etag not in [tag.removeprefix("W/") for tag in parse_etags(if_match)]:
        raise ChangedError
