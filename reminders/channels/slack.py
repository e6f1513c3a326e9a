"""Slack: a message in Block Kit for an incoming webhook.

Slack's limits: 50 blocks, 3000 letters in the text of a section, 150 in a header, 75 in a button's words, 3000 in its
address, 5 buttons in a row that look well. ``&``, ``<`` and ``>`` are the only letters with a meaning beyond looks, so
escaping them keeps what people wrote from naming people, channels or links.
"""

import json
from collections.abc import Iterator

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from reminders.domain.posts import Button, Part, Post, limited

MOST_BLOCKS = 50
MOST_OF_SECTION = 3000
MOST_OF_HEADER = 150
MOST_OF_BUTTON = 75
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


def body_of(post: Post) -> bytes:
    """The body of a request: the blocks, and the title for notifications and for who reads without them."""
    blocks = list(_blocks(post))[:MOST_BLOCKS]
    said = {"text": escaped(post.title), "blocks": [block.to_dict() for block in blocks], "unfurl_links": False}
    return json.dumps(said).encode()


def escaped(text: str) -> str:
    """Text that Slack shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(post: Post) -> Iterator[Block]:
    yield HeaderBlock(text=PlainTextObject(text=limited(post.title, MOST_OF_HEADER), emoji=False))
    for number, part in enumerate(post.parts):
        if number:
            yield DividerBlock()
        yield SectionBlock(text=_text(part, is_titled=len(post.parts) > 1))
        if part.buttons:
            yield ActionsBlock(elements=[_button(button) for button in part.buttons])
    if post.rest:
        yield ActionsBlock(elements=[_button(post.rest)])
    if post.foot:
        yield ContextBlock(elements=[_markdown(escaped(post.foot))])


def _text(part: Part, *, is_titled: bool) -> MarkdownTextObject:
    """A part that stands alone has its headline in the header already."""
    headline = f"*{escaped(part.headline)}*" if is_titled or not part.text else ""
    return _markdown("\n".join(filter(None, (headline, escaped(part.text)))))


def _markdown(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=_cut(text, MOST_OF_SECTION), verbatim=True)


def _cut(text: str, most: int) -> str:
    """Never in the middle of an escaped letter."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    head, sign, tail = kept.rpartition("&")
    return f"{head if sign and ';' not in tail else kept}…"


def _button(button: Button) -> ButtonElement:
    words = PlainTextObject(text=limited(button.words, MOST_OF_BUTTON), emoji=False)
    return ButtonElement(text=words, url=button.url)
