"""Visits to pages: a form filled in as somebody, and what a page costs."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teams.models import Person


def sent(client: Client, person: Person, address: str, values: Mapping[str, object] | None = None) -> Any:
    """The answer to a POST of ``values`` by ``person``."""
    client.force_login(person)
    return client.post(address, values or {})


def queries(client: Client, address: str) -> int:
    """How many queries the page at ``address`` takes."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
