"""Keys under which a thing can be planned once only, and the names a message keeps over every attempt."""

import hashlib
from collections.abc import Sequence
from datetime import date

LONGEST = 220  # of the key of a delivery


def reminder_key(*, kind: str, subject: str, version: str, recipient: int, slot: str) -> str:
    """Return the key of one reminder.

    `subject` is a kind of thing and its number, such as "commitment:12"; `version` changes when the thing must be
    told anew (a moved date); `slot` names the local date or the step of a ladder. Instants and random values would
    let two planners tell the same thing twice, so none is taken.
    """
    return "|".join((kind, subject, version, f"person:{recipient}", slot))


def slot_of(key: str) -> str:
    """Return the slot that a reminder's key ends with."""
    return key.rpartition("|")[2]


def digest_key(*, channel: str, recipient: int, local_on: date) -> str:
    """Return the key of the one morning mail of a person's local date."""
    return f"{channel}|digest|person:{recipient}|{local_on.isoformat()}"


def muted_key(*, channel: str, recipient: int, local_on: date) -> str:
    """Return the key of what a person's morning mail of that local date left out, because they do not want it."""
    return f"{channel}|muted|person:{recipient}|{local_on.isoformat()}"


def bundle_key(*, channel: str, recipient: int, first: int) -> str:
    """Return the key of the mail that takes over several, `first` the lowest number among them."""
    return f"{channel}|bundle|person:{recipient}|{first}"


def conversation_key(*, channel: str, endpoint: int, reminder: str) -> str:
    """Return the key of the post of one reminder, of key `reminder`, into a person's conversation."""
    return f"{channel}|endpoint:{endpoint}|{reminder}"[:LONGEST]


def conversation_digest_key(*, channel: str, endpoint: int, local_on: date, reminders: Sequence[int]) -> str:
    """Return the key of the post of several reminders, by their numbers in order.

    One that takes others over has more of them, and so another key.
    """
    which = f"{reminders[0]}-{reminders[-1]}-{len(reminders)}"
    return f"{channel}|digest|endpoint:{endpoint}|{local_on.isoformat()}|{which}"


def team_key(*, channel: str, endpoint: int, reminder: str) -> str:
    """Return the key of the one post of a thing into a team's conversation: that of its reminders, but for whom."""
    *thing, _, slot = reminder.split("|")
    return "|".join((channel, f"endpoint:{endpoint}", *thing, slot))[:LONGEST]


def webhook_key(*, endpoint: int, event: int) -> str:
    """Return the key of the one delivery of an event to a webhook."""
    return f"webhook|endpoint:{endpoint}|event:{event}"


def webhook_id(dedupe_key: str) -> str:
    """Return the webhook-id of a delivery: the same on every attempt, different for every delivery."""
    return f"msg_{hashlib.sha256(dedupe_key.encode()).hexdigest()[:32]}"


def message_id(dedupe_key: str, *, host: str) -> str:
    """Return the Message-ID of a delivery: the same on every attempt, different for every delivery."""
    return f"<{hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]}@{host}>"
