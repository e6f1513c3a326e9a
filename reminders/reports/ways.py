"""The ways to make a change as lines of a mail, and the words of its subject: in the reader's sight, dates first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.domain.ripple import Effect
from agreements.reports.amendments import Option
from agreements.reports.chain import Link
from reminders.domain import wording
from teams.domain.language import noted, say

# How a field is called after "a new"; others as the interface calls them.
FIELDS = {
    "done when": noted("measure of done"),
    "needed by": noted("needed-by date"),
    "deliverable": noted("wording"),
}
UNSEEN = noted("A change in another agreement needs your answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way: what it asks for, the reader's dates that move with it, other dates, and what then comes too late."""

    letter: str
    label: str
    asks: tuple[str, ...]
    yours: tuple[str, ...]
    others: tuple[str, ...]
    breaks: tuple[str, ...]


def way_of(option: Option, *, may_read: bool, today: date) -> Way:
    """``may_read``: the agreement that the change was asked for in, whose words its label is made of."""
    moved = [link for link in option.chain.links if link.days]
    return Way(
        letter=option.letter,
        label=option.alternative.label if may_read else "",
        asks=tuple(_asks(option, today)),
        yours=tuple(_move(link, today) for link in moved if link.is_mine),
        others=tuple(_move(link, today) for link in moved if _follows(link) and not link.is_mine),
        breaks=tuple(link.row.deliverable for link in option.chain.breaks),
    )


def headline_of(options: Sequence[Option], *, who: str, is_counter: bool, today: date) -> str:
    """Name the change by what its first way asks for; ``who`` is empty for a reader who may not see who asked."""
    if who:
        what = next(_asks(options[0], today), options[0].alternative.label)
        return wording.change_asked(what, who=who, is_counter=is_counter, ways=len(options))
    links = [link for option in options for link in option.chain.links if link.days and not link.row.is_veiled]
    if not links:
        return say(UNSEEN)
    link = max(links, key=lambda link: link.is_mine)  # the reader's own before others
    assert link.row.was is not None  # it has days between
    assert link.row.now is not None
    return wording.change_elsewhere(link.row.deliverable, was=link.row.was, now=link.row.now, today=today)


def _asks(option: Option, today: date) -> Iterator[str]:
    """What was asked for, as phrases that follow "proposes"."""
    for link in option.chain.links:
        if not _follows(link):
            yield from _asked_of(link, today)
    for name, facet in option.subjects:
        field = FIELDS.get(facet.words, facet.words) or "rhythm"
        yield wording.new_value(name, field=field, was=facet.was, now=facet.now)
    for added in option.additions:
        yield say("a new commitment: {deliverable}", deliverable=added.deliverable)


def _asked_of(link: Link, today: date) -> Iterator[str]:
    row = link.row
    if row.effect == Effect.DROPPED:
        yield say("to drop {deliverable}", deliverable=row.deliverable)
    if row.was and row.now and link.days:
        yield wording.new_date(row.deliverable, was=row.was, now=row.now, today=today)
    for facet in link.facets:
        field = FIELDS.get(facet.words, facet.words)
        yield wording.new_value(row.deliverable, field=field, was=facet.was, now=facet.now)


def _follows(link: Link) -> bool:
    """It was not asked for; it follows from what was, or only loses slack."""
    return link.row.effect not in {Effect.CHANGED, Effect.DROPPED}


def _move(link: Link, today: date) -> str:
    assert link.row.was is not None  # it has days between
    assert link.row.now is not None
    return f"{link.row.deliverable} {wording.say_move(link.row.was, link.row.now, today=today)}"
