"""From link to link as each kind of reader, with a picture of every page on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from playwright.sync_api import Browser, Page

from reminders.management.sample.cast import ADMINISTRATOR, CAST, EXECUTIVE, PASSWORD, address
from tests.desks import at_rest
from tests.pages import ALIASES, FOR_MACHINES, PRESSES, TABLES, named_addresses

READERS = {
    "lead": address(CAST[0]),
    "member": address(CAST[1]),
    "executive": address(EXECUTIVE),
    "administrator": address(ADMINISTRATOR),
    "nobody": "",
}
LOOKS: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "light": (1440, "light"),
    "dark": (1440, "dark"),
    "phone": (390, "light"),
}
NOT_PAGES = PRESSES | ALIASES | FOR_MACHINES | TABLES
LINKS = "links => links.map(link => link.getAttribute('href'))"


@dataclass
class Walk:
    """What a reader has still to look at: one page of each name, at the first address that a link leads to."""

    waiting: dict[str, str]
    seen: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while self.waiting:
            name = next(iter(self.waiting))
            self.seen.add(name)
            yield name, self.waiting.pop(name)

    def note(self, addresses: list[str]) -> None:
        for found in addresses:
            name = page_name(found)
            if name and name not in self.seen:
                self.waiting.setdefault(name, found)


def page_name(found: str) -> str:
    """The name of the page at an address; empty where there is none to look at."""
    try:
        name = resolve(urlsplit(found).path).url_name or ""
    except Resolver404:
        return ""
    return "" if name in NOT_PAGES else name


def look_around(browser: Browser, base: str, *, wanted: set[str], to: Path) -> None:
    """Take the pictures of the readers and pages that are ``wanted``; of all where none is named."""
    for reader in sorted(wanted & READERS.keys()) or READERS:
        pictures = to / reader
        pictures.mkdir(parents=True, exist_ok=True)
        page = open_page(browser, base, READERS[reader])
        walk = Walk(waiting={name: reverse(name) for name in sorted(named_addresses()) if is_plain(name)})
        for name, at in walk:
            answer = page.goto(at)
            if answer is None or answer.status != 200 or page_name(page.url) != name:
                continue
            walk.note(page.eval_on_selector_all("a[href^='/']", LINKS))
            if name in wanted or not wanted - READERS.keys():
                take(page, pictures / name)
        page.context.close()


def is_plain(name: str) -> bool:
    """Whether its address holds nothing but itself."""
    try:
        return page_name(reverse(name)) == name
    except NoReverseMatch:
        return False


def open_page(browser: Browser, base: str, email: str) -> Page:
    context = browser.new_context(base_url=base, locale="en-GB", viewport={"width": 1360, "height": 1120})
    page = context.new_page()
    if email:
        page.goto("/sign-in/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/home/**")
    return page


def take(page: Page, path: Path) -> None:
    page.mouse.move(0, 0)  # nothing is pointed at
    for look, (width, theme) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        at_rest(page)
        page.screenshot(path=f"{path}-{look}.png")


def draw_readme(browser: Browser, base: str, *, to: Path) -> None:
    """A drifting agreement, as somebody sees it who leads a team of it."""
    page = open_page(browser, base, READERS["lead"])
    page.goto("/agreements/?health=drifting")
    page.locator(".row-link").first.click()
    page.wait_for_url("**/agreements/*-*/")
    at_rest(page)
    page.screenshot(path=to)
    page.context.close()
