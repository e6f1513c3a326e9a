from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template

from agreements.templatetags import words

TODAY = date(2026, 3, 16)
ICONS = Path(__file__).parents[3] / "static/icons.svg"


def render(source: str, **values: object) -> str:
    return Template(source).render(Context({"today": TODAY, **values}))


def test_every_word_has_a_shape_that_is_drawn() -> None:
    svg = "{http://www.w3.org/2000/svg}"
    drawn = {symbol.attrib["id"] for symbol in ET.parse(ICONS).iter(f"{svg}symbol")}

    assert {f"g-{word.shape}" for word in words.WORDS.values()} <= drawn


def test_every_word_has_a_known_tone() -> None:
    assert {word.tone for word in words.WORDS.values()} == {"ok", "watch", "drift", "change", "plain"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("on_track", "On track"),
        ("at_risk", "Some doubt"),
        ("off_track", "Need to adjust"),
        ("adjusted_late", "Adjusted at short notice"),
        ("withdrawn", "Set aside"),
        ("delivered", "Waiting for confirmation"),
        ("quiet", "No update"),
        ("", "No update"),
        (None, "No update"),
        ("something_new", "Something new"),
    ],
)
def test_state_word(code: str | None, said: str) -> None:
    assert words.state_word(code) == said


def test_an_unknown_word_looks_plain() -> None:
    assert (words.shape("something_new"), words.tone("something_new")) == ("none", "plain")


def test_status_draws_shape_word_and_tone() -> None:
    assert render('{% status "drifting" %}').replace("/static/", "") == (
        '<span class="st t-drift"><svg class="i t-drift" aria-hidden="true">'
        '<use href="icons.svg#g-drift"/></svg>Drifting</span>'
    )


def test_status_takes_other_words_and_escapes_them() -> None:
    drawn = render('{% status "just_under" words %}', words="Under <4 h")

    assert "Under &lt;4 h</span>" in drawn


def test_pill_differs_in_its_class_only() -> None:
    assert render('{% pill "active" %}') == render('{% status "active" %}').replace('"st ', '"pill ')


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 18), "Wed 18 Mar"),
        (date(2027, 3, 15), "Mon 15 Mar 2027"),
        (None, ""),
    ],
)
def test_day(on: date | None, said: str) -> None:
    assert words.day(on, TODAY) == said


def test_day_without_today_names_the_year() -> None:
    assert words.day(date(2026, 3, 18)) == "Wed 18 Mar 2026"


@pytest.mark.parametrize(("on", "said"), [(date(2026, 3, 8), "8 Mar"), (date(2025, 12, 29), "29 Dec 2025"), (None, "")])
def test_short_day(on: date | None, said: str) -> None:
    assert words.short_day(on, TODAY) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 16), "today"),
        (date(2026, 3, 17), "tomorrow"),
        (date(2026, 3, 15), "yesterday"),
        (date(2026, 3, 18), "in 2 days"),
        (date(2026, 3, 11), "5 days ago"),
        (date(2026, 4, 5), "in 20 days"),
        (date(2026, 4, 6), "in 3 weeks"),
        (date(2026, 4, 30), "in 6 weeks"),
        (date(2026, 7, 16), "in 4 months"),
        (date(2025, 3, 16), "12 months ago"),
        (date(2024, 3, 16), "2 years ago"),
        (datetime(2026, 3, 18, 9, tzinfo=UTC), "in 2 days"),
        (None, ""),
    ],
)
def test_relative_day(on: date | None, said: str) -> None:
    assert words.relative_day(on, TODAY) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 14), "2 days ago"),
        (date(2026, 3, 1), "1 Mar"),
        (date(2025, 3, 1), "1 Mar 2025"),
    ],
)
def test_ago_turns_to_a_date_after_two_weeks(on: date, said: str) -> None:
    assert f">{said}</time>" in render("{% ago on %}", on=on)


def test_ago_carries_the_moment() -> None:
    at = datetime(2026, 3, 15, 9, 40, tzinfo=UTC)

    assert render("{% ago at %}", at=at) == (
        '<time datetime="2026-03-15T09:40:00+00:00" title="Sunday 15 March 2026, 09:40 UTC">yesterday</time>'
    )


def test_on_day_carries_the_whole_date() -> None:
    assert render("{% on_day on %}", on=date(2026, 3, 18)) == (
        '<time datetime="2026-03-18" title="Wednesday 18 March 2026">Wed 18 Mar</time>'
    )


@pytest.mark.parametrize("tag", ["on_day", "ago"])
def test_no_date_draws_nothing(tag: str) -> None:
    assert render(f"{{% {tag} on %}}", on=None) == ""


@pytest.mark.parametrize(("at", "said"), [(datetime(2026, 3, 17, 10, tzinfo=UTC), "10:00"), (None, "")])
def test_clock(at: datetime | None, said: str) -> None:
    assert words.clock(at) == said


@pytest.mark.parametrize(("state", "number"), [("draft", 1), ("readback", 2), ("active", 3), ("ended", 5)])
def test_step_number(state: str, number: int) -> None:
    assert words.step_number(state) == number


@pytest.mark.parametrize(
    ("path", "lies_there"),
    [("/teams/", True), ("/teams/sales/", True), ("/settings/teams/", False), ("/", False)],
)
def test_is_under(path: str, lies_there: bool) -> None:
    assert words.is_under(path, "/teams/") is lies_there


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Product"], "Product"),
        (["Product", "Sales"], "Product and Sales"),
        (["Product", "Sales", "Marketing"], "Product, Sales and Marketing"),
    ],
)
def test_listed(names: list[str], said: str) -> None:
    assert words.listed(names) == said


@pytest.mark.parametrize(("count", "said"), [(0, "no"), (3, "three"), (9, "nine"), (10, "10")])
def test_number_word(count: int, said: str) -> None:
    assert words.number_word(count) == said
