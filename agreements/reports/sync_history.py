"""What history says of syncs: started, held, called off or moved, what they decided, and who takes turns."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from agreements.domain.decisions import DecisionKind

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

DECIDED = {
    DecisionKind.KEEP: "it stays as it is",
    DecisionKind.RENEGOTIATE: "another way is asked for",
    DecisionKind.ESCALATE: "a decision is asked for",
    DecisionKind.PARK: "it comes back next time",
}


def _sync(before: str) -> Sentence:
    return lambda data: f"{before} sync {data.get('sync', '')}".rstrip()


def _held(data: Data) -> str:
    attendees = data.get("attendees")
    people = f" with {attendees} {'person' if attendees == 1 else 'people'}" if attendees else ""
    return f"held sync {data.get('sync', '')}{people}"


def _moved(data: Data) -> str:
    was, now = (f"{datetime.fromisoformat(data[side]):%-d %b %Y}" for side in ("was", "now"))
    days = f"from {was} to {now}" if was != now else f"to another time on {now}"
    return f"moved sync {data.get('sync', '')} {days}"


def _facilitator(data: Data) -> str:
    return f"chose who moderates sync {data.get('sync', '')}: {data.get('now') or 'whose turn it is'}"


def _rota(data: Data) -> str:
    names = data.get("now") or []
    return f"set who takes turns at moderating: {', '.join(names) or 'nobody'}"


def _topic(before: str) -> Sentence:
    return lambda data: f"{before}: “{data.get('text', '')}”"


def _decided(data: Data) -> str:
    about = f" about “{data['about']}”" if data.get("about") else ""
    return f"decided{about} in sync {data['sync']}: {DECIDED[DecisionKind(data['kind'])]}; {data['owner']} sees to it"


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
