"""What is found when words said back are laid beside the recorded terms."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.domain.readback.verdicts import Verdict


class Field(StrEnum):
    """What of a line is compared."""

    DUE_ON = "due_on"
    OWNER = "owner"
    QUANTITY = "quantity"
    DELIVERABLE = "deliverable"


@dataclass(frozen=True, slots=True)
class Said:
    """What the writer answered beside the text about one commitment; None: nothing. `owner` is an e-mail address."""

    commitment: int
    due_on: date | None = None
    owner: str | None = None
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing heard or not heard, why in one sentence, and where it stands in the text.

    `commitment` is None for what belongs to no commitment: a metric, or something that is nowhere in the terms.
    `recorded` and `heard` are as a person reads them, but for a day, which is `2027-03-15`; empty for nothing. Each
    span is (start, end), the end exclusive; what was answered beside the text, or not mentioned, has none.
    """

    commitment: int | None
    field: Field
    verdict: Verdict
    recorded: str
    heard: str
    why: str
    spans: tuple[tuple[int, int], ...] = ()
