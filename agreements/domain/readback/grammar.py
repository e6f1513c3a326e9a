"""The pieces that the patterns of dates are made of, and what their words mean."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.domain.readback.days import DayMonth, Days
from agreements.domain.readback.words import plain_letters

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH = (
    r"(?P<month>(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s*[0-9])"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b)"
)
WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|(?-i:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?)(?!['\u2019]?\w)"
)
DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?P<ordinal>st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)[0-9]{2}|['\u2019][0-9]{2})(?![0-9]|[.,-][0-9])"
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
CLEAR = r"(?<![\w/:.,#-])"  # nothing sticks to the front
# What may follow the words of a time where they are one, and no name of a thing (the Q2 plan, the 3rd sync).
FOLLOW = (
    r"(?=\s*(?:$|[.,;:!?)\]}\"\u201d\u2019\n\u2013\u2014-]|(?:and|or|but|so|then|to|for|with|at|as|if|in|on|when|while|because|once|which|who"
    r"|i|we|you|they|he|she|it|the|a|an|this|that|our|my|their|all|is|are|was|will|instead|latest|already|until|by)\b))"
)

type Meaning = Callable[[re.Match[str], "Reader"], Days | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads dates: the day on which the text was written, and the order of day and month, None if unknown."""

    today: date
    order: DayMonth | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that may mean a date, and what they mean; a group `it` is the date where more have to stand around."""

    words: re.Pattern[str]
    meaning: Meaning

    def read(self, text: str, reader: Reader) -> Iterator[tuple[int, int, Days]]:
        """Yield where the words stand in `text` and what they mean."""
        group = "it" if "it" in self.words.groupindex else 0
        for match in self.words.finditer(plain_letters(text)):
            days = self.meaning(match, reader)
            if days is not None:
                yield *match.span(group), days


def pattern(words: str, meaning: Meaning) -> Pattern:
    """Return the pattern of `words`, in capitals or not."""
    return Pattern(re.compile(words, re.IGNORECASE), meaning)


def month_number(word: str) -> int:
    """Return 3 for March, mar or Mar."""
    return MONTHS.index(word[:3].casefold()) + 1


def weekday_number(word: str) -> int:
    """Return 0 for Monday or Mon."""
    return WEEKDAYS.index(word[:3].casefold())


def year_number(word: str | None) -> int | None:
    """Return 2027 for 2027, 27 or '27; None for none."""
    if not word:
        return None
    number = int(word.strip("'\u2019"))
    return number if number > 99 else 2000 + number


def possible(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def upcoming(day: int, month: int, *, year: int | None, today: date) -> date | None:
    """Return that day; with the year left out, the first such day on or after `today`. None: there is no such day."""
    if year:
        return possible(year, month, day)
    days = (possible(candidate, month, day) for candidate in range(today.year, today.year + 9))
    return next((found for found in days if found and found >= today), None)
