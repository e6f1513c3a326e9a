"""What history says of changes that were asked for, answered and agreed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from agreements.reports.facts import line
from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

ANSWERED = {"accept": "accepted", "decline": "did not agree to"}


def _asked(data: Data) -> str:
    ways = len(data["alternatives"])
    return f"asked for change {data['amendment']} {_how_early(data)}{f', with {ways} options' if ways > 1 else ''}"


def _answered(data: Data) -> str:
    return say(
        "{answered} “{alternative}” of change {amendment}",
        answered=ANSWERED[data["answer"]],
        alternative=data["alternative"],
        amendment=data["amendment"],
    )


def _countered(data: Data) -> str:
    return say("suggested “{counter}” for change {amendment}", counter=data["counter"], amendment=data["amendment"])


def _numbered(before: str, after: str) -> Sentence:
    return lambda data: say(
        "{before} change {amendment}{after}", before=before, amendment=data["amendment"], after=after
    )


def _reopened(data: Data) -> str:
    return f"asked again for change {data['amendment']}, answers by {date.fromisoformat(data['answer_by']):%-d %b %Y}"


def _amended(data: Data) -> str:
    said = say(
        "came into force with change {amendment}, asked {how_early}",
        amendment=data["amendment"],
        how_early=_how_early(data),
    )
    return say(
        "{said} and accepted by everybody it affects: “{alternative}”", said=said, alternative=data["alternative"]
    )


def _how_early(data: Data) -> str:
    return "early" if data["is_early"] else say("at short notice")


def side_of_changes(data: Data, side: str) -> str:
    """One line of all that an agreed change changed, ``side`` being "was" or "now"; what says nothing is left out."""
    found = [_line(change, side) for change in data["changes"]]
    return "; ".join(filter(None, found))


def _line(change: Data, side: str) -> str:
    facts = change[side]
    if change["kind"] == "add_commitment":
        return say("new: {deliverable}", deliverable=facts["deliverable"]) if facts else ""
    if change["kind"] == "drop_commitment":
        return f"{change['deliverable']} {'owed' if side == 'was' else 'dropped'}"
    name = change.get("deliverable") or change.get("name") or "sync"
    return f"{name}: {line(facts)}" if facts else ""


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "amendment_asked": (_asked, "asked"),
    "amendment_answered": (_answered, ""),
    "amendment_countered": (_countered, "counter"),
    "amendment_withdrawn": (_numbered("set", " aside"), "withdrawn"),
    "amendment_declined": (_numbered("closed", ": not agreed"), "declined"),
    "amendment_expired": (_numbered("closed", ": not answered in time"), "expired"),
    "amendment_reopened": (_reopened, "asked"),
    "amendment_rebased": (_numbered("brought", " up to date with the terms in force"), "asked"),
    "amended": (_amended, "agreed"),
}
KINDS = tuple(SENTENCES)
