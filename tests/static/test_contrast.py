"""The promises of the colour table, computed from tokens.css in both themes."""

from itertools import combinations
from pathlib import Path

import pytest

from tests.static.colours import BLINDNESS, Colour, least_ratio, themes

TOKENS = themes((Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8"))
GROUNDS = ["canvas", "surface", "surface-2", "hover"]
STATES = ["ok", "watch", "drift", "change"]


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, Colour]:
    return TOKENS[request.param]


def test_every_token_is_a_colour_screens_can_show(theme: dict[str, Colour]) -> None:
    assert [name for name, colour in theme.items() if not colour.is_in_gamut] == []


def test_the_table_is_read_whole(theme: dict[str, Colour]) -> None:
    assert len(theme) >= 52


@pytest.mark.parametrize(("token", "least"), [("text", 13.4), ("text-2", 6.6), ("text-3", 4.7)])
def test_text_stands_out_on_every_ground(theme: dict[str, Colour], token: str, least: float) -> None:
    assert round(least_ratio(theme, [token], GROUNDS), 1) >= least


def test_secondary_text_reads_on_the_selected_navigation_ground(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["text-2"], ["nav-selected", "nav-hover"]) >= 4.5


@pytest.mark.parametrize("state", STATES)
def test_state_words_read_on_surface_and_on_their_soft_ground(theme: dict[str, Colour], state: str) -> None:
    assert least_ratio(theme, [f"{state}-text"], ["surface", f"{state}-soft"]) >= 5.8


@pytest.mark.parametrize("state", STATES)
def test_secondary_text_reads_on_a_soft_ground(theme: dict[str, Colour], state: str) -> None:
    assert least_ratio(theme, ["text-2"], [f"{state}-soft"]) >= 4.5


@pytest.mark.parametrize("token", [*(f"{state}-solid" for state in STATES), "series"])
def test_shapes_and_lines_stand_out_on_the_surface(theme: dict[str, Colour], token: str) -> None:
    assert least_ratio(theme, [token], ["surface"]) >= 3.2


def test_primary_buttons_read(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["on-accent"], ["accent-solid", "accent-solid-hover"]) >= 5.2


def test_links_read(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["accent-text"], [*GROUNDS, "accent-soft"]) >= 4.5


def test_toasts_read(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["toast-text", "toast-act"], ["toast", "toast-hover"]) >= 4.5


def test_field_edges_show(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["field-line"], ["surface"]) >= 3.0


def test_focus_shows(theme: dict[str, Colour]) -> None:
    assert least_ratio(theme, ["focus"], ["canvas", "surface", "surface-2"]) >= 4.5


@pytest.mark.parametrize("step", range(1, 6))
def test_matrix_numbers_read_on_their_cell(theme: dict[str, Colour], step: int) -> None:
    assert least_ratio(theme, [f"q{step}-text"], [f"q{step}"]) >= 5.8


@pytest.mark.parametrize("step", range(1, 6))
def test_matrix_drift_counts_read_on_their_cell(theme: dict[str, Colour], step: int) -> None:
    assert least_ratio(theme, [f"q{step}-flag"], [f"q{step}"]) >= 4.4


def test_matrix_steps_darken_one_way(theme: dict[str, Colour]) -> None:
    ratios = [theme[f"q{step}"].ratio(theme["surface"]) for step in range(6)]

    assert ratios == sorted(ratios)


@pytest.mark.parametrize(("name", "least"), [("light", 0.09), ("dark", 0.11)])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_states_stay_apart_for_colour_blind_eyes(name: str, least: float, blindness: str) -> None:
    seen = [TOKENS[name][f"{state}-solid"].seen_with(BLINDNESS[blindness]) for state in STATES]

    assert min(one.distance(other) for one, other in combinations(seen, 2)) >= least
