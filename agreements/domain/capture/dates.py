"""By when: the dates of a line, read by the grammar of a readback, and when one of them is the date that is meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.domain.capture.parts import Choice, Part, Span, State, found, missing, one_of
from agreements.domain.readback import grammar
from agreements.domain.readback.context import is_negated
from agreements.domain.readback.dates import named_dates, relative_dates
from agreements.domain.readback.days import DAY, DayOfMonth, Days, Period, weekday_from, working_day_before
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.spans import Taken
from teams.domain import days
from teams.domain.language import say

# A date counts behind one of these words; "in two weeks", "tomorrow" and "next Friday" count by themselves.
BY = re.compile(r"(?<![\w-])(?:due\s+)?(?P<word>by|on|until|till|before|due)\s+(?=\S)", re.IGNORECASE)
ALONE = re.compile(
    r"(?<![\w-])(?:(?=(?:in|within)\s+(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|[0-9])[\w\s])"
    r"|(?=(?:today|tomorrow)\b)|(?=(?:this|next|coming)\s+[a-z]{3,6}day\b))",
    re.IGNORECASE,
)
SYNC = re.compile(r"(?:the\s+|our\s+)?(?:next\s+)?sync\b", re.IGNORECASE)
TOKEN = re.compile(r"\S+")
LONGEST = 7  # words of a date
MOST = 12  # clauses that are looked at: nobody means more dates than that in one line
SHORT = 2 * DAY  # a stretch up to three days is its last day: the end of March
FRESH = 31 * DAY  # a day of this month that has just passed may be meant rather than that of next year


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that say a date, from `start` up to `end`, and what they mean; None where no sync is planned."""

    start: int
    end: int
    is_by: bool  # behind "by" and the like
    part: Part


def due_in(text: str, *, reader: Reader, next_sync_on: date | None) -> Part:
    """Return the date by which `text` says that it is due."""
    clauses = list(_clauses(text, reader, next_sync_on))
    told = [clause for clause in clauses if clause.is_by] or [one for one in clauses if one.part.is_found]
    if told:
        return _together(told, today=reader.today)
    return _asked(text, clauses, reader)


def _together(clauses: list[Clause], *, today: date) -> Part:
    """Return what all clauses come to: two of them that say different days have to be chosen between."""
    spans = tuple((clause.start, clause.end) for clause in clauses)
    if len(clauses) == 1:
        part = clauses[0].part
        if part.is_found:
            return on_day(date.fromisoformat(part.key), today=today, spans=spans)
        return Part(part.state, choices=part.choices, notes=part.notes, spans=spans)
    choices = [choice for clause in clauses for choice in (clause.part.choices or _as_choice(clause.part))]
    if len({choice.key for choice in choices}) == 1:
        return on_day(date.fromisoformat(choices[0].key), today=today, spans=spans)
    return one_of(choices, notes=[say("More than one date is named.")], spans=spans)


def _as_choice(part: Part) -> tuple[Choice, ...]:
    return (Choice(part.key, part.words),) if part.key else ()


def _asked(text: str, clauses: Iterable[Clause], reader: Reader) -> Part:
    """Return the dates that stand in `text` without a word such as "by": asked about, and left where they are."""
    taken = Taken()
    bare = [days_part(mention.meaning, reader) for mention in _mentions(text, reader, taken)]
    parts = [*(clause.part for clause in clauses), *bare]
    choices = {choice.key: choice for part in parts for choice in (part.choices or _as_choice(part))}
    if not choices:
        return missing()
    note = say("Write “by” before the date, or choose it here.")
    return Part(State.AMBIGUOUS, choices=tuple(choices.values())[:4], notes=(note,))


def _mentions(text: str, reader: Reader, taken: Taken) -> Iterator["_Mention"]:
    found_ones = (*named_dates(text, reader=reader, taken=taken), *relative_dates(text, reader=reader, taken=taken))
    for mention in found_ones:
        assert isinstance(mention.meaning, Days)  # the meaning of each date
        yield _Mention(mention.start, mention.end, mention.meaning)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    meaning: Days


def _clauses(text: str, reader: Reader, next_sync_on: date | None) -> Iterator[Clause]:
    """Yield the clauses of `text` in order; each place is read once."""
    anchors = sorted({(match.start(), match.end()): match for match in _anchors(text)}.items())
    end = 0
    for _, match in anchors[: 4 * MOST]:
        if match.start() >= end and not is_negated(text, match.start()):
            clause = _at_sync(text, match, next_sync_on) or _clause(text, match, reader)
            if clause:
                end = clause.end
                yield clause


