"""The life of a change that somebody asked for, and how the answers to it add up."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from agreements.domain.states import Paths
from teams.domain.calendar import WorkingCalendar
from teams.domain.language import noted

FIRST_ALTERNATIVES = 3  # one to three are brought at first
MOST_ALTERNATIVES = 6  # with all that counters added


class AmendmentState(StrEnum):
    """Where a change stands; what is open puts the agreements it touches *in renegotiation*."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class AmendmentMove(StrEnum):
    """What can happen to a change. *Agree* and *decline* follow from the answers, *expire* is the clock's move."""

    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REOPEN = "reopen"


PATHS = Paths(
    noun=noted("the change"),
    table={
        AmendmentState.OPEN: {
            AmendmentMove.AGREE: AmendmentState.AGREED,
            AmendmentMove.DECLINE: AmendmentState.DECLINED,
            AmendmentMove.WITHDRAW: AmendmentState.WITHDRAWN,
            AmendmentMove.EXPIRE: AmendmentState.EXPIRED,
        },
        AmendmentState.AGREED: {},
        AmendmentState.DECLINED: {},
        AmendmentState.WITHDRAWN: {},
        AmendmentState.EXPIRED: {
            AmendmentMove.REOPEN: AmendmentState.OPEN,
            AmendmentMove.WITHDRAW: AmendmentState.WITHDRAWN,
        },
    },
)


class Answer(StrEnum):
    """What an affected person says to one alternative; a counter adds another alternative beside it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"


FINAL = frozenset({Answer.ACCEPT, Answer.DECLINE})


class Trade(StrEnum):
    """What gives in an alternative: the menu of a fair trade."""

    DATE = "date"
    SCOPE = "scope"
    QUALITY = "quality"
    RESOURCES = "resources"
    SEQUENCE = "sequence"


class ChangeKind(StrEnum):
    """What one change of an alternative touches."""

    COMMITMENT = "commitment"
    ADD_COMMITMENT = "add_commitment"
    DROP_COMMITMENT = "drop_commitment"
    METRIC = "metric"
    CADENCE = "cadence"


def verdict(alternatives: Mapping[int, Iterable[Answer | None]]) -> tuple[AmendmentState, int | None]:
    """Return what the answers amount to, and the alternative that is agreed.

    `alternatives` maps each alternative, in the order it was brought, to the answers of all whom it affects,
    None for who has not answered. The first one that everybody accepts is agreed; a decline closes its
    alternative, and when none is left the change is declined.
    """
    answers = {alternative: tuple(given) for alternative, given in alternatives.items()}
    for alternative, given in answers.items():
        if all(answer is Answer.ACCEPT for answer in given):
            return AmendmentState.AGREED, alternative
    is_declined = all(Answer.DECLINE in given for given in answers.values())
    return (AmendmentState.DECLINED if is_declined else AmendmentState.OPEN), None


def notice(asked_on: date, *, due: Iterable[date], calendar: WorkingCalendar) -> int | None:
    """Return the working days of notice: those after `asked_on` up to the earliest of the present dates `due`.

    None when nothing dated is asked for; 0 when the date is that day or past. Source: PRODUCT 6, ruling 3.
    """
    earliest = min(due, default=None)
    if earliest is None:
        return None
    return calendar.working_days_between(after=asked_on, until=earliest)


def is_early(days: int | None, *, notice_days: int) -> bool:
    """Tell whether `days` of notice meet the agreement's `notice_days`; what has no date is always early."""
    return days is None or days >= notice_days


def fewest(notices: Iterable[int | None]) -> int | None:
    """Return the least notice among `notices`; None when none of them has a date."""
    return min((days for days in notices if days is not None), default=None)
