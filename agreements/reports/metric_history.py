"""What history says of metrics that join an agreement in force."""

from collections.abc import Callable, Mapping
from typing import Any

from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]


def _proposed(data: Data) -> str:
    return say("proposed a joint metric: “{name}”{mattering}", name=data["name"], mattering=_mattering(data))


def _assented(data: Data) -> str:
    return say("said of “{name}”: this matters to {teams}", name=data["name"], teams=_listed(data["parties"]))


def _mattering(data: Data) -> str:
    return say(", which matters to {teams}", teams=_listed(data["parties"])) if data["parties"] else ""


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _declined(data: Data) -> str:
    return say("did not take up “{name}” as a joint metric", name=data["name"])


def _joined(data: Data) -> str:
    return say("came into force with “{name}”, which matters to every party", name=data["name"])


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "metric_proposed": (_proposed, "asked"),
    "metric_assented": (_assented, ""),
    "metric_declined": (_declined, "declined"),
    "metric_joined": (_joined, "agreed"),
}
KINDS = tuple(SENTENCES)
