"""What history says of commitments that change hands, and of who signs for a party."""

from collections.abc import Callable, Mapping
from typing import Any

from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

DOES = {"owner": "own it", "receiver": "confirm it"}


def _asked(data: Data) -> str:
    return say(
        "asked that {to_person} {does} in place of {from_person}",
        to_person=data["to_person"],
        does=DOES[data["role"]],
        from_person=data["from_person"],
    )


def _accepted(data: Data) -> str:
    if data["given"] == ["agreed"]:
        return say("agreed to {to_person}, who is to {does}", to_person=data["to_person"], does=DOES[data["role"]])
    return say("took it over from {from_person}", from_person=data["from_person"])


def _declined(data: Data) -> str:
    return say("did not agree that {to_person} {does}", to_person=data["to_person"], does=DOES[data["role"]])


def _withdrawn(data: Data) -> str:
    return say("asks {to_person} no more to take it over", to_person=data["to_person"])


def _handed_over(data: Data) -> str:
    owns = say("owns it") if data["role"] == "owner" else say("confirms it")
    return say("came into force: {to_person} {owns} from here on", to_person=data["to_person"], owns=owns)


def _replaced(data: Data) -> str:
    return say(
        "named {representative} as who signs for {team}",
        representative=data["now"]["representative"],
        team=data["team"],
    )


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "handover_asked": (_asked, "asked"),
    "handover_accepted": (_accepted, ""),
    "handover_declined": (_declined, "declined"),
    "handover_withdrawn": (_withdrawn, "withdrawn"),
    "handed_over": (_handed_over, "agreed"),
    "representative_replaced": (_replaced, ""),
}
KINDS = tuple(SENTENCES)
