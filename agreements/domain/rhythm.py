"""A cadence in the words that people say: "every second Tuesday", "on the last Friday of each month"."""

from agreements.domain.cadence import LAST, Frequency
from teams.domain import days
from teams.domain.language import noted, say

PLACES = {1: noted("first"), 2: noted("second"), 3: noted("third"), 4: noted("fourth"), LAST: noted("last")}


def rhythm(*, frequency: Frequency, interval: int, weekday: int, nth: int | None) -> str:
    """Say how often and on which day the parties meet; `weekday` 0 is Monday, `nth` -1 the last."""
    day = say(days.WEEKDAYS[weekday])
    if frequency is Frequency.WEEKLY:
        return _weekly(day, interval)
    place = say(PLACES[nth or 1])
    if interval == 1:
        return say("on the {place} {day} of each month", place=place, day=day)
    if interval in PLACES:
        return say("on the {place} {day} of every {each} month", place=place, day=day, each=say(PLACES[interval]))
    return say("on the {place} {day} of every {each}th month", place=place, day=day, each=interval)


def _weekly(day: str, interval: int) -> str:
    if interval == 1:
        return say("every {day}", day=day)
    if interval == 2:
        return say("every second {day}", day=day)
    return say("every {interval} weeks on {day}", interval=interval, day=day)
