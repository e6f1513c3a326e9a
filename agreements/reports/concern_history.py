"""What history says of concerns, and who may read that one was raised at all."""

from collections.abc import Callable, Mapping
from typing import Any

from agreements.domain.concerns import About
from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

ABOUT = {About.WORK: "about the work", About.WAY_OF_WORKING: "about how we work"}


def _numbered(before: str) -> Sentence:
    return lambda data: say(
        "{before} concern {concern}, {about}", before=before, concern=data["concern"], about=ABOUT[data["about"]]
    )


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "concern_raised": (_numbered("raised"), "asked"),
    "concern_resolved": (_numbered("answered"), "accept"),
}
KINDS = tuple(SENTENCES)
