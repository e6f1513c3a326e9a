"""What goes together into one mail: only the newest step of a ladder, and one mail instead of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reminders.domain.kinds import DIGEST, Kind

MOST_SEPARATE = 3
LEFT_BEHIND = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One reminder as bundling sees it; `subject` names what it is about, `local_on` the day it became due.

    `agreement` is the number of the agreement's row, None where it belongs to none.
    """

    id: int
    kind: Kind
    subject: str
    local_on: date
    agreement: int | None = None


def newest_of_ladders(items: Iterable[Item]) -> tuple[Item, ...]:
    """Drop the older steps of each ladder about one subject, and sort the rest, most pressing first."""
    kept: dict[tuple[str, str], Item] = {}
    for item in sorted(items, key=lambda item: (item.local_on, item.id)):
        ladder = item.kind.manner.ladder
        kept[(ladder, item.subject) if ladder else ("", str(item.id))] = item
    return tuple(sorted(kept.values(), key=lambda item: (item.kind.urgency, item.local_on, item.id)))


def without_replaced(items: Sequence[Item]) -> tuple[Item, ...]:
    """Drop the check-in requests of agreements whose sync is announced in the same mail.

    The announcement itself asks for the answers that are open.
    """
    announced = {item.agreement for item in items if item.kind is Kind.SYNC_TOMORROW}
    return tuple(item for item in items if item.kind is not Kind.CHECK_IN_REQUEST or item.agreement not in announced)


def kind_of(kinds: Sequence[Kind]) -> str:
    """Return the kind of a delivery: that of its one reminder, or the digest."""
    return kinds[0] if len(kinds) == 1 else DIGEST


def should_bundle(due: Sequence[datetime], *, at: datetime) -> bool:
    """Tell whether messages to one person, due at `due` and not yet sent, become one.

    More than three do; so do any two once one of them was left behind, because nobody was at work to send it.
    """
    was_left = any(at - moment > LEFT_BEHIND for moment in due)
    return len(due) > MOST_SEPARATE or (len(due) > 1 and was_left)
