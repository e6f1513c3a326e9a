"""Microsoft Teams: an Adaptive Card for a workflow that "posts to a channel when a webhook request is received".

Teams takes about 28 KB in all; parts from the end are left out where a card would be larger. Text blocks read a little
Markdown, so what people wrote has those letters escaped; Teams knows no HTML there.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from reminders.domain.posts import Button, Part, Post

MOST_BYTES = 24_000
HEADERS = {"Content-Type": "application/json; charset=utf-8"}
MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")

type Element = dict[str, Any]


def body_of(post: Post) -> bytes:
    """The body of a request, small enough for Teams."""
    for count in range(len(post.parts), 0, -1):
        body = _body(post, post.parts[:count])
        if len(body) <= MOST_BYTES:
            return body
    return _body(post, [Part(headline=post.title, buttons=post.parts[0].buttons if post.parts else ())])


def escaped(text: str) -> str:
    """Text that a text block shows as it is."""
    return MARKS.sub(r"\\\1", text)


def _body(post: Post, parts: Iterable[Part]) -> bytes:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": post.title,
        "body": list(_elements(post, tuple(parts))),
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return json.dumps({"type": "message", "summary": post.title, "attachments": [attachment]}).encode()


def _elements(post: Post, parts: tuple[Part, ...]) -> Iterator[Element]:
    yield _block(post.title, size="Medium", weight="Bolder", style="heading")
    for number, part in enumerate(parts):
        yield from _part(part, is_titled=len(post.parts) > 1, is_separate=number > 0)
    if post.rest:
        yield _actions([post.rest])
    if post.foot:
        yield _block(post.foot, size="Small", isSubtle=True, separator=True)


def _part(part: Part, *, is_titled: bool, is_separate: bool) -> Iterator[Element]:
    if is_titled:
        yield _block(part.headline, weight="Bolder", separator=is_separate)
    if part.text:
        yield _block(part.text)
    if part.buttons:
        yield _actions(part.buttons)


def _block(text: str, **looks: object) -> Element:
    """A line break of one's own needs an empty line between."""
    return {"type": "TextBlock", "text": escaped(text).replace("\n", "\n\n"), "wrap": True} | looks


def _actions(buttons: Iterable[Button]) -> Element:
    actions = [{"type": "Action.OpenUrl", "title": button.words, "url": button.url} for button in buttons]
    return {"type": "ActionSet", "actions": actions}
