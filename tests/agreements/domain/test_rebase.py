import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.rebase import Conflict, Edit, Key, Overlap, Subject, changed, overlaps
from agreements.domain.terms import Terms, canonical
from tests.agreements.domain.launch import ADOPTION, BIWEEKLY, FEATURE, LAUNCH, OUTREACH

THE_FEATURE: Subject = ("commitment", 11)
THE_OUTREACH: Subject = ("commitment", 12)
THE_METRIC: Subject = ("metric", 5)
THE_CADENCE: Subject = ("cadence", 7)

A_WEEK_MORE = Edit(THE_FEATURE, "due_on", "2027-03-15", "2027-03-22")
ANOTHER_OWNER = Edit(THE_FEATURE, "owner", "dana@holdfast.example", "maya@holdfast.example")
NO_OWNER = Edit(THE_FEATURE, "owner", "dana@holdfast.example", None)
A_DROP = Edit(THE_FEATURE, None, "open", "released")


def as_json(terms: Terms) -> Any:
    return json.loads(canonical(terms))


def conflict(edit: Edit, *, theirs: str | None) -> Conflict:
    return Conflict(edit.subject, edit.field, edit.was, theirs, edit.now)


@pytest.mark.parametrize(
    ("edit", "theirs"),
    [
        (A_WEEK_MORE, {}),
        (A_WEEK_MORE, {(THE_FEATURE, "owner"): "maya@holdfast.example"}),
        (A_WEEK_MORE, {(THE_OUTREACH, "due_on"): "2027-03-23"}),
        (A_WEEK_MORE, {(("metric", 11), "due_on"): "2027-03-23"}),
        (A_WEEK_MORE, {(THE_FEATURE, "due_on"): "2027-03-15"}),
        (A_WEEK_MORE, {(THE_OUTREACH, None): "delivered"}),
        (A_DROP, {(THE_FEATURE, "due_on"): "2027-03-29"}),
    ],
    ids=[
        "nothing changed",
        "another field",
        "another commitment",
        "a metric with the same id",
        "changed and changed back",
        "something else was delivered",
        "dropping it whatever its date",
    ],
)
def test_what_nobody_else_touched_keeps(edit: Edit, theirs: dict[Key, str]) -> None:
    assert overlaps([edit], theirs=theirs) == Overlap(keep=(edit,), settled=(), conflicts=())


@pytest.mark.parametrize(
    ("edit", "theirs"),
    [
        (A_WEEK_MORE, {(THE_FEATURE, "due_on"): "2027-03-22"}),
        (NO_OWNER, {(THE_FEATURE, "owner"): None}),
        (A_DROP, {(THE_FEATURE, None): "released"}),
    ],
    ids=["the same date", "emptied as well", "dropped as well"],
)
def test_what_came_about_already_is_settled(edit: Edit, theirs: dict[Key, str | None]) -> None:
    assert overlaps([edit], theirs=theirs) == Overlap(keep=(), settled=(edit,), conflicts=())


@pytest.mark.parametrize(
    ("edit", "theirs", "expected"),
    [
        (A_WEEK_MORE, {(THE_FEATURE, "due_on"): "2027-03-29"}, "2027-03-29"),
        (ANOTHER_OWNER, {(THE_FEATURE, "owner"): None}, None),
        (NO_OWNER, {(THE_FEATURE, "owner"): "maya@holdfast.example"}, "maya@holdfast.example"),
        (A_WEEK_MORE, {(THE_FEATURE, None): "delivered"}, "delivered"),
        (A_WEEK_MORE, {(THE_FEATURE, None): None}, None),
        (A_WEEK_MORE, {(THE_FEATURE, None): "released", (THE_FEATURE, "due_on"): "2027-03-22"}, "released"),
        (A_DROP, {(THE_FEATURE, None): "lapsed"}, "lapsed"),
    ],
    ids=[
        "another date",
        "emptied",
        "filled, to be emptied",
        "delivered",
        "gone from the terms",
        "dropped after the same change",
        "lapsed, to be dropped",
    ],
)
def test_what_others_changed_otherwise_conflicts(
    edit: Edit, theirs: dict[Key, str | None], expected: str | None
) -> None:
    assert overlaps([edit], theirs=theirs) == Overlap(keep=(), settled=(), conflicts=(conflict(edit, theirs=expected),))


def test_each_edit_is_judged_by_itself_and_in_order() -> None:
    target = Edit(THE_METRIC, "target", "30.5", "25")
    theirs: dict[Key, str] = {(THE_FEATURE, "due_on"): "2027-03-29", (THE_METRIC, "target"): "20"}

    found = overlaps([target, ANOTHER_OWNER, A_WEEK_MORE], theirs=theirs)

    assert found == Overlap(
        keep=(ANOTHER_OWNER,),
        settled=(),
        conflicts=(conflict(target, theirs="20"), conflict(A_WEEK_MORE, theirs="2027-03-29")),
    )


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ({}, True),
        ({(THE_FEATURE, "due_on"): "2027-03-22"}, False),
        ({(THE_FEATURE, "due_on"): "2027-03-29"}, False),
    ],
    ids=["kept", "settled", "conflict"],
)
def test_an_overlap_is_empty_when_all_keeps(theirs: dict[Key, str], expected: bool) -> None:
    assert overlaps([A_WEEK_MORE], theirs=theirs).is_empty is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda terms: terms, {}),
        (
            lambda terms: replace(terms, commitments=(OUTREACH, replace(FEATURE, due_on=date(2027, 3, 22)))),
            {(THE_FEATURE, "due_on"): "2027-03-22"},
        ),
        (
            lambda terms: replace(terms, commitments=(FEATURE, replace(OUTREACH, waits_on=(), needed_by=None))),
            {(THE_OUTREACH, "waits_on"): [], (THE_OUTREACH, "needed_by"): None},
        ),
        (lambda terms: replace(terms, commitments=(OUTREACH,)), {(THE_FEATURE, None): None}),
        (
            lambda terms: replace(terms, metrics=(replace(ADOPTION, target=Decimal(25)),)),
            {(THE_METRIC, "target"): "25"},
        ),
        (lambda terms: replace(terms, cadence=replace(BIWEEKLY, time=time(9))), {(THE_CADENCE, "time"): "09:00"}),
        (lambda terms: replace(terms, cadence=None), {(THE_CADENCE, None): None}),
        (lambda terms: replace(terms, title="Big launch"), {}),
    ],
    ids=[
        "nothing",
        "a date",
        "what it waits on and what is emptied",
        "one left out",
        "a target",
        "the cadence",
        "the cadence left out",
        "what no change can touch",
    ],
)
def test_what_changed_between_terms_stands_by_thing_and_field(
    change: Callable[[Terms], Terms], expected: dict[Key, object]
) -> None:
    assert changed(base=as_json(LAUNCH), present=as_json(change(LAUNCH))) == expected


def test_a_cadence_that_came_meanwhile_changed_from_nothing() -> None:
    without, with_one = as_json(replace(LAUNCH, cadence=None)), as_json(LAUNCH)

    assert changed(base=without, present=with_one) == {
        (THE_CADENCE, "frequency"): "weekly",
        (THE_CADENCE, "interval"): 2,
        (THE_CADENCE, "weekday"): "tuesday",
        (THE_CADENCE, "time"): "10:00",
        (THE_CADENCE, "minutes"): 30,
        (THE_CADENCE, "time_zone"): "Europe/Berlin",
        (THE_CADENCE, "starts_on"): "2027-02-02",
    }