def _anchors(text: str) -> Iterator[re.Match[str]]:
    yield from BY.finditer(text)
    yield from ALONE.finditer(text)


def _at_sync(text: str, anchor: re.Match[str], next_sync_on: date | None) -> Clause | None:
    sync = SYNC.match(text, anchor.end())
    if not sync or anchor.end() == anchor.start():
        return None
    if next_sync_on is None:
        part = missing(say("No sync is planned here that the date could count from."))
    else:
        is_before = anchor["word"].casefold() == "before"
        part = found(day_choice(working_day_before(next_sync_on) if is_before else next_sync_on))
    return Clause(anchor.start(), sync.end(), is_by=True, part=part)


def _clause(text: str, anchor: re.Match[str], reader: Reader) -> Clause | None:
    """Return the longest words behind `anchor` that are a date as a whole, whatever follows them."""
    word = (anchor.groupdict().get("word") or "by").casefold()
    tokens = [token for token, _ in zip(TOKEN.finditer(text, anchor.end()), range(LONGEST), strict=False)]
    for token in reversed(tokens):
        phrase = text[anchor.end() : token.end()].rstrip(".,;:!?)\"\u201d\u2019'")
        if phrase and (days := _meaning(phrase, reader)):
            is_by = anchor.end() > anchor.start()
            return Clause(anchor.start(), anchor.end() + len(phrase), is_by, days_part(days, reader, word=word))
    return None


def _meaning(phrase: str, reader: Reader) -> Days | None:
    said = f"by {phrase}"
    for mention in _mentions(said, reader, Taken()):
        if mention.end == len(said) and said[: mention.start].casefold().strip() in {"", "by", "by the"}:
            return mention.meaning
    return None


def days_part(days: Days, reader: Reader, *, word: str = "by") -> Part:
    """Return what the words of a date come to behind `word`."""
    if not days.readings:
        return missing(say("There is no such day in the calendar."))
    candidates = list(dict.fromkeys(day for reading in days.readings for day in _days_of(reading, days, reader)))
    if days.wrong_weekday is not None:
        candidates.append(_nearest(candidates[0], days.wrong_weekday))
    if days.before and reader.today - FRESH <= days.before < reader.today:
        candidates.append(days.before)
    if word == "before":
        candidates = [working_day_before(day) for day in candidates[:1]] if len(days.readings) == 1 else candidates
    return one_of([day_choice(day) for day in candidates])


def _days_of(reading: Period | DayOfMonth, days: Days, reader: Reader) -> tuple[date, ...]:
    if isinstance(reading, DayOfMonth):
        return _next_such_day(reading.day, reader.today)
    if days.exact:
        return (days.exact,)
    if reading.last - reading.first <= SHORT:
        return (reading.last,)
    return (_back_to_friday(reading.first), _back_to_friday(reading.last))


def _next_such_day(day: int, today: date) -> tuple[date, ...]:
    months = (grammar.possible(today.year + month // 12, month % 12 + 1, day) for month in range(today.month - 1, 30))
    return next((found_day,) for found_day in months if found_day and found_day >= today)


def _back_to_friday(day: date) -> date:
    return day if day.weekday() < 5 else working_day_before(day)


def _nearest(day: date, weekday: int) -> date:
    return weekday_from(day - 3 * DAY, weekday)


def on_day(day: date, *, today: date, spans: Iterable[Span] = ()) -> Part:
    """Return a due date with what is to be said of it: that it has passed, or that it falls on a weekend."""
    notes = [say("This day has passed.")] if day < today else []
    choices: tuple[Choice, ...] = ()
    if day.weekday() >= 5:
        notes.append(say("It is a {weekday}.", weekday=days.weekday(day)))
        choices = (day_choice(working_day_before(day)), day_choice(weekday_from(day, 0)))
    return Part(State.FOUND, day.isoformat(), day_choice(day).words, choices, tuple(notes), tuple(spans))


def day_choice(day: date) -> Choice:
    """Return the way to choose a day: Sun 15 Mar 2026."""
    weekday, month = grammar.WEEKDAY_NAMES[day.weekday()][:3], grammar.MONTHS[day.month - 1].capitalize()
    return Choice(day.isoformat(), f"{weekday} {day.day} {month} {day.year}")
