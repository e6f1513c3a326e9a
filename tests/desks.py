"""Somebody in front of a browser of their own, who finds things by the names that a person reads."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from teams.models import Person
from tests.races import LONG

PASSWORD = "a long walk by the river"
WAYS = {True: "with-scripts", False: "without-scripts"}


def in_short(*, with_scripts: bool) -> pytest.MarkDecorator:
    """Have a long story told one way in a short run; a long run tells it with scripts and without."""
    ways = list(WAYS) if LONG else [with_scripts]
    return pytest.mark.parametrize("desk", ways, ids=WAYS.__getitem__, indirect=True)


def at_rest(page: Page) -> None:
    """Let colours come to rest; an animation that is cut short has ended too."""
    page.evaluate("() => Promise.allSettled(document.getAnimations().map(each => each.finished))")


@dataclass(frozen=True)
class Desk:
    """Somebody in front of a browser of their own."""

    person: Person
    page: Page
    base: str

    def sign_in(self) -> None:
        self.page.goto(f"{self.base}/sign-in/")
        self.fill({"E-mail address": self.person.email, "Password": PASSWORD})
        self.press("Sign in")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.person.get_short_name())

    def fill(self, values: dict[str, str], *, within: Locator | None = None) -> None:
        """Fill in the first field of each label: choose an option with those words, or type them."""
        for label, value in values.items():
            field = (within or self.page).get_by_label(named(label)).first
            if field.evaluate("field => field.tagName") == "SELECT":
                offered = field.locator("option").filter(has_text=value).first
                field.select_option(value=offered.get_attribute("value"))
            else:
                field.fill(value)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str | re.Pattern[str], *, within: str = "") -> None:
        place = self.page.get_by_role("region", name=within) if within else self.page.get_by_role("main")
        place.get_by_role("link", name=name).first.click()

    def open(self, title: str) -> None:
        """Go to an agreement by the list of all."""
        self.page.goto(f"{self.base}/agreements/")
        self.follow(title)

    def sees(self, *sentences: str, within: str = "") -> None:
        place = self.page.get_by_role("region", name=within) if within else self.page.get_by_role("main")
        for sentence in sentences:
            expect(place).to_contain_text(sentence)

    def is_told(self, sentence: str) -> None:
        """The one line that follows an act."""
        expect(self.page.get_by_role("status").filter(has_text=sentence).first).to_be_visible()


def named(label: str) -> re.Pattern[str]:
    """A label, with or without the note until when its field may stay empty."""
    return re.compile(rf"^\s*{re.escape(label)}(\s+(optional|before you propose))?\s*$")
