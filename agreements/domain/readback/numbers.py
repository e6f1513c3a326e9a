"""Numbers as people write them: 1,500, 10k, 2 million, thirty, one hundred and twenty."""

import re
from decimal import Decimal

SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SCALES = {**LARGE, "dozen": 12, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}

_GROUP = "[,'\u2019 \u00a0\u202f]"  # what stands between groups of three
_DIGITS = rf"[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}})+(?:\.[0-9]+)?(?![0-9])|[0-9]{{1,12}}(?:[.,][0-9]{{1,6}})?(?![0-9])"
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|dozen)|k|m|bn)\b"
_WORD = rf"(?:{'|'.join(sorted([*SMALL, *LARGE, 'dozen'], key=len, reverse=True))})"
DIGITS = rf"(?:{_DIGITS})(?:{_SCALE})?"
_FIRST = r"(?:half\s+a\s+(?=dozen)|an?\s+(?=hundred|thousand|million|dozen))?"
IN_WORDS = rf"{_FIRST}{_WORD}(?:(?:-|\s+(?:and\s+)?){_WORD}){{0,8}}\b"
NUMBER = rf"(?P<number>(?:{DIGITS})|\b{IN_WORDS})"


def number_of(text: str) -> Decimal | None:
    """Return the number that `text`, a match of NUMBER, writes; None where the words make none ("two three")."""
    return _of_digits(text) if text[0].isdigit() else _of_words(text)


def other_number_of(text: str) -> Decimal | None:
    """Return 1500 for 1.500, which some write with a point between groups; None for all else."""
    return Decimal(text.replace(".", "")) if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.000|\.[0-9]{3})", text) else None


def _of_digits(text: str) -> Decimal:
    scale = re.search(r"[a-z]+$", text, re.IGNORECASE)
    digits = re.sub(rf"{_GROUP}(?=[0-9]{{3}}(?![0-9]))|\s", "", text[: scale.start()] if scale else text)
    return Decimal(digits.replace(",", ".")) * (SCALES[scale[0].casefold()] if scale else 1)


def _of_words(text: str) -> Decimal | None:
    if text.casefold().startswith("half"):
        return Decimal(6)
    total, group, room = 0, 0, 100  # `room`: what the next word has to be smaller than
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in {"a", "an", "and"}:
            continue
        if word in SMALL:
            if not 0 <= SMALL[word] < room:
                return None
            group, room = group + SMALL[word], _room_after(SMALL[word])
        elif word == "hundred":
            group, room = max(group, 1) * 100, 100
        else:
            total, group, room = total + max(group, 1) * SCALES[word], 0, 100
    return Decimal(total + group)


def _room_after(value: int) -> int:
    return 10 if value >= 20 else 1
