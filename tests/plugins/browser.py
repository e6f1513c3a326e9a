"""A real browser for page tests: the machine's Chromium, else Playwright's own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 60_000  # a busy machine is slow, not wrong

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def start_chromium() -> Iterator[Browser]:
    """The machine's Chromium, or Playwright's own, for as long as somebody looks."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    flags = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, start_chromium() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
        yield running
