"""Every amount in a text: numbers with a unit, percentages, money, and numbers that stand alone."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agreements.domain.readback.amounts import Amount, amount
from agreements.domain.readback.numbers import DIGITS, NUMBER, number_of, other_number_of
from agreements.domain.readback.vocabulary import HELPING, LABELS, LINKING, PLURALS, PRONOUNS
from agreements.domain.readback.words import WORD, plain_letters

_LABEL = re.compile(rf"(?:\b(?:{'|'.join(sorted(LABELS))})\.?|[#§])\s*$", re.IGNORECASE)
_CLOCK = re.compile(
    r"\s?(?:[ap]\.?m\b|h\b|o['\u2019]clock)|[:/][0-9]|(?:st|nd|rd|th)\b|\s*-(?:way|off|page|pager|on|to)\b",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    r"\b(?:in|by|of|until|since|during|from|to|for|before|after|and|year|early|late|mid)[\s-]+$", re.IGNORECASE
)
_CURRENCY = r"(?:€|\$|£|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|francs?)\b)"
_MONEY_BEFORE = re.compile(rf"{_CURRENCY}\s?$", re.IGNORECASE)
_MONEY_RANGE = re.compile(rf"(?P<money>{_CURRENCY})\s?{DIGITS}\s?(?:-|\u2013|to|or|and)\s?$", re.IGNORECASE)
_UNIT = re.compile(
    rf"\s?(?:%|per\s?cent\b|percentage\s+points?\b|pp\b|{_CURRENCY})"
    r"|[\s-]?(?:(?:working|business)[\s-]days?|workdays?|milliseconds?|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|fortnights?|months?|years?|yrs?|ms)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w/:.,#@+-]){NUMBER}", re.IGNORECASE)
_END_OF_RANGE = re.compile(rf"(?<=[0-9])[-\u2013\u2014]{NUMBER}", re.IGNORECASE)
_NEXT_IN_RANGE = re.compile(rf"\s?(?:-|\u2013|\u2014|to|or|and)\s?(?={NUMBER})", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:for|after|than|least|most|about|every|of|(?:keep|keeps|kept|retain\w*|stor\w+|hold|holds|held)(?:\s+[\w-]+){0,4}?)"
    r"\s+(?P<one>an?\s+(?P<unit>(?:working\s+|business\s+)?day|week|fortnight|month|year))\b(?!['\u2019-])",
    re.IGNORECASE,
)

_NO_UNIT = LINKING | PRONOUNS | HELPING


def amounts_in(text: str) -> Iterator[tuple[int, int, Amount]]:
    """Yield each amount of `text` and where it stands; a number without a unit is an amount of nothing."""
    text = plain_letters(text)
    for match in _ONE.finditer(text):
        yield *match.span("one"), amount(Decimal(1), match["unit"])
    for match in (*_NUMBER.finditer(text), *_END_OF_RANGE.finditer(text)):
        start, end = match.span("number")
        number = number_of(match["number"])
        if number is None or _is_name(text, start, end):
            continue
        yield from _counted(text, start, end, number)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the number is none to count: a version, a time of day, an ordinal, a year."""
    before = text[max(0, start - 24) : start]
    is_year = bool(re.fullmatch("(?:19|20)[0-9]{2}", text[start:end]))
    return bool(_LABEL.search(before) or _CLOCK.match(text, end) or (is_year and _IN_YEAR.search(before)))


def _counted(text: str, start: int, end: int, number: Decimal) -> Iterator[tuple[int, int, Amount]]:
    other = other_number_of(text[start:end])
    if shared := _MONEY_RANGE.search(text, max(0, start - 40), start):
        yield start, end, amount(number, shared["money"], other=other)
    elif money := _MONEY_BEFORE.search(text, max(0, start - 8), start):
        yield money.start(), end, amount(number, money[0].strip(), other=other)
    elif unit := _UNIT.match(text, _after_range(text, end)):
        is_shared = unit.start() != end
        stop = end if is_shared else unit.end()
        yield start, stop, amount(number, unit[0].strip(" -\n\t\u00a0").replace("-", " "), other=other)
    else:
        yield from _of_things(text, start, end, amount(number, "", other=other))


def _after_range(text: str, end: int) -> int:
    """Return where the unit of 20 in "20 to 30 days" stands: behind the second number."""
    between = _NEXT_IN_RANGE.match(text, end)
    second = re.compile(NUMBER, re.IGNORECASE).match(text, between.end()) if between else None
    return second.end() if second else end


def _of_things(text: str, start: int, end: int, bare: Amount) -> Iterator[tuple[int, int, Amount]]:
    found = _things(text, _after_range(text, end))
    if found is None:
        yield start, end, bare
        return
    unit, stop = found
    counted = amount(bare.number, unit, other=bare.other)
    yield start, end if _after_range(text, end) != end else stop, counted


def _things(text: str, at: int) -> tuple[str, int] | None:
    """Return the plural among the next three words, with what stands before it, and where it ends."""
    first = at
    for _ in range(3):
        match = re.compile(r"[ \u00a0\n]" + WORD.pattern).match(text, at)
        if match is None or match[0][1:].casefold() in _NO_UNIT:
            return None
        at = match.end()
        if _is_plural(match[0][1:].casefold()):
            return " ".join(text[first:at].split()), at
    return None


def _is_plural(word: str) -> bool:
    return word in PLURALS or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "\u2019s"))
    )
