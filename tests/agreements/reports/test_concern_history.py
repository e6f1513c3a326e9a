"""What history says of a concern about the launch, and of the decision that was asked for about it."""

from datetime import datetime

from agreements.models import Agreement
from agreements.operations.concerns import resolve_concern
from agreements.operations.escalations import withdraw_escalation
from agreements.reports.history import events_of, told
from teams.models import Person
from tests.agreements.packets import opened, raised, ruled, sent, stated


def test_a_concern_and_its_answer(launch: Agreement, lena: Person, dana: Person, at: datetime) -> None:
    concern = raised(lena, launch, at=at)
    resolve_concern(actor=dana, at=at, concern=concern, answer="Two are ours.")
    entries = told(events_of(launch, viewer=dana))
    assert [(entry.who, entry.what, entry.quote) for entry in entries] == [
        ("Dana Whitfield", "answered concern 1, about the work", "Two are ours."),
        ("Lena Brandt", "raised concern 1, about the work", "The test machines are booked until April."),
    ]


def test_from_the_packet_to_the_decision(
    launch: Agreement, maya: Person, tomas: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    stated(packet, tomas, at=at)
    ruled(executive, packet, at=at)
    entries = told(events_of(launch, viewer=maya))
    assert [f"{entry.who} {entry.what}" for entry in entries] == [
        "Eva Executive decided “Test machines”: One for each",
        "Tomas Lindqvist said for Sales why, about “Test machines”",
        "Maya Okafor asked for a decision: “Test machines”, before every party had said its reason",
        "Maya Okafor said for Product why, about “Test machines”",
        "Maya Okafor worked on the question “Test machines”",
        "Maya Okafor began to ask for a decision about “Test machines”",
    ]
    assert entries[0].quote == "Both launches depend on them."


def test_another_way_and_given_up(launch: Agreement, maya: Person, executive: Person, at: datetime) -> None:
    ruled(executive, sent(maya, launch, at=at), at=at, chosen=None)
    withdraw_escalation(actor=maya, at=at, escalation=opened(maya, launch, at=at))
    entries = told(events_of(launch, viewer=maya))
    said = [entry.what for entry in entries if entry.kind in {"ruled", "escalation_withdrawn"}]
    assert said == [
        "no longer asks for a decision about “Test machines”",
        "decided “Test machines”, in other words than the options",
    ]
