"""What the corpus leaves out: the corners of dates, numbers and names."""

from datetime import date

import pytest

from agreements.domain.readback import Named
from agreements.domain.readback.days import DayMonth
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.lift import Lexicon, lift

MONDAY = date(2027, 2, 22)
PEOPLE = (
    Named("dana@acme.example", "Dana Whitfield"),
    Named("dana.o@acme.example", "Dana Ortiz"),
    Named("tomas@acme.example", "Tomás Reyes"),
    Named("will@acme.example", "Will Stone"),
    Named("gone@acme.example", ""),
    Named("bot@acme.example", "bot@acme.example"),
)


def values(text: str, *, today: date = MONDAY, order: DayMonth | None = None) -> list[str]:
    return [mention.value for mention in lift(text, Lexicon(Reader(today, order), PEOPLE))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("by end March", "2027-03-31"),
        ("by March end", "2027-03-31"),
        ("by Q2 end", "2027-06-30"),
        ("by the end of May", "2027-05-31"),
        ("by the end of February", "2027-02-26..2027-02-28"),
        ("mid-Q2", "2027-05-01..2027-05-31"),
        ("late Q2", "2027-06-01..2027-06-30"),
        ("early 2028", "2028-01-01..2028-04-30"),
        ("the start of next week", "2027-03-01..2027-03-02"),
        ("the end of the week", "2027-02-26..2027-02-28"),
        ("in the first quarter of 2028", "2028-01-01..2028-03-31"),
        ("by Q1 2028", "2027-12-31..2028-03-31"),
        ("the last week of March", "2027-03-25..2027-03-31"),
        ("the week of March 15", "2027-03-15..2027-03-21"),
        ("the week of 31 April", "no day"),
        ("in calendar week 7", "2028-02-14..2028-02-20"),
        ("in calendar week 53", None),
        ("in a fortnight", "2027-03-08..2027-03-14"),
        ("in three months", "2027-05-01..2027-05-31"),
        ("in a year", "2028-02-01..2028-02-29"),
        ("10 days from now", "2027-03-04"),
        ("over the next two weeks", "2027-02-22..2027-03-08"),
        ("in three weeks' time", "2027-03-15..2027-03-21"),
        ("in 1000 days", "1000 days"),
        ("in 1.5 weeks", "1.5 weeks"),
        ("within 1.5 weeks", "1.5 weeks"),
        ("by Sunday", "2027-02-28"),
        ("by next Monday", "2027-03-01"),
        ("by this Friday", "2027-02-26"),
        ("on Friday's call", None),
        ("at the Friday sync", None),
        ("on 29 February", "2028-02-29"),
        ("Monday 1 February", "2027-02-01"),
        ("on Tuesday 1 February", "2028-02-01"),
        ("by the 31st of this month", "no day"),
        ("by the 1st of next month", "2027-03-01"),
        ("before the 16th", "day 15"),
        ("from 28 February to 3 March", "2027-02-28..2027-03-03"),
        ("from 20 December to 10 January 2028", "2027-12-20..2028-01-10"),
        ("from 30 February to 3 March", "2027-03-03"),
        ("10 to 31 April", "no day"),
        ("between 1 March and 15 March", "2027-03-01..2027-03-15"),
        ("on 15.13.2027", None),
        ("on 31.04.2027", "no day"),
        ("on 15/16", None),
        ("on 12-31-2027", "2027-12-31"),
        ("by '27", None),
        ("by 15 may.", "2027-05-15"),
        ("of whom 30 may leave", None),
        ("In March 15 accounts", "15 accounts"),
        ("in March, 2028", "2028-03-01..2028-03-31"),
    ],
)
def test_dates(text: str, value: str | None) -> None:
    assert values(text)[-1:] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on a Friday, next Friday", "2027-03-05"),
        ("by Friday", "2027-02-26"),
    ],
)
def test_next_friday_is_clear_on_a_friday(text: str, value: str) -> None:
    assert values(text, today=date(2027, 2, 26)) == [value]


def test_december_is_followed_by_january() -> None:
    assert values("by the 1st of next month", today=date(2026, 12, 7)) == ["2027-01-01"]


@pytest.mark.parametrize(
    ("order", "value"),
    [(None, "2027-04-03|2027-03-04"), (DayMonth.DAY_FIRST, "2027-04-03"), (DayMonth.MONTH_FIRST, "2027-03-04")],
)
def test_the_order_of_the_reader_tells_a_date_of_numbers(order: DayMonth | None, value: str) -> None:
    assert values("by 3/4", order=order) == [value]
    assert values("3/4/2027", order=order) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five accounts", "25 accounts"),
        ("two hundred and five accounts", "205 accounts"),
        ("three thousand two hundred accounts", "3200 accounts"),
        ("five six accounts", None),
        ("twenty twelve accounts", None),
        ("2.5 million trials", "2500000 trials"),
        ("1\u202f500 trials", "1500 trials"),
        ("30,5 %", "30.5 %"),
        ("5 percentage points", "5 %"),
        ("20\u201330 accounts", "30 accounts"),
        ("\u00a35m", "5000000 GBP"),
        ("a 90-day retention", "90 day"),
        ("for two working days", "2 working days"),
        ("kept for a fortnight", "1 fortnight"),
        ("120 account calls", "120 account calls"),
        ("in 2028 customers", None),
        ("a target of 97", "97"),
        ("one region", None),
        ("a one-page summary", None),
    ],
)
def test_amounts(text: str, value: str | None) -> None:
    assert values(text)[-1:] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Tomas and tom\u00e1s", ["tomas@acme.example", "tomas@acme.example"]),
        ("Dana does it", []),
        ("DANA ORTIZ does it", ["dana.o@acme.example"]),
        ("Will we do it?", []),
        ("Will prepares it", ["will@acme.example"]),
        ("I ask Will", ["will@acme.example"]),
        ("I will", []),
        ("Mail bot@acme.example.", ["bot@acme.example"]),
    ],
)
def test_people(text: str, people: list[str]) -> None:
    assert values(text) == people
