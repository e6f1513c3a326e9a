from collections.abc import Callable
from datetime import datetime

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.amendments import (
    AlternativeDraft,
    ChangeDraft,
    expire_amendments,
    reopen_amendment,
    withdraw_amendment,
)
from agreements.reports.change_history import side_of_changes
from agreements.reports.history import Entry, events_of, told
from teams.models import Person
from tests.agreements.changing import accepted, asked, countered, declined, later

APRIL = datetime.fromisoformat("2027-04-01T09:00:00Z")

type Newest = Callable[[], Entry]


@pytest.fixture
def promise(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def change(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(promise), by=dana, at=at, within=launched)


@pytest.fixture
def newest(launched: Agreement, dana: Person) -> Newest:
    return lambda: told(events_of(launched, viewer=dana)[:1])[0]


def test_asking_is_told_with_its_reason_and_leads_to_it(change: Amendment, newest: Newest) -> None:
    entry = newest()

    assert (entry.who, entry.what, entry.change) == ("Dana Whitfield", "asked for change 1 early", 1)
    assert entry.quote == "Rounding breaks the invoice."


def test_several_options_are_counted(
    launched: Agreement, promise: Commitment, dana: Person, at: datetime, newest: Newest
) -> None:
    asked(later(promise), later(promise, label="The same again"), by=dana, at=at, within=launched)

    assert newest().what == "asked for change 1 early, with 2 options"


def test_what_is_asked_at_the_last_moment_is_at_short_notice(
    launched: Agreement, promise: Commitment, dana: Person, newest: Newest
) -> None:
    asked(later(promise), by=dana, at=datetime.fromisoformat("2027-03-12T09:00:00Z"), within=launched)

    assert newest().what == "asked for change 1 at short notice"


def test_an_answer_names_the_option(change: Amendment, tomas: Person, at: datetime, newest: Newest) -> None:
    accepted(change, by=tomas, at=at)

    assert (newest().who, newest().what, newest().mark) == (
        "Tomas Lindqvist",
        "accepted “A week later” of change 1",
        "accept",
    )


def test_a_change_that_nobody_agrees_to_says_so(change: Amendment, tomas: Person, at: datetime, newest: Newest) -> None:
    declined(change, by=tomas, at=at)

    assert newest().what == "closed change 1: not agreed"


def test_another_package_is_named(
    change: Amendment, promise: Commitment, tomas: Person, at: datetime, newest: Newest
) -> None:
    countered(change, later(promise, label="Two days later"), by=tomas, at=at)

    assert newest().what == "suggested “Two days later” for change 1"


def test_setting_aside_is_told(change: Amendment, dana: Person, at: datetime, newest: Newest) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=change)

    assert newest().what == "set change 1 aside"


def test_the_clock_closes_and_whoever_asked_asks_again(change: Amendment, dana: Person, newest: Newest) -> None:
    expire_amendments(at=APRIL)
    closed = newest()
    reopen_amendment(actor=dana, at=APRIL, amendment=change, answer_by=APRIL.date())

    assert (closed.who, closed.what) == ("Holdfast", "closed change 1: not answered in time")
    assert newest().what == "asked again for change 1, answers by 1 Apr 2027"


def test_the_next_version_says_what_was_and_what_is(
    change: Amendment, maya: Person, tomas: Person, lena: Person, at: datetime, newest: Newest
) -> None:
    for person in (maya, tomas, lena):
        accepted(change, by=person, at=at)

    entry = newest()

    assert (entry.who, entry.change) == ("Version 2", None)
    assert (
        entry.what == "came into force with change 1, asked early and accepted by everybody it affects: “A week later”"
    )
    assert entry.was == "The feature: due 15 Mar 2027; The outreach: due 16 Mar 2027"
    assert entry.now == "The feature: due 22 Mar 2027; The outreach: due 23 Mar 2027"


def test_a_commitment_tells_of_the_change_that_moved_it(
    launched: Agreement,
    promise: Commitment,
    change: Amendment,
    maya: Person,
    tomas: Person,
    lena: Person,
    dana: Person,
    at: datetime,
) -> None:
    for person in (maya, tomas, lena):
        accepted(change, by=person, at=at)

    entries = told(events_of(launched, viewer=dana, commitment=promise))

    assert "amended" in [entry.kind for entry in entries]


def test_what_is_dropped_is_told(
    launched: Agreement, promise: Commitment, maya: Person, tomas: Person, dana: Person, at: datetime, newest: Newest
) -> None:
    drop = AlternativeDraft(
        label="Without it", changes=(ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=promise),)
    )
    dropped = asked(drop, by=dana, at=at, within=launched)
    for person in (maya, tomas):
        accepted(dropped, by=person, at=at)

    assert (newest().was, newest().now) == ("The feature owed", "The feature dropped")


@pytest.mark.parametrize(
    ("change", "was", "now"),
    [
        ({"kind": "add_commitment", "was": {}, "now": {"deliverable": "The guide"}}, "", "new: The guide"),
        (
            {"kind": "metric", "name": "Adoption", "was": {"target": "35"}, "now": {"target": "30"}},
            "Adoption: target 35",
            "Adoption: target 30",
        ),
        ({"kind": "cadence", "was": {}, "now": {"minutes": 30}}, "", "sync: minutes 30"),
    ],
    ids=["added", "metric", "cadence"],
)
def test_each_kind_has_a_line(change: dict[str, object], was: str, now: str) -> None:
    data = {"changes": [change]}

    assert (side_of_changes(data, "was"), side_of_changes(data, "now")) == (was, now)
