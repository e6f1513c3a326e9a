"""Filling in a form of a page as somebody."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.test import Client

from teams.models import Person


def sent(client: Client, person: Person, address: str, values: Mapping[str, object] | None = None) -> HttpResponse:
    """The answer to a POST of ``values`` by ``person``."""
    client.force_login(person)
    return client.post(address, values or {})
