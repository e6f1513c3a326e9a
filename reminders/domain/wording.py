"""The first line of everything people are told: the subject of its mail and its line in the inbox.

Things and dates are the subjects of sentences, not people; dates are written "Wed 18 Mar".
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from teams.domain import days as days_in_words
from teams.domain.language import noted, say, say_many

LONGEST_VALUES = 60  # characters of a former and a new value together that a subject has room for
LONGEST = 160  # characters of a subject that mail programs still show in full or nearly


def say_day(on: date, *, today: date) -> str:
    """Write a date as "Wed 18 Mar", with the year only when it is not that of `today`."""
    return days_in_words.with_weekday(on, today=today)


def say_short_day(on: date, *, today: date) -> str:
    """Write a date as "18 Mar", with the year only when it is not that of `today`."""
    return days_in_words.short(on, today=today)


def say_near_day(on: date, *, today: date) -> str:
    """Write a date as "today", "tomorrow", a weekday's name within six days, or the date itself."""
    away = (on - today).days
    if away in {0, 1}:
        return say("tomorrow") if away else say("today")
    return days_in_words.weekday(on) if 1 < away < 7 else say_day(on, today=today)


def say_time(at: datetime, *, reader: ZoneInfo, home: ZoneInfo) -> str:
    """Write the wall time of an instant where its reader is, and also at its home when that differs.

    The weekday stands with the time at home where it is another one.
    """
    here, there = at.astimezone(reader), at.astimezone(home)
    if here.utcoffset() == there.utcoffset():
        return f"{here:%H:%M}"
    day = "" if here.date() == there.date() else f"{say(days_in_words.SHORT_WEEKDAYS[there.weekday()])} "
    return f"{here:%H:%M} {say_zone(reader)}, {day}{there:%H:%M} {say_zone(home)}"


def say_zone(zone: ZoneInfo) -> str:
    """Write a zone as its city: "Europe/Berlin" is Berlin."""
    return zone.key.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def say_items(count: int) -> str:
    """Write "1 item" or "4 items"."""
    return say_many(count, "{count} item", "{count} items")


def signature_asked(title: str, *, version: int) -> str:
    return shorten(say("Please sign: {title}, version {version}", title=title, version=version))


def readback_asked(title: str, *, changed: int) -> str:
    """Ask for ten minutes, or for those lines alone that changed since their reader said them back."""
    if changed:
        return shorten(
            say_many(
                changed,
                "Please confirm {count} changed line: {title}",
                "Please confirm {count} changed lines: {title}",
                title=title,
            )
        )
    return shorten(say("Please read back: {title}", title=title), end=say(" (10 minutes)"))


def answer_due(title: str, *, answer_by: date, today: date) -> str:
    return shorten(say("Your answer, by {day}: {title}", day=say_day(answer_by, today=today), title=title))


def window_ended(title: str) -> str:
    return shorten(say("To decide: the answers to {title} did not all come in time", title=title))


def change_asked(what: str, *, who: str, is_counter: bool, ways: int) -> str:
    """Name a change by what it asks for first, as the phrases below say it."""
    more = say(" ({ways} ways to choose from)", ways=ways) if ways > 1 else ""
    if is_counter:
        return shorten(say("{who} suggests another way: {what}", who=who, what=what), end=more)
    return shorten(say("{who} proposes {what}", who=who, what=what), end=more)


def new_date(deliverable: str, *, was: date, now: date, today: date) -> str:
    return say("a new date for {deliverable}: {move}", deliverable=deliverable, move=say_move(was, now, today=today))


def new_value(name: str, *, field: str, was: str, now: str) -> str:
    """Say what else changes: "a new owner for Metering API: Lena (was Dana)"; a long text is left to the page.

    ``field`` names it in the language spoken.
    """
    said = say("a new {field} for {name}", field=field, name=name)
    if was and now and len(was) + len(now) < LONGEST_VALUES:
        return f"{said}: {now_and_was(now, was)}"
    return said


def say_move(was: date, now: date, *, today: date) -> str:
    return now_and_was(say_short_day(now, today=today), say_short_day(was, today=today))


def now_and_was(now: str, was: str) -> str:
    return say("{now} (was {was})", now=now, was=was)


