"""What history says of commitments that change hands, and of who signs for a party."""

from collections.abc import Callable, Mapping
from typing import Any

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

DOES = {"owner": "own it", "receiver": "confirm it"}


def _asked(data: Data) -> str:
    return f"asked that {data['to_person']} {DOES[data['role']]} in place of {data['from_person']}"


def _accepted(data: Data) -> str:
    if data["given"] == ["agreed"]:
        return f"agreed to {data['to_person']}, who is to {DOES[data['role']]}"
    return f"took it over from {data['from_person']}"


def _declined(data: Data) -> str:
    return f"did not agree that {data['to_person']} {DOES[data['role']]}"


def _withdrawn(data: Data) -> str:
    return f"asks {data['to_person']} no more to take it over"


def _handed_over(data: Data) -> str:
    owns = "owns it" if data["role"] == "owner" else "confirms it"
    return f"came into force: {data['to_person']} {owns} from here on"


def _replaced(data: Data) -> str:
    return f"named {data['now']['representative']} as who signs for {data['team']}"


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "handover_asked": (_asked, "asked"),
    "handover_accepted": (_accepted, ""),
    "handover_declined": (_declined, "declined"),
    "handover_withdrawn": (_withdrawn, "withdrawn"),
    "handed_over": (_handed_over, "agreed"),
    "representative_replaced": (_replaced, ""),
}
KINDS = tuple(SENTENCES)
