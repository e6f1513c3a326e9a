from datetime import date
from decimal import Decimal

import pytest

from teams.domain import days
from teams.domain.language import say, say_many, say_number, speaking, spoken

WEDNESDAY = date(2026, 3, 18)


def test_what_no_catalogue_knows_is_said_in_english() -> None:
    with speaking("de"):
        assert say("A word that {nobody} translated", nobody="never") == "A word that never translated"


def test_the_language_before_is_spoken_again_afterwards() -> None:
    with pytest.raises(RuntimeError), speaking("de"):
        raise RuntimeError
    assert spoken() == "en"


def test_an_unknown_language_is_english() -> None:
    with speaking("xx"):
        assert spoken() == "en"


def test_braces_in_what_people_wrote_stay_as_they_are() -> None:
    assert say("About {title}", title="{weird} {}") == "About {weird} {}"


@pytest.mark.parametrize(("count", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_one_and_many(count: int, said: str) -> None:
    assert say_many(count, "{count} day", "{count} days") == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1234, "1,234"),
        ("de", 1234, "1.234"),
        ("en", Decimal("1234567.50"), "1,234,567.50"),
        ("de", Decimal("1234567.50"), "1.234.567,50"),
        ("de", -0.5, "-0,5"),
    ],
)
def test_numbers(language: str, number: Decimal | float, said: str) -> None:
    with speaking(language):
        assert say_number(number) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("18 Mar", "18 Mar 2026", "18 March", "Wed 18 Mar", "Wednesday 18 March 2026")),
        ("de", ("18. März", "18. März 2026", "18. März", "Mi, 18. März", "Mittwoch, 18. März 2026")),
    ],
)
def test_dates(language: str, said: tuple[str, ...]) -> None:
    with speaking(language):
        assert (
            days.short(WEDNESDAY, today=WEDNESDAY),
            days.short(WEDNESDAY, today=date(2025, 12, 31)),
            days.long(WEDNESDAY, today=WEDNESDAY),
            days.with_weekday(WEDNESDAY, today=WEDNESDAY),
            days.in_full(WEDNESDAY),
        ) == said
