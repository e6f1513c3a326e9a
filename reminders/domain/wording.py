"""The first line of everything people are told: the subject of its mail and its line in the inbox.

Things and dates are the subjects of sentences, not people; dates are written "Wed 18 Mar".
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONGEST_VALUES = 60  # characters of a former and a new value together that a subject has room for
LONGEST = 160  # characters of a subject that mail programs still show in full or nearly


def say_day(on: date, *, today: date) -> str:
    """Write a date as "Wed 18 Mar", with the year only when it is not that of `today`."""
    text = f"{on:%a} {on.day} {on:%b}"
    return text if on.year == today.year else f"{text} {on.year}"


def say_short_day(on: date, *, today: date) -> str:
    """Write a date as "18 Mar", with the year only when it is not that of `today`."""
    text = f"{on.day} {on:%b}"
    return text if on.year == today.year else f"{text} {on.year}"


def say_near_day(on: date, *, today: date) -> str:
    """Write a date as "today", "tomorrow", a weekday's name within six days, or the date itself."""
    days = (on - today).days
    if days in {0, 1}:
        return ("today", "tomorrow")[days]
    return f"{on:%A}" if 1 < days < 7 else say_day(on, today=today)


def say_time(at: datetime, *, reader: ZoneInfo, home: ZoneInfo) -> str:
    """Write the wall time of an instant where its reader is, and also at its home when that differs.

    The weekday stands with the time at home where it is another one.
    """
    here, there = at.astimezone(reader), at.astimezone(home)
    if here.utcoffset() == there.utcoffset():
        return f"{here:%H:%M}"
    day = "" if here.date() == there.date() else f"{there:%a} "
    return f"{here:%H:%M} {say_zone(reader)}, {day}{there:%H:%M} {say_zone(home)}"


