"""A message for a conversation, before it takes the shape of Slack or Teams."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from teams.domain.language import say

MOST_PARTS = 12  # more is a page to open, not a message to read
MOST_LETTERS = 900  # of the text of one part


@dataclass(frozen=True, slots=True)
class Button:
    """A link in the shape of a button. It opens a page; nothing is done from outside."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that is told: its headline, plain text of any number of lines, and where it leads."""

    headline: str
    text: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message. ``title`` is what a notification shows, ``rest`` leads to what has no room in it."""

    title: str
    parts: tuple[Part, ...]
    foot: str = ""
    rest: Button | None = None


def post_of(title: str, parts: Iterable[Part], *, foot: str, rest: Button) -> Post:
    """Return a message of at most MOST_PARTS parts; what is left out is counted and linked."""
    found = tuple(parts)
    left = len(found) - MOST_PARTS
    more = Button(say("And {left} more", left=left), rest.url) if left > 0 else None
    return Post(title=title, parts=found[:MOST_PARTS], foot=foot, rest=more)


def without_links(text: str) -> str:
    """Return the text of a mail without the lines that only lead somewhere: a conversation has buttons for that."""
    lines = [line.strip() for line in text.splitlines() if "http://" not in line and "https://" not in line]
    return limited(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), MOST_LETTERS)


def limited(text: str, most: int) -> str:
    """Return ``text`` in at most ``most`` letters, ended with an ellipsis where it had more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