def change_elsewhere(deliverable: str, *, was: date, now: date, today: date) -> str:
    return shorten(
        say(
            "A change in another agreement moves {deliverable}: {move}",
            deliverable=deliverable,
            move=say_move(was, now, today=today),
        )
    )


def change_unanswered(title: str) -> str:
    return shorten(say("To decide: your change to {title} was not answered in time", title=title))


def change_declined(title: str) -> str:
    return shorten(say("Not agreed: your change to {title}", title=title))


def metric_asked(name: str, *, title: str) -> str:
    return shorten(say("Does this matter to your team? {name}, proposed for {title}", name=name, title=title))


def concern_raised(title: str, *, text: str) -> str:
    return shorten(say("A concern about {title}: {text}", title=title, text=text))


def concern_answered(title: str) -> str:
    return shorten(say("Answered: your concern about {title}", title=title))


def decision_asked(topic: str, *, decide_by: date, today: date) -> str:
    return shorten(say("To decide by {day}: {topic}", day=say_day(decide_by, today=today), topic=topic))


def ruling_made(topic: str) -> str:
    return shorten(say("Decided: {topic}", topic=topic))


def take_over(deliverable: str) -> str:
    return shorten(say("Please take over: {deliverable}", deliverable=deliverable))


def agree_to(deliverable: str, *, who: str) -> str:
    return shorten(say("Do you agree? {who} is to take over {deliverable}", who=who, deliverable=deliverable))


def delivery_declared(deliverable: str, *, team: str) -> str:
    return shorten(say("Done? {deliverable}", deliverable=deliverable), end=say(" (from {team})", team=team))


def delivery_returned(deliverable: str) -> str:
    return shorten(say("Sent back, something is missing: {deliverable}", deliverable=deliverable))


KEPT = {
    "kept": noted("Kept"),
    "adjusted_early": noted("Kept as adjusted"),
    "adjusted_late": noted("Kept as adjusted"),
}
CONFIRMED = noted("Confirmed")  # of what had lapsed


def kept(deliverable: str, *, outcome: str, days_early: int) -> str:
    """Thank for what was confirmed; what had lapsed or was adjusted is said as that."""
    early = say_many(days_early, " ({count} day early)", " ({count} days early)") if days_early else ""
    return shorten(f"{say(KEPT.get(outcome, CONFIRMED))}: {deliverable}", end=early)


def in_force(title: str, *, version: int) -> str:
    return shorten(say("In force: {title}, version {version}", title=title, version=version))


def sync_ahead(title: str, *, day: str, time: str, items: int, drifting: int) -> str:
    """Announce a sync; `day` as near-day words, `time` with zones where they differ."""
    drift = say(", {drifting} drifting", drifting=drifting) if drifting else ""
    return shorten(
        say(
            "{day} {time}: sync on {title}, {items}{drift}",
            day=_first_upper(day),
            time=time,
            title=title,
            items=say_items(items),
            drift=drift,
        )
    )


def sync_announced(title: str, *, day: str, time: str) -> str:
    return shorten(say("{day} {time}: sync on {title}", day=_first_upper(day), time=time, title=title))


def sync_unneeded(title: str, *, day: str, time: str) -> str:
    return shorten(
        say(
            "{day} {time}: all is on track, so the sync on {title} can be called off",
            day=_first_upper(day),
            time=time,
            title=title,
        )
    )


def sync_moved(title: str, *, was: str, now: str) -> str:
    """Both as "Wed 17 Mar, 10:00", with zones where they differ."""
    return shorten(say("Moved to {now}: sync on {title}", now=now, title=title), end=say(" (was {was})", was=was))


def sync_cancelled(title: str, *, when: str) -> str:
    return shorten(say("Called off: sync on {title}", title=title), end=f", {when}")


def sync_notes(title: str, *, on: date, today: date, settled: int) -> str:
    day = say_short_day(on, today=today)
    if settled:
        end = say(", sync of {day}, {settled} settled", day=day, settled=settled)
    else:
        end = say(", sync of {day}, nothing settled", day=day)
    return shorten(say("Notes: {title}", title=title), end=end)


def sync_soon(title: str, *, time: str) -> str:
    return shorten(say("Soon, at {time}: sync on {title}", time=time, title=title))


