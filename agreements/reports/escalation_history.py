"""What history says of decisions that the parties asked for."""

from collections.abc import Callable, Mapping
from typing import Any

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]


def _topic(before: str) -> Sentence:
    return lambda data: f"{before} “{data['topic']}”"


def _stated(data: Data) -> str:
    return f"said for {data['party']} why, about “{data['topic']}”"


def _asked(data: Data) -> str:
    alone = ", before every party had said its reason" if data["is_one_sided"] else ""
    return f"asked for a decision: “{data['topic']}”{alone}"


def _ruled(data: Data) -> str:
    chosen = f": {data['option']}" if data["option"] else ", in other words than the options"
    return f"decided “{data['topic']}”{chosen}"


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "escalation_opened": (_topic("began to ask for a decision about"), ""),
    "packet_edited": (_topic("worked on the question"), ""),
    "statement_written": (_stated, ""),
    "decision_asked": (_asked, "asked"),
    "ruled": (_ruled, "agreed"),
    "escalation_withdrawn": (_topic("no longer asks for a decision about"), "withdrawn"),
}
KINDS = tuple(SENTENCES)
