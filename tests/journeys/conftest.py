"""What journeys in a browser share: a relay that keeps the mails, and people at browsers of their own."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.sinks import SmtpSink


@pytest.fixture
def relay(settings: Settings) -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    settings.MAILERS = sink.mailers()
    yield sink
    sink.stop()
