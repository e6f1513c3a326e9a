"""What Teams gets is a card within its size, and what people wrote means nothing there."""

import json
from typing import Any

import pytest

from reminders.channels.teams import MOST_BYTES, body_of
from reminders.domain.posts import Button, Part, post_of

PAGE = Button("Open", "https://holdfast.example.org/a/1/")


def card(*parts: Part, title: str = "Your day", foot: str = "") -> Any:
    (attachment,) = json.loads(body_of(post_of(title, parts, foot=foot, rest=PAGE)))["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return attachment["content"]


def test_one_thing_is_its_title_its_text_and_its_buttons() -> None:
    found = card(Part(headline="x", text="Four days past its date", buttons=(PAGE,)), title="Drift")

    assert (found["type"], found["version"], found["fallbackText"]) == ("AdaptiveCard", "1.4", "Drift")
    assert [element["type"] for element in found["body"]] == ["TextBlock", "TextBlock", "ActionSet"]
    assert found["body"][2]["actions"] == [{"type": "Action.OpenUrl", "title": "Open", "url": PAGE.url}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[pay here](https://example.org)", "\\[pay here\\]\\(https://example.org\\)"),
        ("**now**", "\\*\\*now\\*\\*"),
        ("<at>Ann</at>", "<at\\>Ann</at\\>"),
    ],
)
def test_what_people_wrote_leads_nowhere(text: str, shown: str) -> None:
    assert card(Part(headline="x", text=text))["body"][1]["text"] == shown


def test_a_large_message_is_cut_to_the_size_that_teams_takes() -> None:
    post = post_of("Your day", [Part(headline="h" * 100, text="ü" * 900) for _ in range(12)], foot="", rest=PAGE)

    body = body_of(post)
    assert len(body) <= MOST_BYTES
    assert json.loads(body)["attachments"][0]["content"]["body"]
