"""A mention: some words of a text that mean a date, a quantity, a percentage, a person or a deliverable."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.domain.readback.amounts import Amount
from agreements.domain.readback.days import Days


class Kind(StrEnum):
    """What a mention means."""

    DATE = "date"
    QUANTITY = "quantity"
    PERCENTAGE = "percentage"
    PERSON = "person"
    DELIVERABLE = "deliverable"


type Meaning = Days | Amount | str  # an e-mail address, the stem of a deliverable word


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text from `start` up to `end` (exclusive), and what they mean."""

    kind: Kind
    start: int
    end: int
    text: str
    meaning: Meaning

    @property
    def value(self) -> str:
        """Return the canonical text of the meaning.

        `2027-03-15`, `2027-03-11..2027-03-20` for a rough date, `2027-04-03|2027-03-04` for one that reads two ways,
        `30 days`, `20000 EUR`, `12 %`, an e-mail address, the stem of a deliverable word.
        """
        return self.meaning if isinstance(self.meaning, str) else self.meaning.value
