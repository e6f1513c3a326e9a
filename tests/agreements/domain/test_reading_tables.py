from datetime import date
from decimal import Decimal

import pytest

from agreements.domain.reading_tables import read_table

FIRST, SECOND = (date(2027, 3, 1), Decimal(118), ""), (date(2027, 3, 8), Decimal("131.5"), "After the fair")


def rows_of(text: str) -> list[tuple[date | None, Decimal | None, str]]:
    return [(row.on, row.value, row.note) for row in read_table(text).rows]


def problems_of(text: str) -> list[str]:
    return [f"{problem.row} {problem.column}: {problem.sentence}" for problem in read_table(text).problems]


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01,118\n2027-03-08,131.5,After the fair",
        "on,value,note\n2027-03-01,118,\n2027-03-08,131.5,After the fair\n",
        "Day;Reading;Note\r\n1.3.2027;118;\r\n08.03.2027;131.5;After the fair\r\n",
        "note\tvalue\tdate\n\t118\t2027-03-01\nAfter the fair\t131.5\t2027-3-8",
        "\ufeff\n2027-03-01, 118\n\n2027-03-08, 131.5, After the fair",
        'on,value,who,note\n2027-03-01,118,Lena,\n2027-03-08,131.5,Lena,"After the fair"',
    ],
    ids=["plain", "named", "semicolons", "from a spreadsheet, in any order", "gaps", "a column more"],
)
def test_a_table_is_read_as_it_comes(text: str) -> None:
    assert (rows_of(text), problems_of(text)) == ([FIRST, SECOND], [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("3/4/2027,118", ["1 on: “3/4/2027” is no day that reads one way: write 2027-03-01."]),
        ("2027-02-30,118", ["1 on: “2027-02-30” is no day that reads one way: write 2027-03-01."]),
        ("2027-03-01,1_000", ["1 value: “1_000” is no number: write 1234.5."]),
        ("2027-03-01;1.234,5", ["1 value: “1.234,5” is no number: write 1234.5."]),
        ("2027-03-01,many", ["1 value: “many” is no number: write 1234.5."]),
        ("2027-03-01,NaN", ["1 value: “NaN” is no number: write 1234.5."]),
        ("2027-03-01", ["1 value: An empty cell is no number: write 1234.5."]),
        ("2027-03-01,118\n,119", ["2 on: An empty cell is no day that reads one way: write 2027-03-01."]),
        ("2027-03-01,118,a,b", ["1 row: It has more columns than day, value and note; quote a note with commas."]),
        ("", ["1 row: Paste at least one reading."]),
        ('2027-03-01,118,"open', ["1 row: A quotation mark is open. Close it, or take it out."]),
        ("2027-03-01,1\n" * 1001, ["1001 row: Paste 1000 readings at most at a time."]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_row_and_column(text: str, problems: list[str]) -> None:
    assert problems_of(text) == problems


def test_the_line_of_names_is_not_counted() -> None:
    assert problems_of("on,value\n2027-03-01,118\n2027-03-08,x") == ["2 value: “x” is no number: write 1234.5."]


def test_a_line_of_names_alone_holds_no_reading() -> None:
    assert (rows_of("on,value,note"), problems_of("on,value,note")) == ([], ["1 row: Paste at least one reading."])
