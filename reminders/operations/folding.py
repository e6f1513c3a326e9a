"""Nobody is asked twice a day about one thing: all that reminders say of a commitment becomes one part of a mail."""

from collections.abc import Iterable
from dataclasses import replace

from reminders.reports.sections import Section


def folded(sections: Iterable[Section], *, asked: frozenset[int] = frozenset()) -> list[Section]:
    """The same in order, with one set of buttons for each commitment, and none for those in ``asked``.

    What else is said about a commitment goes in a sentence into the part that asks about it, the first of them.
    """
    kept: list[Section] = []
    places: dict[int, int] = {}  # of the part about a commitment alone
    for section in sections:
        place = _place(section, places)
        if place is not None:
            kept[place] = replace(kept[place], also=(*kept[place].also, section.in_short))
        elif left := section.without_asking(asked):
            if left.in_short:
                places |= dict.fromkeys(section.asks_about, len(kept))
            asked |= left.asks_about
            kept.append(left)
    return kept


def _place(section: Section, places: dict[int, int]) -> int | None:
    """Where what ``section`` says can go."""
    if not section.in_short:
        return None
    return next((places[one] for one in section.asks_about if one in places), None)
