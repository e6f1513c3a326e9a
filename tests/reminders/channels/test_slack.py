"""What Slack gets is within its limits, and what people wrote means nothing there."""

import json
from typing import Any

import pytest

from reminders.channels.slack import body_of
from reminders.domain.posts import Button, Part, Post, post_of

PAGE = Button("Open", "https://holdfast.example.org/a/1/")


def said(post: Post) -> Any:
    return json.loads(body_of(post))


def posted(*parts: Part, title: str = "Your day", foot: str = "") -> Any:
    return said(post_of(title, parts, foot=foot, rest=PAGE))


def test_one_thing_is_a_header_its_text_and_its_buttons() -> None:
    found = posted(Part(headline="Deck is drifting", text="Four days past its date.", buttons=(PAGE,)), title="Drift")

    assert found["text"] == "Drift"
    assert [block["type"] for block in found["blocks"]] == ["header", "section", "actions"]
    assert found["blocks"][1]["text"] == {"type": "mrkdwn", "text": "Four days past its date.", "verbatim": True}
    assert found["blocks"][2]["elements"] == [
        {"type": "button", "text": {"type": "plain_text", "text": "Open", "emoji": False}, "url": PAGE.url}
    ]


def test_of_several_each_has_its_headline() -> None:
    found = posted(Part(headline="One", text="a"), Part(headline="Two", text="b"))

    assert [block["text"]["text"] for block in found["blocks"] if block["type"] == "section"] == [
        "*One*\na",
        "*Two*\nb",
    ]


@pytest.mark.parametrize("text", ["<!channel>", "<@U123>", "<https://example.org|pay here>", "a & b < c > d"])
def test_what_people_wrote_names_nobody_and_leads_nowhere(text: str) -> None:
    found = posted(Part(headline=text, text=text), Part(headline="x", text="y"), title=text, foot=text)
    texts = [block["text"]["text"] for block in found["blocks"] if block["type"] == "section"]

    for shown in (*texts, found["text"], found["blocks"][-1]["elements"][0]["text"]):
        assert "<" not in shown
        assert ">" not in shown


def test_ampersands_are_escaped_first() -> None:
    assert posted(Part(headline="x", text="&lt;"))["blocks"][1]["text"]["text"] == "&amp;lt;"


def test_long_things_stay_within_the_limits() -> None:
    long = Button("b" * 200, "https://holdfast.example.org/")
    parts = [Part(headline="h" * 400, text="&" * 4000, buttons=(long, long)) for _ in range(40)]
    found = posted(*parts, title="t" * 400)

    assert len(found["blocks"]) <= 50
    assert len(found["blocks"][0]["text"]["text"]) <= 150
    sections = [block["text"]["text"] for block in found["blocks"] if block["type"] == "section"]
    assert max(map(len, sections)) <= 3000
    assert all(text.removesuffix("…").endswith(";") for text in sections)
    buttons = [one for block in found["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert max(len(one["text"]["text"]) for one in buttons) <= 75


def test_what_has_no_room_is_counted_and_linked() -> None:
    found = posted(*[Part(headline=str(number)) for number in range(15)])

    assert found["blocks"][-1]["elements"][0]["text"]["text"] == "And 3 more"
