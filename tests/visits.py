"""Visits to pages: a form filled in as somebody, and what a page costs."""

import re
from collections.abc import Mapping
from html import unescape
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


def press_undo(client: Client, page: str) -> int:
    """Press the Undo of the toast on ``page``, as the browser would; the status of the answer."""
    toast = page[page.index("data-toast") :]
    action = re.search(r'action="([^"]+)"', toast)
    assert action
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', toast)
    return client.post(action[1], {name: unescape(value) for name, value in fields}).status_code
