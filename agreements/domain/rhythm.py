"""A cadence in the words that people say: "every second Tuesday", "on the last Friday of each month"."""

from agreements.domain.cadence import LAST, WEEKDAYS, Frequency

PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}


def rhythm(*, frequency: Frequency, interval: int, weekday: int, nth: int | None) -> str:
    """Say how often and on which day the parties meet; `weekday` 0 is Monday, `nth` -1 the last."""
    day = WEEKDAYS[weekday].capitalize()
    if frequency is Frequency.WEEKLY:
        return _weekly(day, interval)
    each = "each month" if interval == 1 else f"every {PLACES.get(interval, f'{interval}th')} month"
    return f"on the {PLACES[nth or 1]} {day} of {each}"


def _weekly(day: str, interval: int) -> str:
    if interval == 1:
        return f"every {day}"
    return f"every second {day}" if interval == 2 else f"every {interval} weeks on {day}"
