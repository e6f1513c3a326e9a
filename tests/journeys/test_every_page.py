"""Every page of the URLconf, with something on it, as each kind of reader: what it answers, writes and looks like."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from teams.models import Person
from tests.desks import at_rest
from tests.factories import AT
from tests.pages import PRESSES, TABLES, PageAt, address_of_press, pages_of
from tests.rehearsal import begin
from tests.scene import Cast, Scene, set_scene
from tests.sinks import SmtpSink

READERS = ("member", "lead", "executive", "administrator", "nobody")
LONG = bool(os.environ.get("HOLDFAST_LONG"))
# Whoever looks at what in a short run; a long one looks at everything as everybody.
SHORT = {
    "member": ("check_in_link", "inbox"),
    "lead": ("agreement", "amendment", "amendment_new", "agreement_new", "commitment", "home"),
    "executive": ("dashboard",),
    "administrator": ("settings_people",),
    "nobody": ("landing",),
}
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "light"), (390, "dark"), (320, "light"))


@pytest.fixture
def scene(settings: Settings, relay: SmtpSink, db: None) -> Scene:
    settings.REHEARSAL = True
    begin(AT)
    return set_scene(relay)


def readers(cast: Cast) -> dict[str, Person | None]:
    return {
        "member": cast.dana,
        "lead": cast.maya,
        "executive": cast.executive,
        "administrator": cast.admin,
        "nobody": None,
    }


def client_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_every_page_answers_each_reader_with_one_heading_and_a_title_of_its_own(scene: Scene) -> None:
    wrong = []
    for reader, person in readers(scene.cast).items():
        client = client_of(person)
        answers = [(page, client.get(page.address)) for page in pages_of(scene)]
        shown = [(page, answer.status_code, answer.content.decode()) for page, answer in answers]
        titles = Counter(title_of(html) for _, status, html in shown if status == 200)
        for page, status, html in shown:
            seen = (status, headings_of(html), titles[title_of(html)])
            if seen != expected(page.status_for(reader), seen):
                wrong.append(f"{reader} at {page}: {seen} {title_of(html)}")

    assert wrong == []


def expected(status: int, seen: tuple[int, int, int]) -> tuple[int, int, int]:
    """Status, headings, and how many pages have its title; where one is turned away, the title says why instead."""
    if status == 302:
        return (302, 0, 0)
    return (status, 1, 1 if status == 200 else seen[2])


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_what_takes_a_press_cannot_be_opened(name: str, admin: Person) -> None:
    assert client_of(admin).get(address_of_press(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_is_for_those_who_are_signed_in(name: str, maya: Person) -> None:
    at_maya, at_nobody = client_of(maya).get(reverse(name)), client_of(None).get(reverse(name))

    assert (at_maya["Content-Type"].split(";")[0], at_nobody.status_code) == ("text/csv", 302)


def test_reading_writes_nothing(scene: Scene) -> None:
    clients = [client_of(person) for person in (scene.cast.maya, None)]
    pages = pages_of(scene)
    before = rows_written()
    for client in clients:
        for page in pages:
            client.get(page.address)
            client.head(page.address)

    assert rows_written() - before == Counter()


def headings_of(html: str) -> int:
    return len(re.findall(r"<h1[\s>]", html))


def title_of(html: str) -> str:
    """The title of a page, empty where it has none."""
    found = re.search(r"<title>\s*(.*?)\s*· Holdfast\s*</title>", html, re.DOTALL)
    return found.group(1) if found else ""


def rows_written() -> Counter[str]:
    """How many rows of each table this transaction has added, changed or removed so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return Counter(dict(cursor.fetchall()))


WHO = [READERS[number : number + 1] for number in range(len(READERS))] if LONG else [READERS]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", WHO, ids="-".join)
def test_a_page_is_in_order_for_eyes_and_helpers(
    who: tuple[str, ...], scene: Scene, browser: Browser, live_server: LiveServer
) -> None:
    """No complaint of the browser, no sideways scrolling on a phone, nothing that axe finds in the way."""
    found = []
    for reader in who:
        with browser_of(readers(scene.cast)[reader], browser, live_server) as page:
            for each in to_look_at(reader, scene):
                address = live_server.url + each.address
                found += [f"{reader} at {each}: {complaint}" for complaint in complaints_about(page, address)]

    assert "\n".join(found) == ""


def to_look_at(reader: str, scene: Scene) -> list[PageAt]:
    """What ``reader`` is shown; in a short run only the first page of each name that is worth it."""
    shown = [page for page in pages_of(scene) if page.status_for(reader) == 200]
    if LONG:
        return shown
    first = {page.name: page for page in reversed(shown)}
    return [first[name] for name in SHORT[reader]]


@contextmanager
def browser_of(person: Person | None, browser: Browser, server: LiveServer) -> Iterator[Page]:
    context = browser.new_context()
    cookies = client_of(person).cookies
    context.add_cookies([{"name": name, "value": cookies[name].value, "url": server.url} for name in cookies])
    yield context.new_page()
    context.close()


def complaints_about(page: Page, address: str) -> Iterator[str]:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.extend([message.text] if message.type in {"error", "warning"} else [])

    page.on("console", note)
    page.goto(address)
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        at_rest(page)
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"needs {needed} of {width} px"
        if width != 320:
            yield from (f"{width} {theme}: {one['id']}" for one in Axe().run(page).response["violations"])
    page.remove_listener("console", note)
    yield from said
