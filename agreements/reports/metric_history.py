"""What history says of metrics that join an agreement in force."""

from collections.abc import Callable, Mapping
from typing import Any

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]


def _proposed(data: Data) -> str:
    return f"proposed a joint metric: “{data['name']}”{_mattering(data)}"


def _assented(data: Data) -> str:
    return f"said of “{data['name']}”: this matters to {_listed(data['parties'])}"


def _mattering(data: Data) -> str:
    return f", which matters to {_listed(data['parties'])}" if data["parties"] else ""


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _declined(data: Data) -> str:
    return f"did not take up “{data['name']}” as a joint metric"


def _joined(data: Data) -> str:
    return f"came into force with “{data['name']}”, which matters to every party"


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "metric_proposed": (_proposed, "asked"),
    "metric_assented": (_assented, ""),
    "metric_declined": (_declined, "declined"),
    "metric_joined": (_joined, "agreed"),
}
KINDS = tuple(SENTENCES)