def say_zone(zone: ZoneInfo) -> str:
    """Write a zone as its city: "Europe/Berlin" is Berlin."""
    return zone.key.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def say_count(count: int, noun: str) -> str:
    """Write "1 item" or "4 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def signature_asked(title: str, *, version: int) -> str:
    return shorten(f"Please sign: {title}, version {version}")


def readback_asked(title: str, *, changed: int) -> str:
    """Ask for ten minutes, or for those lines alone that changed since their reader said them back."""
    if changed:
        return shorten(f"Please confirm {say_count(changed, 'changed line')}: {title}")
    return shorten(f"Please read back: {title}", end=" (10 minutes)")


def answer_due(title: str, *, answer_by: date, today: date) -> str:
    return shorten(f"Your answer, by {say_day(answer_by, today=today)}: {title}")


def window_ended(title: str) -> str:
    return shorten(f"To decide: the answers to {title} did not all come in time")


def change_asked(what: str, *, who: str, is_counter: bool, ways: int) -> str:
    """Name a change by what it asks for first, as the phrases below say it."""
    verb = "suggests another way" if is_counter else "proposes"
    more = f" ({ways} ways to choose from)" if ways > 1 else ""
    return shorten(f"{who} {verb}{':' if is_counter else ''} {what}", end=more)


def new_date(deliverable: str, *, was: date, now: date, today: date) -> str:
    return f"a new date for {deliverable}: {say_move(was, now, today=today)}"


def new_value(name: str, *, field: str, was: str, now: str) -> str:
    """Say what else changes: "a new owner for Metering API: Lena (was Dana)"; a long text is left to the page."""
    said = f": {now} (was {was})" if was and now and len(was) + len(now) < LONGEST_VALUES else ""
    return f"a new {field} for {name}{said}"


def say_move(was: date, now: date, *, today: date) -> str:
    return f"{say_short_day(now, today=today)} (was {say_short_day(was, today=today)})"


def change_elsewhere(deliverable: str, *, was: date, now: date, today: date) -> str:
    return shorten(f"A change in another agreement moves {deliverable}: {say_move(was, now, today=today)}")


def change_unanswered(title: str) -> str:
    return shorten(f"To decide: your change to {title} was not answered in time")


def change_declined(title: str) -> str:
    return shorten(f"Not agreed: your change to {title}")


def metric_asked(name: str, *, title: str) -> str:
    return shorten(f"Does this matter to your team? {name}, proposed for {title}")


def concern_raised(title: str, *, text: str) -> str:
    return shorten(f"A concern about {title}: {text}")


def concern_answered(title: str) -> str:
    return shorten(f"Answered: your concern about {title}")


def decision_asked(topic: str, *, decide_by: date, today: date) -> str:
    return shorten(f"To decide by {say_day(decide_by, today=today)}: {topic}")


def ruling_made(topic: str) -> str:
    return shorten(f"Decided: {topic}")


def take_over(deliverable: str) -> str:
    return shorten(f"Please take over: {deliverable}")


def agree_to(deliverable: str, *, who: str) -> str:
    return shorten(f"Do you agree? {who} is to take over {deliverable}")


def delivery_declared(deliverable: str, *, team: str) -> str:
    return shorten(f"Done? {deliverable}", end=f" (from {team})")


def delivery_returned(deliverable: str) -> str:
    return shorten(f"Sent back, something is missing: {deliverable}")


def kept(deliverable: str, *, outcome: str, days_early: int) -> str:
    """Thank for what was confirmed; what had lapsed or was adjusted is said as that."""
    verb = {"kept": "Kept", "adjusted_early": "Kept as adjusted", "adjusted_late": "Kept as adjusted"}
    early = f" ({say_count(days_early, 'day')} early)" if days_early else ""
    return shorten(f"{verb.get(outcome, 'Confirmed')}: {deliverable}", end=early)


def in_force(title: str, *, version: int) -> str:
    return shorten(f"In force: {title}, version {version}")


def sync_ahead(title: str, *, day: str, time: str, items: int, drifting: int) -> str:
    """Announce a sync; `day` as near-day words, `time` with zones where they differ."""
    drift = f", {drifting} drifting" if drifting else ""
    return shorten(f"{day.capitalize()} {time}: sync on {title}, {say_count(items, 'item')}{drift}")


def sync_announced(title: str, *, day: str, time: str) -> str:
    return shorten(f"{day.capitalize()} {time}: sync on {title}")


def sync_unneeded(title: str, *, day: str, time: str) -> str:
    return shorten(f"{day.capitalize()} {time}: all is on track, so the sync on {title} can be called off")


def sync_moved(title: str, *, was: str, now: str) -> str:
    """Both as "Wed 17 Mar, 10:00", with zones where they differ."""
    return shorten(f"Moved to {now}: sync on {title}", end=f" (was {was})")


def sync_cancelled(title: str, *, when: str) -> str:
    return shorten(f"Called off: sync on {title}", end=f", {when}")


def sync_notes(title: str, *, on: date, today: date, settled: int) -> str:
    end = f", sync of {say_short_day(on, today=today)}, {settled or 'nothing'} settled"
    return shorten(f"Notes: {title}", end=end)


def sync_soon(title: str, *, time: str) -> str:
    return shorten(f"Soon, at {time}: sync on {title}")


def check_in_one(deliverable: str, *, due_on: date, today: date) -> str:
    return shorten(f"{deliverable}: how is it going?", end=f" (due {say_day(due_on, today=today)})")


def check_in_many(title: str, *, count: int) -> str:
    return shorten(f"{title}: how are {count} commitments going?")


def due_soon(deliverable: str, *, due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 2:
        return shorten(f"Due {'tomorrow' if days == 1 else 'today'}: {deliverable}")
    return shorten(f"Due {say_day(due_on, today=today)}, in {days} days: {deliverable}")


def past_date(deliverable: str, *, due_on: date, today: date) -> str:
    return shorten(f"Past its date: {deliverable}", end=f" (due {say_day(due_on, today=today)})")


def flag_owner(subject: str, *, sentence: str) -> str:
    return shorten(f"Heads up: {end(subject)} {_clause(sentence)}")


def flag_shown(subject: str, *, route: str, is_strong: bool) -> str:
    """Name what others see now; `route` is "Sales → Product" or empty."""
    return shorten(subject, end=f"{_between(route)} is {'drifting' if is_strong else 'worth a look'}")


def flag_still_open(subject: str, *, route: str, days: int) -> str:
    """``days``: working days since both sides see it."""
    return shorten(f"Still open after {say_count(days, 'working day')}: {subject}", end=_between(route))


def flag_left_open(subject: str, *, route: str, days: int) -> str:
    return shorten(f"Left open for {say_count(days, 'working day')}: {subject}", end=_between(route))


def asked(deliverable: str, *, who: str) -> str:
    return shorten(f"{who} asks: any news on {deliverable}", end="?")


def week_ahead(*, due: int, decisions: int, drifting: int) -> str:
    """Count what there is; what there is none of goes unsaid."""
    parts = [
        f"{due} due" if due else "",
        say_count(decisions, "decision") if decisions else "",
        f"{drifting} drifting to you" if drifting else "",
    ]
    return f"Your week: {', '.join(part for part in parts if part)}"


def follow_through(*, in_time: int, came_due: int, drifting: int, look_at: str) -> str:
    """``look_at`` is "Marketing → Sales" or empty."""
    if came_due:
        first = f"Follow-through: {in_time} of {came_due} in time"
    else:
        first = f"Follow-through: nothing has come due, {drifting or 'nothing'} drifting"
    return shorten(first, end=f"; look at {look_at}" if look_at else "")


def invitation(organisation: str, *, inviter: str) -> str:
    by = f"{inviter} invites you" if inviter else "You are invited"
    return shorten(f"{by} to Holdfast at {organisation}")


def endpoint_stopped(name: str, *, channel: str) -> str:
    return shorten(f"{channel} is not reached any more: {name}")


def digest(first: str, *, others: int) -> str:
    """Name a mail by its most pressing line and the number of the others."""
    return shorten(first, end=f" (and {others} more)")


def shorten(text: str, *, end: str = "") -> str:
    """Make one line of `text` that fits a subject with `end` after it, cut between words.

    Line breaks, which would end a mail's header, become blanks.
    """
    line = " ".join(text.split())
    room = LONGEST - len(end)
    if len(line) > room:
        line = f"{line[: room - 1].rsplit(' ', 1)[0]}…"
    return line + end


def end(text: str) -> str:
    """Write what somebody called a thing as a sentence of its own: with a full stop, unless it ends already."""
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def name(text: str) -> str:
    """Write what somebody called a thing so that a colon can follow."""
    return " ".join(text.split()).rstrip(".")


def _between(route: str) -> str:
    return f" ({route})" if route else ""


def _clause(sentence: str) -> str:
    """Return the first clause of a flag's sentence, without its full stop."""
    return sentence.split(";", maxsplit=1)[0].rstrip(".")
