"""What history says of syncs: started, held, called off or moved, what they decided, and who takes turns."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from agreements.domain.decisions import DecisionKind
from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

DECIDED = {
    DecisionKind.KEEP: "it stays as it is",
    DecisionKind.RENEGOTIATE: "another way is asked for",
    DecisionKind.ESCALATE: "a decision is asked for",
    DecisionKind.PARK: "it comes back next time",
}


def _sync(before: str) -> Sentence:
    return lambda data: say("{before} sync {sync}", before=before, sync=data.get("sync", "")).rstrip()


def _held(data: Data) -> str:
    attendees = data.get("attendees")
    people = f" with {attendees} {'person' if attendees == 1 else 'people'}" if attendees else ""
    return say("held sync {sync}{people}", sync=data.get("sync", ""), people=people)


def _moved(data: Data) -> str:
    was, now = (f"{datetime.fromisoformat(data[side]):%-d %b %Y}" for side in ("was", "now"))
    days = say("from {was} to {now}", was=was, now=now) if was != now else say("to another time on {now}", now=now)
    return say("moved sync {sync} {days}", sync=data.get("sync", ""), days=days)


def _facilitator(data: Data) -> str:
    return f"chose who moderates sync {data.get('sync', '')}: {data.get('now') or 'whose turn it is'}"


def _rota(data: Data) -> str:
    names = data.get("now") or []
    return f"set who takes turns at moderating: {', '.join(names) or 'nobody'}"


def _topic(before: str) -> Sentence:
    return lambda data: f"{before}: “{data.get('text', '')}”"


def _decided(data: Data) -> str:
    about = say(" about “{about}”", about=data["about"]) if data.get("about") else ""
    return say(
        "decided{about} in sync {sync}: {decided}; {owner} sees to it",
        about=about,
        sync=data["sync"],
        decided=DECIDED[DecisionKind(data["kind"])],
        owner=data["owner"],
    )


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "sync_started": (_sync("started"), ""),
    "sync_held": (_held, "kept"),
    "sync_cancelled": (_sync("called off"), ""),
    "sync_moved": (_moved, ""),
    "facilitator_set": (_facilitator, ""),
    "rota_set": (_rota, ""),
    "topic_added": (_topic("put on the agenda"), ""),
    "topic_removed": (_topic("took off the agenda"), ""),
    "decided": (_decided, ""),
}
