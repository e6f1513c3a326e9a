"""What is found, in which order, by whom; and that the database finds it by its indexes."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Manager, Model, QuerySet
from django.test.utils import CaptureQueriesContext

from agreements.domain.escalations import EscalationState
from agreements.domain.search import Found, fold, read
from agreements.models import Agreement, Commitment, Concern, Decision, Escalation, Statement, Visibility
from agreements.models.agreements import AGREEMENT_SAID
from agreements.models.commitments import COMMITMENT_SAID
from agreements.models.escalations import ESCALATION_SAID, STATEMENT_SAID
from agreements.models.syncs import DECISION_SAID
from agreements.reports.precedents import search_in
from agreements.reports.search import FINDERS, search
from agreements.reports.search_rows import Vector, query_of, within
from teams.models import Person, Team
from teams.models.people import PERSON_SAID
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    ConcernFactory,
    PartyFactory,
    PersonFactory,
    SyncFactory,
)


@pytest.fixture
def pricing(product: Team, sales: Team, maya: Person, tomas: Person) -> Agreement:
    agreement = AgreementFactory.create(
        number=31, title="Usage-based pricing", shared_goal="Customers pay for what they use.", created_by=maya
    )
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    return agreement


@pytest.fixture
def metering(pricing: Agreement, product: Team, sales: Team, dana: Person, tomas: Person) -> Commitment:
    return CommitmentFactory.create(
        agreement=pricing,
        number=4,
        deliverable="Metering API",
        done_when="Sales can read usage of the last month.",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=tomas,
    )


def names(viewer: Person, text: str) -> dict[str, list[str]]:
    return {group.kind.value: [hit.name for hit in group.hits] for group in search(viewer=viewer, text=text).groups}


@pytest.mark.parametrize(
    "text",
    ["metering", "METERING", "meter", "metered", "api metering", "Métering", "the metering", "usage month", "31.4"],
)
def test_a_commitment_is_found(text: str, metering: Commitment, outsider: Person) -> None:
    assert names(outsider, text)["commitments"] == ["Metering API"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Verträge mit Händlern", "vertrag"),
        ("Verträge mit Händlern", "Vertrage"),
        ("Prüfung der Lieferungen", "prufung lieferung"),
        ("Vertragsänderung", "vertrag"),
        ("Rückgabe und Straße", "strasse"),
        ("Policies for agreements", "policy agreement"),
        ("Marketing/Sales hand-off", "sales hand off"),
        ("Version 2.5 of api.acme.example", "acme 2"),
        ("Договор поставки", "договор"),
    ],
)
def test_words_are_found_in_german_and_english(title: str, text: str, outsider: Person) -> None:
    AgreementFactory.create(title=title)

    assert names(outsider, text) == {"agreements": [title]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"based pricing"', ["Usage-based pricing"]),
        ('"pricing based"', []),
        ("usage -pricing", ["Usage report"]),
        ("report or pricing", ["Usage report", "Usage-based pricing"]),
    ],
)
def test_a_line_may_quote_exclude_and_offer(
    text: str, expected: list[str], pricing: Agreement, outsider: Person
) -> None:
    AgreementFactory.create(title="Usage report")

    assert sorted(names(outsider, text).get("agreements", [])) == expected


def test_a_title_counts_more_than_a_goal(outsider: Person) -> None:
    AgreementFactory.create(title="Churn", shared_goal="")
    AgreementFactory.create(title="Trial length", shared_goal="Less churn.")

    assert names(outsider, "churn")["agreements"] == ["Churn", "Trial length"]


def test_people_and_teams_are_found(maya: Person, lena: Person, outsider: Person) -> None:
    PersonFactory.create(name="Salma Haddad", is_active=False)

    assert names(outsider, "sal") == {"people": ["Sales", "Salma Haddad"]}
    assert names(outsider, "okafor maya") == {"people": ["Maya Okafor"]}


def test_an_address_does_not_find_everybody_of_its_host(maya: Person, outsider: Person) -> None:
    assert names(outsider, "acme") == {}


@pytest.fixture
def ruled(pricing: Agreement, maya: Person, product: Team, executive: Person) -> Escalation:
    packet = Escalation.objects.create(
        agreement=pricing,
        number=1,
        state=EscalationState.RULED,
        topic="Test machines",
        question="Who gets them in March?",
        options=["Product gets both", "One for each"],
        decide_by=AT.date(),
        opened_by=maya,
        opened_at=AT,
        asked_by=maya,
        asked_at=AT,
        ruling="Both launches need one.",
        ruled_by=executive,
        closed_at=AT,
    )
    Statement.objects.create(
        escalation=packet, team=product, reason="Nothing is released untested.", written_by=maya, written_at=AT
    )
    return packet


@pytest.mark.parametrize(
    "text", ["machines", "launch", "march", "both", "untested", "machines untested", "machine or x"]
)
def test_a_ruling_is_found_by_all_that_was_said(text: str, ruled: Escalation, executive: Person) -> None:
    assert names(executive, text)["decisions"] == ["Test machines"]


@pytest.mark.parametrize("text", ["machines -untested", "-machines", "machines moon", '"machines test"', ""])
def test_a_ruling_is_not_found_by_what_was_not_said(text: str, ruled: Escalation) -> None:
    assert list(search_in(Escalation.objects.all(), text)) == []


@pytest.fixture
def parked(metering: Commitment, maya: Person) -> Decision:
    sync = SyncFactory.create(agreement=metering.agreement)
    return Decision.objects.create(
        sync=sync, commitment=metering, kind="park", note="Wait for the auditors.", owner=maya, made_by=maya, made_at=AT
    )


def test_what_a_sync_settled_is_found_by_its_note(parked: Decision, outsider: Person) -> None:
    (group,) = search(viewer=outsider, text="auditors").groups

    assert (group.kind, group.hits[0].name, group.hits[0].said) == (
        "decisions",
        "Metering API",
        "Wait for the auditors.",
    )


# --- who finds what -------------------------------------------------------------------------------------


@pytest.fixture
def closed_to_others(metering: Commitment, ruled: Escalation, parked: Decision) -> Agreement:
    agreement = metering.agreement
    agreement.visibility = Visibility.PARTIES
    agreement.save()
    return agreement


HIDDEN = ("pricing", "metering", "machines", "auditors", "A-31", "31.4", "usage", "pric")


@pytest.mark.parametrize("text", HIDDEN)
def test_what_one_may_not_read_is_not_found(
    text: str, closed_to_others: Agreement, outsider: Person, admin: Person
) -> None:
    assert (names(outsider, text), names(admin, text)) == ({}, {})
    assert names(Person.objects.get(name="Tomas Lindqvist"), text) != {}


@pytest.mark.parametrize("text", ["pircing", "metring", "machnes"])
def test_what_one_may_not_read_is_not_suggested(
    text: str, closed_to_others: Agreement, outsider: Person, maya: Person
) -> None:
    assert search(viewer=outsider, text=text).meant == ""
    assert search(viewer=maya, text=text).meant != ""


def test_what_one_may_not_read_changes_no_query(closed_to_others: Agreement, outsider: Person) -> None:
    def asked(text: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search(viewer=outsider, text=text)
        return [query["sql"].replace(text, "?") for query in queries]

    assert len(asked("pricing")) == len(asked("absentt"))
    assert len(asked("pircing")) == len(asked("absentt"))


def test_more_of_what_one_may_not_read_is_not_counted(closed_to_others: Agreement, outsider: Person) -> None:
    AgreementFactory.create(title="Pricing page")

    (group,) = search(viewer=outsider, text="pricing", most=1).groups

    assert ([hit.name for hit in group.hits], group.has_more) == (["Pricing page"], False)


def test_a_decision_about_how_the_parties_work_is_theirs(parked: Decision, maya: Person, outsider: Person) -> None:
    concern: Concern = ConcernFactory.create(agreement=parked.sync.agreement, about="way_of_working", raised_by=maya)
    Decision.objects.filter(pk=parked.pk).update(commitment=None, concern=concern)

    assert (names(outsider, "auditors"), len(names(maya, "auditors"))) == ({}, 1)


# --- did you mean ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metring", "Metering"),
        ("pircing", "pricing"),
        ("Okafr", "Okafor"),
        ("metring api", "Metering api"),
        ("metring moonshot", ""),
        ("xyzzyx", ""),
    ],
)
def test_a_slip_is_put_right_when_that_finds_something(
    text: str, expected: str, metering: Commitment, outsider: Person
) -> None:
    assert search(viewer=outsider, text=text).meant == expected


# --- odd lines ------------------------------------------------------------------------------------------

ODD = [
    "",
    " ",
    "%",
    "_",
    "'",
    '"',
    "''; DROP TABLE x; --",
    "\\",
    "\0",
    "a\0b",
    "🎯",
    "((",
    "a:*",
    "!a",
    "<->",
    "x" * 10_000,
]
ODD += [
    "word " * 2_000,
    "' | 'a'",
    "é" * 300,
    "٣",
    "日本語",
    "\ud800",
    "²",
    "1e5",
    "a" * 201,
    "-",
    "--",
    "or or or",
    "-a or -b",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_an_odd_line_is_answered(text: str, metering: Commitment, outsider: Person) -> None:
    assert names(outsider, text) == {}


# --- how the database finds it --------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 4])
def test_the_number_of_queries_does_not_grow(
    many: int,
    pricing: Agreement,
    parked: Decision,
    maya: Person,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    for number in range(many):
        AgreementFactory.create(title=f"Pricing {number}")
        CommitmentFactory.create(agreement=pricing, deliverable=f"Pricing page {number}")
        PersonFactory.create(name=f"Price {number}")

    with django_assert_num_queries(7):
        assert search(viewer=maya, text="pric").groups


@pytest.mark.parametrize(
    ("rows", "said", "index"),
    [
        (Agreement.objects, AGREEMENT_SAID, "agreement_said"),
        (Commitment.objects, COMMITMENT_SAID, "commitment_said"),
        (Decision.objects, DECISION_SAID, "decision_said"),
        (Escalation.objects, ESCALATION_SAID, "escalation_said"),
        (Statement.objects, STATEMENT_SAID, "statement_said"),
        (Person.objects, PERSON_SAID, "person_said"),
    ],
)
def test_words_are_found_by_an_index(rows: Manager[Model], said: Vector, index: str, db: None) -> None:
    found = within(rows.all(), said, query_of(read("metering")))

    assert index in plan(found)


@pytest.mark.parametrize(
    ("rows", "column", "index"),
    [
        (Agreement.objects, "title", "agreement_spelled"),
        (Commitment.objects, "deliverable", "commitment_spelled"),
        (Escalation.objects, "topic", "escalation_spelled"),
        (Person.objects, "name", "person_spelled"),
    ],
)
def test_slips_are_found_by_an_index(rows: Manager[Model], column: str, index: str, db: None) -> None:
    found = rows.filter(**{f"{column}__trigram_word_similar": "metring"})

    assert index in plan(found)


def test_precedents_are_found_by_both_indexes(db: None) -> None:
    shown = plan(search_in(Escalation.objects.all(), "metering api"))

    assert ("escalation_said" in shown, "statement_said" in shown) == (True, True)


def plan(found: QuerySet[Model]) -> str:
    """How PostgreSQL would go about it, were there too many rows to read them all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    return found.explain()


def test_letters_are_folded_as_the_database_folds_them(db: None) -> None:
    letters = [chr(code) for code in [*range(0xC0, 0x17F)] if chr(code).isalpha() and code != 0x149]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letter, array_to_string(tsvector_to_array(to_tsvector('holdfast', letter || 'x')), ' ') "
            "FROM unnest(%s::text[]) letter",
            [letters],
        )
        differing = {letter: said for letter, said in cursor.fetchall() if said != fold(letter + "x")}

    assert differing == {}


def test_every_kind_has_its_finder() -> None:
    assert list(FINDERS) == list(Found)
