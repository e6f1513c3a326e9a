"""The dates that the page about reading back explains are read so."""

import re
from datetime import date
from pathlib import Path

import pytest

from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.lift import Lexicon, lift

PAGE = Path(__file__).parents[4] / "docs" / "readback.md"
DATES = PAGE.read_text(encoding="utf-8").split("## Dates")[1].split("\n* ")[0]
ROWS = re.findall(r"^\| (?!words|---)(.+?) \| (.+?) \|$", DATES, re.MULTILINE)


@pytest.mark.parametrize(("words", "value"), ROWS)
def test_a_date_is_read_as_the_page_says(words: str, value: str) -> None:
    mentions = lift(words, Lexicon(Reader(date(2027, 2, 22))))
    assert [mention.value for mention in mentions] == [value.replace("\\|", "|")]


def test_the_page_has_its_table() -> None:
    assert len(ROWS) > 30
