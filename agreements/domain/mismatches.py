"""Where what one person wrote is not what another one understood."""

from enum import StrEnum


class Where(StrEnum):
    """What a mismatch is about; a difference that the rules found names a field instead."""

    WHAT = "what"
    WHO = "who"
    WHEN = "when"
    HOW_MEASURED = "how_measured"
