"""What is asked of each of many readings before any of them is written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from agreements.domain.reading_tables import Problem
from agreements.models import Metric, Reading
from agreements.operations.drafts import ReadingDraft
from teams.domain.calendar import local_date, zone
from teams.domain.errors import InvalidValueError
from teams.domain.language import say
from teams.operations.values import check, refuse, values_of


def look_over(*, metric: Metric, at: datetime, rows: Sequence[ReadingDraft]) -> list[Problem]:
    """Return what ``record_readings`` would refuse of ``rows``, and write nothing."""
    today = local_date(at, zone=zone(metric.agreement.time_zone))
    readings = [Reading(metric=metric, recorded_at=at, **values_of(row)) for row in rows]
    return list(_problems(readings, today=today))


def refuse_rows(readings: Sequence[Reading], *, today: date) -> None:
    """Raise InvalidValueError with all that is wrong, by field, each sentence naming its row if there are more."""
    if not readings:
        refuse({"rows": [say("There is no reading in it.")]})
    sentences: dict[str, list[str]] = defaultdict(list)
    for problem in _problems(readings, today=today):
        prefix = say("Row {row}: ", row=problem.row) if len(readings) > 1 else ""
        sentences[problem.column].append(prefix + problem.sentence)
    refuse(sentences)


def _problems(readings: Sequence[Reading], *, today: date) -> Iterator[Problem]:
    first_row: dict[date, int] = {}
    for row, reading in enumerate(readings, start=1):
        first = first_row.setdefault(reading.on, row)
        problems = _of_row(reading, today=today)
        if first != row:
            problems = {"on": [say("Row {first} is about the same day.", first=first)]}
        for column, sentences in problems.items():
            yield from (Problem(row, column, sentence) for sentence in sentences)


def _of_row(reading: Reading, *, today: date) -> Mapping[str, list[str]]:
    try:
        check(reading)
    except InvalidValueError as error:
        return error.fields
    return {"on": [say("A reading cannot be of a day to come.")]} if reading.on > today else {}
