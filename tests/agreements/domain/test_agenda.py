import pytest

from agreements.domain.agenda import Section, Weight, how_many_fit, ordered, planned_minutes

S = Section


def order(**weights: Weight) -> list[str]:
    return list(ordered((weight, name) for name, weight in weights.items()))


def test_sections_come_by_what_waiting_costs() -> None:
    weights = {section.value: Weight(section=section) for section in reversed(Section)}

    assert order(**weights) == ["drifting", "disputed", "doubt", "change", "concern", "topic", "due"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"is_strong": True, "days_left": 90}, {"is_past_date": True}, id="strong before weak"),
        pytest.param({"is_past_date": True, "days_left": 9}, {"days_left": 0}, id="past its date"),
        pytest.param({"is_parked": True, "days_left": 9}, {"days_left": 1}, id="put off by the last sync"),
        pytest.param({"days_left": 2}, {"days_left": 3, "waited_for_by": 8}, id="fewest days"),
        pytest.param({"days_left": 200}, {"days_left": None, "waited_for_by": 8}, id="a date before none"),
        pytest.param({"days_left": 2, "waited_for_by": 2}, {"days_left": 2, "waited_for_by": 1}, id="most waiting"),
        pytest.param({"came": "2027-03-01"}, {"came": "2027-03-02"}, id="who came first"),
    ],
)
def test_within_a_section(first: dict[str, object], second: dict[str, object]) -> None:
    weights = {name: Weight(section=S.DRIFTING, **facts) for name, facts in (("second", second), ("first", first))}  # type: ignore[arg-type]  # a table of fields

    assert order(**weights) == ["first", "second"]


def test_equal_ones_stay_as_they_came() -> None:
    assert order(a=Weight(section=S.DUE), b=Weight(section=S.DUE)) == ["a", "b"]


@pytest.mark.parametrize(
    ("section", "own", "minutes"),
    [
        (S.DRIFTING, None, 5),
        (S.DISPUTED, None, 5),
        (S.DOUBT, None, 3),
        (S.CHANGE, None, 5),
        (S.CONCERN, None, 3),
        (S.TOPIC, 12, 12),
        (S.TOPIC, None, 5),
        (S.DUE, 12, 1),
    ],
)
def test_planned_minutes(section: Section, own: int | None, minutes: int) -> None:
    assert planned_minutes(section, own=own) == minutes


@pytest.mark.parametrize(
    ("minutes", "within", "count"),
    [([], 25, 0), ([5, 5], 10, 2), ([5, 5, 1], 10, 2), ([5, 6, 1], 10, 1), ([11], 10, 0)],
)
def test_how_many_fit(minutes: list[int], within: int, count: int) -> None:
    assert how_many_fit(minutes, within=within) == count
