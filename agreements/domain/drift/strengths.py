from enum import StrEnum


class Strength(StrEnum):
    """How much a flag weighs: one strong or two weak ones make a commitment or an agreement drift."""

    WEAK = "weak"
    STRONG = "strong"
