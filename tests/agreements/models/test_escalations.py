from datetime import date
from typing import Any

import pytest

from agreements.models import Agreement, Escalation, Statement
from teams.models import Person, Team
from tests.agreements.models.constraints import violates
from tests.factories import AT, AgreementFactory, CommitmentFactory, ConcernFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db

ASKED: dict[str, Any] = {"state": "asked", "question": "Which?", "asked_at": AT, "decide_by": date(2027, 3, 10)}


@pytest.fixture
def launch() -> Agreement:
    return AgreementFactory.create(is_active=True)


@pytest.fixture
def maya() -> Person:
    return PersonFactory.create()


@pytest.fixture
def product() -> Team:
    return TeamFactory.create()


def packet(launch: Agreement, maya: Person, **values: Any) -> Escalation:
    said = {"number": 1, "topic": "Machines", "opened_by": maya, "opened_at": AT}
    return Escalation.objects.create(agreement=launch, **(said | values))


def test_a_number_stands_once_in_an_agreement(launch: Agreement, maya: Person) -> None:
    packet(launch, maya)
    with violates("one_escalation_per_agreement_and_number"):
        packet(launch, maya)


def test_one_is_open_about_a_concern(launch: Agreement, maya: Person) -> None:
    concern = ConcernFactory.create(agreement=launch)
    packet(launch, maya, concern=concern)
    with violates("one_open_escalation_per_concern"):
        packet(launch, maya, concern=concern, number=2)


def test_one_is_open_about_a_commitment(launch: Agreement, maya: Person) -> None:
    commitment = CommitmentFactory.create(agreement=launch)
    packet(launch, maya, commitment=commitment)
    packet(launch, maya, commitment=commitment, concern=ConcernFactory.create(agreement=launch), number=2)
    packet(launch, maya, commitment=commitment, number=3, state="withdrawn", closed_at=AT)
    with violates("one_open_escalation_per_commitment"):
        packet(launch, maya, commitment=commitment, number=4)


def test_it_has_a_topic(launch: Agreement, maya: Person) -> None:
    with violates("escalation_has_a_topic"):
        packet(launch, maya, topic="")


@pytest.mark.parametrize("lacks", ["question", "asked_at", "decide_by", "asked_by"])
def test_what_is_asked_is_whole(launch: Agreement, maya: Person, lacks: str) -> None:
    nothing = "" if lacks == "question" else None
    with violates("asked_escalation_is_complete"):
        packet(launch, maya, **(ASKED | {"asked_by": maya} | {lacks: nothing}))


@pytest.mark.parametrize("lacks", ["ruling", "ruled_by"])
def test_a_ruling_is_whole(launch: Agreement, maya: Person, lacks: str) -> None:
    ruled = ASKED | {"state": "ruled", "asked_by": maya, "closed_at": AT, "ruled_by": maya, "ruling": "So be it."}
    with violates("ruled_escalation_has_a_ruling"):
        packet(launch, maya, **(ruled | {lacks: "" if lacks == "ruling" else None}))


@pytest.mark.parametrize("values", [{"closed_at": AT}, {"state": "withdrawn"}])
def test_it_is_open_or_closed(launch: Agreement, maya: Person, values: dict[str, Any]) -> None:
    with violates("escalation_is_open_or_closed"):
        packet(launch, maya, **values)


def test_each_party_says_one_reason(launch: Agreement, maya: Person, product: Team) -> None:
    said = {"escalation": packet(launch, maya), "team": product, "written_by": maya, "written_at": AT}
    Statement.objects.create(reason="Ours.", **said)
    with violates("one_statement_per_escalation_and_team"):
        Statement.objects.create(reason="Again.", **said)


def test_a_reason_says_something(launch: Agreement, maya: Person, product: Team) -> None:
    said = {"escalation": packet(launch, maya), "team": product, "written_by": maya, "written_at": AT}
    with violates("statement_has_a_reason"):
        Statement.objects.create(reason="", **said)
