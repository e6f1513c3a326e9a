"""What comparing one thing that was heard with the terms comes to."""

from enum import StrEnum


class Verdict(StrEnum):
    """``unclear`` is asked about: it can be read in two ways."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_MENTIONED = "not_mentioned"
    NOT_IN_TERMS = "not_in_terms"
    UNCLEAR = "unclear"


TO_SETTLE = frozenset({Verdict.DIFFERS, Verdict.NOT_IN_TERMS, Verdict.UNCLEAR})
