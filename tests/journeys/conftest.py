"""What journeys in a browser share: a relay that keeps the mails, and people at browsers of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from teams.models import Person
from tests.desks import PASSWORD, WAYS, Desk
from tests.plugins.browser import PATIENCE_MS
from tests.sinks import SmtpSink

type MakeDesk = Callable[[Person], Desk]


@pytest.fixture
def relay(settings: Settings) -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    settings.MAILERS = sink.mailers()
    yield sink
    sink.stop()


@pytest.fixture(params=list(WAYS), ids=WAYS.__getitem__)
def desk(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[MakeDesk]:
    """`desk(person)` is a browser of that person; with scripts, then without: nothing here may need them."""
    opened = []

    def sits_down(person: Person) -> Desk:
        person.set_password(PASSWORD)
        person.save()
        context = browser.new_context(java_script_enabled=request.param, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return Desk(person, context.new_page(), live_server.url)

    yield sits_down
    for context in opened:
        context.close()
