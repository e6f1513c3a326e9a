from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from agreements.models import Agreement
from teams.models import Person

type SignIn = Callable[[Person], Client]
type PageOf = Callable[..., str]


@pytest.fixture
def sign_in(db: None, at: datetime, time_machine: TimeMachineFixture) -> SignIn:
    """`sign_in(person)` is a browser of that person; it is `at` from now on."""
    time_machine.move_to(at, tick=False)

    def browser_of(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser_of


@pytest.fixture
def page_of() -> PageOf:
    """`page_of(agreement, "commitments", 1)` is the address of a part of it."""

    def address(agreement: Agreement, *parts: object) -> str:
        return "/".join(["/agreements", agreement.slug, *map(str, parts), ""])

    return address
