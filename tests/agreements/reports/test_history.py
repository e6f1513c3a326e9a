from datetime import datetime
from typing import Any

import pytest

from agreements.models import Agreement, Commitment, Event
from agreements.operations.events import record
from agreements.reports.history import SENTENCES, Entry, events_of, told
from teams.models import Person

CADENCE = {"frequency": "weekly", "interval": 2, "weekday": 1, "nth": None, "time": "10:00", "minutes": 30}


def latest(agreement: Agreement, viewer: Person) -> Entry:
    return told(events_of(agreement, viewer=viewer)[:1])[0]


@pytest.mark.parametrize(
    ("kind", "data", "what"),
    [
        ("checked_in", {"now": {"standing": "on_track"}}, "checked in: on track"),
        ("signed", {"parties": ["Product", "Sales"]}, "signed for Product and Sales"),
        ("taken_back", {"fallen": ["Sales"]}, "took the proposal back to change it; the signatures under it fell"),
        ("taken_back", {"fallen": []}, "took the proposal back to change it"),
        ("cadence_set", {"now": CADENCE}, "set the cadence: sync every second Tuesday at 10:00, 30 minutes"),
        ("reading_recorded", {"name": "Leads", "readings": [{"value": "120"}]}, "read “Leads”: 120"),
        ("reading_recorded", {"name": "Leads", "readings": [{}, {}]}, "read “Leads”: 2 readings"),
        ("sync_held", {"sync": 3}, "held sync 3"),
        ("commitment_added", {"deliverable": "The deck"}, "added a commitment: “The deck”"),
        ("party_removed", {"team": "Sales"}, "removed a party: “Sales”"),
        ("metric_removed", {}, "removed a joint metric:"),
        ("of_a_later_day", {}, "changed something"),
    ],
)
def test_an_event_is_told_in_a_sentence(
    launch: Agreement, maya: Person, at: datetime, kind: str, data: dict[str, Any], what: str
) -> None:
    record(agreement=launch, kind=kind, actor=maya, at=at, data=data)

    assert (latest(launch, maya).who, latest(launch, maya).what) == ("Maya Okafor", what)


def test_a_version_comes_into_force_by_itself(launch: Agreement, maya: Person, at: datetime) -> None:
    record(agreement=launch, kind="activated", actor=maya, at=at, data={"version": 2})

    assert latest(launch, maya).who == "Version 2"


def test_what_the_clock_did_is_told_of_holdfast(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    record(agreement=launch, kind="lapsed", actor=None, at=at, data={}, commitment=feature)

    told_now = latest(launch, maya)
    assert (told_now.who, told_now.about, told_now.about_number) == ("Holdfast", "The feature", feature.number)


def test_a_change_shows_was_and_now(launch: Agreement, maya: Person, at: datetime) -> None:
    data = {"deliverable": "The deck", "was": {"due_on": "2027-03-15"}, "now": {"due_on": "2027-03-22"}}
    record(agreement=launch, kind="commitment_edited", actor=maya, at=at, data=data)

    assert (latest(launch, maya).was, latest(launch, maya).now) == ("due 15 Mar 2027", "due 22 Mar 2027")


def test_flags_are_told_to_administrators_only(launch: Agreement, maya: Person, admin: Person, at: datetime) -> None:
    record(agreement=launch, kind="flagged", actor=None, at=at, data={"sentence": "It went quiet."})

    assert latest(launch, admin).quote == "It went quiet."
    assert not events_of(launch, viewer=maya).exists()


def test_the_story_of_one_commitment_begins_in_the_draft(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    record(agreement=launch, kind="commitment_added", actor=maya, at=at, data={"number": feature.number})
    record(agreement=launch, kind="commitment_added", actor=maya, at=at, data={"number": 99})
    record(agreement=launch, kind="delivered", actor=maya, at=at, data={}, commitment=feature)

    story = events_of(launch, viewer=maya, commitment=feature)
    assert [event.kind for event in story] == ["delivered", "commitment_added"]


def test_every_kind_that_operations_record_has_its_sentence(proposed: Agreement) -> None:
    kinds = set(Event.objects.filter(agreement=proposed).values_list("kind", flat=True))

    assert kinds <= SENTENCES.keys()
