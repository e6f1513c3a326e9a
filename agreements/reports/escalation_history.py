"""What history says of decisions that the parties asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]


def _topic(before: str) -> Sentence:
    return lambda data: f"{before} “{data['topic']}”"


def _stated(data: Data) -> str:
    return say("said for {party} why, about “{topic}”", party=data["party"], topic=data["topic"])


def _asked(data: Data) -> str:
    alone = say(", before every party had said its reason") if data["is_one_sided"] else ""
    return say("asked for a decision: “{topic}”{alone}", topic=data["topic"], alone=alone)


def _ruled(data: Data) -> str:
    chosen = f": {data['option']}" if data["option"] else say(", in other words than the options")
    return say("decided “{topic}”{chosen}", topic=data["topic"], chosen=chosen)


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "escalation_opened": (_topic("began to ask for a decision about"), ""),
    "packet_edited": (_topic("worked on the question"), ""),
    "statement_written": (_stated, ""),
    "decision_asked": (_asked, "asked"),
    "ruled": (_ruled, "agreed"),
    "escalation_withdrawn": (_topic("no longer asks for a decision about"), "withdrawn"),
}
KINDS = tuple(SENTENCES)
