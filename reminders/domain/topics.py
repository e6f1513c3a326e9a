"""What reminders are about, as people choose what they want to be told of."""

from enum import StrEnum


class Topic(StrEnum):
    """A group of kinds that is wanted, or not, as one."""

    CHECK_INS = "check_ins"
    DATES = "dates"
    SYNCS = "syncs"
    DRIFT = "drift"
    TERMS = "terms"
    CONCERNS = "concerns"
    OUTCOMES = "outcomes"
    SUMMARIES = "summaries"