def check_in_one(deliverable: str, *, due_on: date, today: date) -> str:
    return shorten(
        say("{deliverable}: how is it going?", deliverable=deliverable),
        end=say(" (due {day})", day=say_day(due_on, today=today)),
    )


def check_in_many(title: str, *, count: int) -> str:
    return shorten(say("{title}: how are {count} commitments going?", title=title, count=count))


def due_soon(deliverable: str, *, due_on: date, today: date) -> str:
    left = (due_on - today).days
    if left < 2:
        words = say("Due tomorrow: {deliverable}", deliverable=deliverable)
        return shorten(words if left == 1 else say("Due today: {deliverable}", deliverable=deliverable))
    day = say_day(due_on, today=today)
    return shorten(say("Due {day}, in {days} days: {deliverable}", day=day, days=left, deliverable=deliverable))


def past_date(deliverable: str, *, due_on: date, today: date) -> str:
    return shorten(
        say("Past its date: {deliverable}", deliverable=deliverable),
        end=say(" (due {day})", day=say_day(due_on, today=today)),
    )


def flag_owner(subject: str, *, sentence: str) -> str:
    return shorten(say("Heads up: {subject} {why}", subject=end(subject), why=_clause(sentence)))


def flag_shown(subject: str, *, route: str, is_strong: bool) -> str:
    """Name what others see now; `route` is "Sales → Product" or empty."""
    words = say("{route} is drifting", route=_between(route))
    return shorten(subject, end=words if is_strong else say("{route} is worth a look", route=_between(route)))


def flag_still_open(subject: str, *, route: str, days: int) -> str:
    """``days``: working days since both sides see it."""
    words = say_many(
        days,
        "Still open after {count} working day: {subject}",
        "Still open after {count} working days: {subject}",
        subject=subject,
    )
    return shorten(words, end=_between(route))


def flag_left_open(subject: str, *, route: str, days: int) -> str:
    """``days``: working days since both sides see it."""
    words = say_many(
        days,
        "Left open for {count} working day: {subject}",
        "Left open for {count} working days: {subject}",
        subject=subject,
    )
    return shorten(words, end=_between(route))


def asked(deliverable: str, *, who: str) -> str:
    return shorten(say("{who} asks: any news on {deliverable}", who=who, deliverable=deliverable), end="?")


def week_ahead(*, due: int, decisions: int, drifting: int) -> str:
    """Count what there is; what there is none of goes unsaid."""
    parts = [
        say("{due} due", due=due) if due else "",
        say_many(decisions, "{count} decision", "{count} decisions") if decisions else "",
        say("{drifting} drifting to you", drifting=drifting) if drifting else "",
    ]
    return say("Your week: {parts}", parts=", ".join(part for part in parts if part))


def follow_through(*, in_time: int, came_due: int, drifting: int, look_at: str) -> str:
    """``look_at`` is "Marketing → Sales" or empty."""
    if came_due:
        first = say("Follow-through: {in_time} of {came_due} in time", in_time=in_time, came_due=came_due)
    elif drifting:
        first = say("Follow-through: nothing has come due, {drifting} drifting", drifting=drifting)
    else:
        first = say("Follow-through: nothing has come due, nothing drifting")
    return shorten(first, end=say("; look at {look_at}", look_at=look_at) if look_at else "")


def invitation(organisation: str, *, inviter: str) -> str:
    if inviter:
        words = say("{inviter} invites you to Holdfast at {organisation}", inviter=inviter, organisation=organisation)
        return shorten(words)
    return shorten(say("You are invited to Holdfast at {organisation}", organisation=organisation))


def endpoint_stopped(name: str, *, channel: str) -> str:
    return shorten(say("{channel} is not reached any more: {name}", channel=channel, name=name))


def digest(first: str, *, others: int) -> str:
    """Name a mail by its most pressing line and the number of the others."""
    return shorten(first, end=say(" (and {others} more)", others=others))


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


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _between(route: str) -> str:
    return f" ({route})" if route else ""


def _clause(sentence: str) -> str:
    """Return the first clause of a flag's sentence, without its full stop."""
    return sentence.split(";", maxsplit=1)[0].rstrip(".")
