"""The dates heard about a line or a metric, laid beside its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.domain.readback.context import is_after, is_needed, is_negated, is_start, is_told
from agreements.domain.readback.days import Days, Period, one_day
from agreements.domain.readback.findings import Field, Finding
from agreements.domain.readback.mentions import Mention
from agreements.domain.readback.sentences import brief, day_words, heard_days, quoted, why_unclear
from agreements.domain.readback.spoken import Spoken
from agreements.domain.readback.targets import Known, Target
from agreements.domain.readback.verdicts import Verdict

ROUGH = timedelta(days=10)  # what is rougher is not looked for elsewhere in the terms


@dataclass(frozen=True, slots=True)
class HeardDate:
    """A date with the clause it stands in."""

    mention: Mention
    days: Days
    is_after: bool
    is_needed: bool
    is_told: bool
    is_start: bool


def heard_dates(text: str, spoken: Spoken, target: Target | None, known: Known) -> Iterator[HeardDate]:
    """Yield the dates of a clause about `target`, without those that it takes back ("not 15 March")."""
    for mention in spoken.mentions:
        days = mention.meaning
        if not isinstance(days, Days) or is_negated(text, mention.start):
            continue
        if not (days.length and target and target.measures_time):
            clause = spoken.text
            yield HeardDate(
                mention=mention,
                days=_as_known(days, known),
                is_after=is_after(text, mention.start),
                is_needed=is_needed(clause),
                is_told=is_told(clause),
                is_start=is_start(clause),
            )


def _as_known(days: Days, known: Known) -> Days:
    """Return the day that the terms name where a date without its year may be that one, though it is past."""
    return one_day(days.before) if days.before is not None and days.before in known.every_day else days


def dates_of(target: Target, heard: tuple[HeardDate, ...], known: Known) -> Iterator[Finding]:
    """Yield what the dates heard about `target` come to; its own day, once said, is not unsaid by another date."""
    yield from (_unclear(each, target) for each in heard if not each.days.is_clear and not each.is_told)
    clear = tuple(each for each in heard if each.days.is_clear)
    same = [each for each in clear if _says(each, target.due_on)]
    rest = [each for each in clear if each not in same and not _is_beside(each, target, known)]
    strange = [each for each in rest if not _is_known(each, known)]
    if same:
        yield _same(same, target)
    elif rest and target.due_on:
        differing = next(iter(strange or rest))
        yield _differs(differing, target, target.due_on)
        strange = [each for each in strange if each is not differing]
    elif target.is_own and target.due_on and len(clear) == len(heard):
        yield _silent(target, target.due_on, clear)
    yield from (_stranger(each, target.commitment) for each in strange if not each.days.passing)


def dates_of_nothing(heard: tuple[HeardDate, ...], known: Known) -> Iterator[Finding]:
    """Yield what the dates come to that were heard about no line: one that the terms name nowhere is asked about."""
    for each in heard:
        if each.is_told:
            continue
        if not each.days.is_clear:
            yield _unclear(each, None)
        elif not each.days.passing and not _is_known(each, known):
            yield _stranger(each, None)


def due_said(target: Target, day: date) -> Finding:
    """Return what a date answered beside the text comes to."""
    heard = day.isoformat()
    if target.due_on is None:
        why = f"You answered {day_words(day)}; the terms name no date for {quoted(target.name)}."
        return Finding(target.commitment, Field.DUE_ON, Verdict.NOT_IN_TERMS, "", heard, why)
    recorded = target.due_on.isoformat()
    if day == target.due_on:
        why = f"You answered {day_words(day)}, as the terms say."
        return Finding(target.commitment, Field.DUE_ON, Verdict.SAME, recorded, heard, why)
    words = day_words(day, beside=target.due_on), day_words(target.due_on, beside=day)
    why = f"You answered {words[0]}; the terms say {words[1]}."
    return Finding(target.commitment, Field.DUE_ON, Verdict.DIFFERS, recorded, heard, why)


def _says(each: HeardDate, day: date | None) -> bool:
    return each.days.holds(day) and not each.days.is_loose and not each.is_after


def _is_beside(each: HeardDate, target: Target, known: Known) -> bool:
    """Whether a date is no word about when it is due: told of a talk, needed by, a start, part of the deliverable."""
    needed_by = target.line.needed_by if target.line else None
    return (
        each.is_told
        or (each.is_needed and each.days.holds(needed_by))
        or (each.is_after and _is_known(each, known))
        or (each.days.is_loose and each.days.holds(target.due_on))
        or (each.is_start and each.days.is_date and any(each.days.holds(day) for day in known.days))
        or each.days in target.days
    )


def _is_known(each: HeardDate, known: Known) -> bool:
    """Whether the terms name such a day anywhere; what is rough says too little to be looked for."""
    reading = each.days.readings[0]
    if isinstance(reading, Period) and reading.last - reading.first > ROUGH:
        return True
    days = {named for target in known.targets for named in target.days}
    return each.days in days or any(each.days.holds(day) for day in known.every_day)


def _unclear(each: HeardDate, target: Target | None) -> Finding:
    recorded = target.due_on.isoformat() if target and target.due_on else ""
    why = why_unclear(each.mention, each.days)
    return _finding(target.commitment if target else None, Verdict.UNCLEAR, recorded, each, why)


def _same(same: list[HeardDate], target: Target) -> Finding:
    assert target.due_on is not None  # it was said
    first, spans = same[0], tuple((each.mention.start, each.mention.end) for each in same)
    recorded = target.due_on.isoformat()
    said = heard_days(first.mention, first.days, beside=target.due_on)
    exact = first.days.value == recorded
    why = (
        f"You heard {said}, as the terms say." if exact else f"You heard {said}; that fits {day_words(target.due_on)}."
    )
    return Finding(target.commitment, Field.DUE_ON, Verdict.SAME, recorded, _plain(first), why, spans)


def _differs(each: HeardDate, target: Target, due_on: date) -> Finding:
    reading = each.days.readings[0]
    beside = reading.last if isinstance(reading, Period) else due_on
    of = "" if target.line else f" for {quoted(target.name)}"
    said = heard_days(each.mention, each.days, beside=due_on)
    why = f"You heard {said}; the terms say {day_words(due_on, beside=beside)}{of}."
    return _finding(target.commitment, Verdict.DIFFERS, due_on.isoformat(), each, why)


def _silent(target: Target, due_on: date, heard: tuple[HeardDate, ...]) -> Finding:
    loose = next((each for each in heard if each.days.is_loose and each.days.holds(due_on)), None)
    recorded = due_on.isoformat()
    if loose:
        why = f"{quoted(loose.mention.text)} names no day; the terms say {day_words(due_on)}."
        return _finding(target.commitment, Verdict.NOT_MENTIONED, recorded, loose, why)
    why = f"You wrote no date for {quoted(target.name)}; the terms say {day_words(due_on)}."
    return Finding(target.commitment, Field.DUE_ON, Verdict.NOT_MENTIONED, recorded, "", why)


def _stranger(each: HeardDate, commitment: int | None) -> Finding:
    said = heard_days(each.mention, each.days)
    return _finding(commitment, Verdict.NOT_IN_TERMS, "", each, f"You heard {said}; the terms name no such day.")


def _finding(commitment: int | None, verdict: Verdict, recorded: str, each: HeardDate, why: str) -> Finding:
    span = (each.mention.start, each.mention.end)
    return Finding(commitment, Field.DUE_ON, verdict, recorded, _plain(each), why, (span,))


def _plain(each: HeardDate) -> str:
    """Write one day as a program reads it, and whatever is not one day as a person does."""
    return each.days.value if each.days.is_date else brief(heard_days(each.mention, each.days))
