from datetime import date, time
from decimal import Decimal

import pytest
from django.db.models import Model

from agreements.models import Metric
from teams.domain.errors import InvalidValueError
from teams.models import Holiday, Organisation, Person
from teams.operations.drafts import TeamDraft
from teams.operations.values import check, fill, left_organisation, refuse, values_of, with_change
from tests.factories import AT


def test_a_draft_is_its_values_without_the_space_around_them() -> None:
    assert values_of(TeamDraft(slug="legal", name=" Legal "), but=["parent", "time_zone"]) == {
        "slug": "legal",
        "name": "Legal",
    }


MAYA = {"email": "maya@acme.example", "name": "Maya", "password": "!", "created_at": AT}
LEADS = {
    "name": "Leads",
    "direction": "up",
    "target": 500,
    "starts_on": date(2027, 2, 1),
    "target_on": date(2027, 8, 1),
}


@pytest.mark.parametrize(
    ("row", "name", "now", "kept"),
    [
        (Person(**MAYA), "name", "Mai", ["Maya", "Mai"]),
        (Person(**MAYA), "away_until", date(2027, 3, 5), [None, "2027-03-05"]),
        (Person(**MAYA), "quiet_from", time(20, 30), ["19:00:00", "20:30:00"]),
        (Person(**MAYA, working_days=[0, 1]), "working_days", [6], ["0, 1", "6"]),
        (Metric(**LEADS, baseline=Decimal("1E+2")), "baseline", Decimal("2.50"), ["100", "2.5"]),
        (Organisation(name="Acme", thresholds={"a": 1, "b": 2}), "thresholds", {}, ["a 1, b 2", ""]),
    ],
    ids=["text", "date", "time", "list", "number", "numbers by name"],
)
def test_what_changed_is_kept_as_plain_words(row: Model, name: str, now: object, kept: list[str | None]) -> None:
    changes = fill(row, {name: now})

    assert [changes["was"][name], changes["now"][name]] == kept


def test_what_stays_is_no_change() -> None:
    assert fill(Holiday(on=date(2027, 1, 1), name="New Year"), {"name": "New Year"}) == {}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Holiday(on=date(2027, 1, 1), name="x" * 121), "name"),
        (Holiday(on=date(27, 1, 1), name="New Year"), "on"),
        (Holiday(on=date(2200, 1, 1), name="New Year"), "on"),
    ],
)
def test_a_field_that_cannot_hold_its_value_is_named(row: Holiday, field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        check(row)

    assert list(refused.value.fields) == [field]


def test_a_change_joins_the_others() -> None:
    changes = with_change({"was": {"name": "a"}, "now": {"name": "b"}}, "due_on", was=None, now="2027-03-15")

    assert changes == {"was": {"name": "a", "due_on": None}, "now": {"name": "b", "due_on": "2027-03-15"}}


def test_who_left_is_named() -> None:
    here, gone = Person(name="Maya", is_active=True), Person(name="Gus", is_active=False)

    assert left_organisation(owner=here, delegate=None, accepted_by=gone) == {
        "accepted_by": ["Gus has left the organisation."]
    }


def test_no_sentences_are_no_refusal() -> None:
    refuse({})
