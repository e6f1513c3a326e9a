"""What the sweep reads about the dates of a commitment and about all that is due in a week."""

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.models import DriftFlag
from agreements.operations.drift import selections, sweep
from teams.models import Organisation, Person
from tests.agreements.operations.drift.scenes import FAR, in_force, promise, signs
from tests.factories import AT, PersonFactory

pytestmark = pytest.mark.usefixtures("organisation")

MONDAY, SUNDAY = date(2027, 5, 31), date(2027, 6, 6)  # the week of FAR, a Tuesday


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"needed_by": FAR}, []),
        ({"needed_by": FAR - timedelta(days=1)}, [("after_needed_by", "weak")]),
        (
            {"needed_by": FAR + timedelta(days=2), "expected_on": FAR + timedelta(days=2)},
            [("expected_after_due", "strong")],
        ),
        ({"moves": 1}, []),
        ({"moves": 2}, [("moved_often", "weak")]),
        ({"moves": 3}, [("moved_often", "strong")]),
    ],
)
def test_its_dates(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    promise(in_force(), **changes)
    sweep(at=AT)
    assert signs() == expected


def test_expected_after_both_of_its_dates_is_two_signs() -> None:
    promise(in_force(), needed_by=FAR + timedelta(days=2), expected_on=FAR + timedelta(days=3))
    sweep(at=AT)
    assert signs() == [("after_needed_by", "weak"), ("expected_after_due", "strong")]


def test_two_weak_signs_make_it_drift() -> None:
    commitment = promise(in_force(), needed_by=FAR - timedelta(days=1), moves=2)
    sweep(at=AT)
    commitment.refresh_from_db()
    assert (signs(), commitment.health) == ([("after_needed_by", "weak"), ("moved_often", "weak")], "drifting")


def owes(owner: Person, *days: date, **changes: Any) -> None:
    for day in days:
        promise(in_force(**changes), owner=owner, due_on=day)


@pytest.mark.parametrize(("days", "flagged"), [((MONDAY, SUNDAY, FAR, FAR, FAR), 0), ((MONDAY, SUNDAY, *[FAR] * 4), 6)])
def test_a_week_goes_from_monday_to_sunday_over_all_agreements(days: tuple[date, ...], flagged: int) -> None:
    owes(PersonFactory.create(name="Lena Brandt"), *days, MONDAY - timedelta(days=1), SUNDAY + timedelta(days=1))
    sweep(at=AT)
    assert signs() == [("overloaded", "weak")] * flagged


@pytest.mark.parametrize("many", [1, 1000])
def test_what_rests_counts_too_however_many_agreements_there_are(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Among very many it is counted another way: what is gone through, and what is owed in all other agreements."""
    monkeypatch.setattr(selections, "MANY", many)
    lena = PersonFactory.create(name="Lena Brandt")
    owes(lena, *[FAR] * 5)
    owes(lena, FAR, paused_until=FAR, pause_reason="The plant is closed.")
    owes(PersonFactory.create(), FAR)
    sweep(at=AT)
    assert signs() == [("overloaded", "weak")] * 5


def test_what_is_hidden_counts_and_is_not_named() -> None:
    lena = PersonFactory.create(name="Lena Brandt")
    owes(lena, FAR)
    owes(lena, *[FAR] * 5, visibility="parties")
    sweep(at=AT)
    said = "Lena Brandt has 6 commitments due in the week of 31 May, in all agreements together."
    assert set(DriftFlag.objects.values_list("sentence", flat=True)) == {said}


def test_only_what_is_open_counts() -> None:
    lena = PersonFactory.create()
    owes(lena, *[FAR] * 5)
    promise(in_force(), owner=lena, state="delivered", delivered_at=AT, declared_at=AT)
    sweep(at=AT)
    assert signs() == []


def test_the_owner_learns_of_it_a_working_day_before_the_others() -> None:
    lena = PersonFactory.create()
    owes(lena, *[FAR] * 6)
    sweep(at=AT)
    flag = DriftFlag.objects.first()
    assert flag is not None
    assert (flag.first_told, flag.shown_at.date()) == (lena, date(2027, 3, 2))


def test_it_follows_the_number_and_ends_when_one_moves_away() -> None:
    lena = PersonFactory.create(name="Lena Brandt")
    owes(lena, *[FAR] * 7)
    sweep(at=AT)
    lena.commitments.filter(pk=max(lena.commitments.values_list("pk", flat=True))).update(
        due_on=FAR + timedelta(weeks=1)
    )
    second = sweep(at=AT)
    six = DriftFlag.objects.open().filter(sentence__contains="has 6 commitments").count()
    lena.commitments.filter(pk=min(lena.commitments.values_list("pk", flat=True))).update(
        due_on=FAR + timedelta(weeks=2)
    )
    sweep(at=AT)
    assert ((second.closed, second.reworded), six, signs()) == ((1, 6), 6, [])


def test_an_agreement_may_set_its_own_number() -> None:
    lena = PersonFactory.create()
    owes(lena, *[FAR] * 2)
    owes(lena, FAR, thresholds={"due_in_a_week": 2})
    sweep(at=AT)
    assert signs() == [("overloaded", "weak")]


def test_a_second_sweep_of_the_moment_writes_nothing() -> None:
    Organisation.objects.update(thresholds={"due_in_a_week": 1})
    owes(PersonFactory.create(), FAR, FAR)
    promise(in_force(), moves=3, needed_by=MONDAY)
    sweep(at=AT)
    assert sweep(at=AT).rows == 0
