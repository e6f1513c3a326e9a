"""A mention: some words of a text that mean a date, a quantity, a percentage, a person or a deliverable."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a mention means."""

    DATE = "date"
    QUANTITY = "quantity"
    PERCENTAGE = "percentage"
    PERSON = "person"
    DELIVERABLE = "deliverable"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text from `start` up to `end` (exclusive), and what they mean.

    `value` is canonical: `2027-03-15`, `2027-03-11..2027-03-20` for a rough date, `2027-04-03|2027-03-04` for one that
    reads two ways, `30 days`, `20000 EUR`, `12 %`, an e-mail address, the stem of a deliverable word.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: str
