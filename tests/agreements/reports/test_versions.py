from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.words_marked import Piece
from agreements.models import Agreement, Commitment, Version
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from agreements.reports.agreed import Agreed
from agreements.reports.versions import ChangedEntry, MadeBy, comparison, version_page, version_rows
from teams.models import Person, Team
from tests.agreements.amended import amended
from tests.factories import AgreementFactory, CadenceFactory, CommitmentFactory, DependencyFactory, MetricFactory


@pytest.fixture
def signed(proposed: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    """Version 1 in force since `at`."""
    version = proposed.versions.get()
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=proposed, terms_hash=version.terms_hash)
    proposed.refresh_from_db()
    return proposed


@pytest.fixture
def later(at: datetime) -> datetime:
    return at + timedelta(days=7)


def feature_of(agreement: Agreement) -> Commitment:
    return agreement.commitments.get(number=1)


def drawn(entry: ChangedEntry) -> list[tuple[str, str, str]]:
    """Its lines, with what is marked in brackets."""
    return [(line.words, _drawn(line.was), _drawn(line.now)) for line in entry.lines]


def _drawn(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def changes(agreement: Agreement, *, viewer: Person) -> tuple[ChangedEntry, ...]:
    found = comparison(agreement=agreement, was=1, now=2, viewer=viewer)
    assert found is not None
    return found.entries


def test_a_signed_version_says_who_signed_for_whom(signed: Agreement, maya: Person, at: datetime) -> None:
    (row,) = version_rows(agreement=signed, viewer=maya)

    assert (row.number, row.before, row.after, row.in_force_at, row.until) == (1, None, None, at, None)
    assert row.agreed == (Agreed("Maya Okafor", ("Product",), at), Agreed("Tomas Lindqvist", ("Sales",), at))
    assert (row.is_amended, row.made_by) == (False, None)


def test_who_signs_for_two_parties_stands_there_once(ready: Agreement, maya: Person, sales: Team, at: datetime) -> None:
    ready.parties.filter(team=sales).update(representative=maya)
    version = propose(actor=maya, at=at, agreement=ready)
    sign(actor=maya, at=at, agreement=ready, terms_hash=version.terms_hash)

    (row,) = version_rows(agreement=ready, viewer=maya)

    assert row.agreed == (Agreed("Maya Okafor", ("Product", "Sales"), at),)


def test_an_amended_version_says_what_made_it_and_who_consented(
    signed: Agreement, maya: Person, tomas: Person, at: datetime, later: datetime
) -> None:
    amended(signed, at=later, asked_by=maya, by=[maya, tomas])

    second, first = version_rows(agreement=signed, viewer=maya)

    assert (first.after, first.until, second.before) == (2, later, 1)
    assert second.made_by == MadeBy(
        number=1,
        agreement=signed.slug,
        asked_by="Maya Okafor",
        asked_at=later - timedelta(days=2),
        reason="Rounding breaks the invoice.",
    )
    assert second.agreed == (Agreed("Maya Okafor", (), later), Agreed("Tomas Lindqvist", (), later))


def test_a_change_asked_for_out_of_sight_is_not_told(
    signed: Agreement, maya: Person, outsider: Person, later: datetime
) -> None:
    elsewhere = AgreementFactory.create(visibility="parties")
    amended(signed, at=later, asked_by=maya, by=[maya], asked_in=elsewhere)

    seen, unseen = (version_rows(agreement=signed, viewer=viewer)[0] for viewer in (maya, outsider))

    assert (seen.is_amended, seen.made_by is None) == (True, False)
    assert (unseen.is_amended, unseen.made_by) == (True, None)


def test_proposals_taken_back_are_left_out(proposed: Agreement, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    assert version_rows(agreement=proposed, viewer=maya) == ()

    propose(actor=maya, at=at, agreement=proposed)
    assert [row.in_force_at for row in version_rows(agreement=proposed, viewer=maya)] == [None]


def test_a_version_is_read_as_it_was(signed: Agreement, maya: Person, later: datetime) -> None:
    Commitment.objects.filter(pk=feature_of(signed).pk).update(due_on=date(2027, 3, 22))
    amended(signed, at=later, asked_by=maya, by=[maya])

    pages = [version_page(agreement=signed, number=number, viewer=maya) for number in (1, 2)]

    dates = [
        one.due_on for page in pages if page for one in page.document.commitments if one.deliverable == "The feature"
    ]
    assert dates == [date(2027, 3, 15), date(2027, 3, 22)]


def test_there_is_no_version_of_another_number(signed: Agreement, maya: Person) -> None:
    assert version_page(agreement=signed, number=2, viewer=maya) is None
    assert comparison(agreement=signed, was=1, now=2, viewer=maya) is None


def test_the_words_that_differ_are_marked(signed: Agreement, maya: Person, lena: Person, later: datetime) -> None:
    Commitment.objects.filter(pk=feature_of(signed).pk).update(
        due_on=date(2027, 3, 22), done_when="It works for two customers.", owner=maya
    )
    amended(signed, at=later, asked_by=maya, by=[maya])

    (entry,) = changes(signed, viewer=maya)

    assert (entry.words, entry.name, entry.fate) == ("Commitment", "The feature", "changed")
    assert drawn(entry) == [
        ("Done when", "It works for [the first customer].", "It works for [two customers]."),
        ("Person", "[Dana Whitfield]", "[Maya Okafor]"),
        ("Due", "Mon [15] Mar 2027", "Mon [22] Mar 2027"),
    ]


def test_two_versions_that_say_the_same(signed: Agreement, maya: Person, later: datetime) -> None:
    amended(signed, at=later, asked_by=maya, by=[maya])

    assert changes(signed, viewer=maya) == ()


def test_what_came_is_told_in_all_that_it_says(
    signed: Agreement, product: Team, sales: Team, dana: Person, lena: Person, maya: Person, later: datetime
) -> None:
    CommitmentFactory.create(
        agreement=signed,
        number=3,
        deliverable="Support rota",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        due_on=date(2027, 3, 20),
    )
    amended(signed, at=later, asked_by=maya, by=[maya])

    (entry,) = changes(signed, viewer=maya)

    assert (entry.name, entry.fate) == ("Support rota", "added")
    assert drawn(entry) == [
        ("What", "", "[Support rota]"),
        ("Done when", "", "[It works for the first customer.]"),
        ("Person", "", "[Dana Whitfield]"),
        ("Owed by", "", "[Product]"),
        ("For", "", "[Sales]"),
        ("Confirmed by", "", "[Lena Brandt]"),
        ("Due", "", "[Sat 20 Mar 2027]"),
    ]


def test_what_went_is_told_the_other_way_round(signed: Agreement, maya: Person, later: datetime) -> None:
    amended(signed, at=later, asked_by=maya, by=[maya])
    MetricFactory.create(agreement=signed, name="Adoption", reporter=maya)
    amended(signed, at=later, asked_by=maya, by=[maya])

    back = comparison(agreement=signed, was=3, now=2, viewer=maya)

    assert back is not None
    assert [(entry.words, entry.name, entry.fate) for entry in back.entries] == [
        ("Joint metric", "Adoption", "removed")
    ]


def test_metrics_cadence_parties_and_the_frame_are_written_out(
    ready: Agreement, maya: Person, tomas: Person, sales: Team, later: datetime, at: datetime
) -> None:
    margin = MetricFactory.create(
        agreement=ready,
        name="Margin",
        unit="%",
        target=Decimal("97.25"),
        bound=90,
        bound_kind="at_least",
        reporter=maya,
    )
    stock = MetricFactory.create(
        agreement=ready, name="Stock", bound=5, bound_kind="at_most", bound_on=margin, reporter=maya
    )
    cadence = CadenceFactory.create(agreement=ready)
    version = propose(actor=maya, at=at, agreement=ready)
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=ready, terms_hash=version.terms_hash)
    for metric in (margin, stock):
        metric.refresh_from_db()
    margin.target, margin.bound = Decimal("97.5"), None
    margin.bound_kind, margin.every_days = "", 1
    margin.save()
    stock.bound, stock.reporter = Decimal(4), tomas
    stock.save()
    cadence.interval = 1
    cadence.save()
    ready.parties.filter(team=sales).update(gains="A date.", representative=maya)
    Agreement.objects.filter(pk=ready.pk).update(notice_days=1, visibility="parties", shared_goal="Adoption")
    ready.refresh_from_db()
    amended(ready, at=later, asked_by=maya, by=[maya])

    told = {entry.name: drawn(entry) for entry in changes(ready, viewer=maya)}

    assert told == {
        "The agreement as a whole": [
            ("Shared goal", "", "[Adoption]"),
            ("Notice of a change", "[5] working [days]", "[1] working [day]"),
            ("Who can read it", "[Everybody in the organisation]", "[The parties only]"),
        ],
        "Sales": [("Signs", "[Tomas Lindqvist]", "[Maya Okafor]"), ("What it gives them", "", "[A date.]")],
        "Margin": [
            ("Target", "[97.25]%", "[97.5]%"),
            ("Limit", "[at least 90%]", ""),
            ("Read every", "[7 days]", "[1 day]"),
        ],
        "Stock": [
            ("Limit", "at most [5] on “Margin”", "at most [4] on “Margin”"),
            ("Read by", "[Maya Okafor]", "[Tomas Lindqvist]"),
        ],
        "When we talk": [
            (
                "Rhythm",
                "Sync every [second] Monday at 10:00 (Europe/Berlin), 30 minutes",
                "Sync every Monday at 10:00 (Europe/Berlin), 30 minutes",
            )
        ],
    }


def test_what_it_waits_on_elsewhere_is_named_only_to_those_who_may_read_it(
    signed: Agreement, maya: Person, outsider: Person, later: datetime
) -> None:
    elsewhere = AgreementFactory.create(visibility="parties", created_by=maya)
    schema = CommitmentFactory.create(agreement=elsewhere, deliverable="The schema")
    DependencyFactory.create(upstream=schema, downstream=feature_of(signed), lag_days=2)
    amended(signed, at=later, asked_by=maya, by=[maya])

    told = [drawn(changes(signed, viewer=viewer)[0]) for viewer in (maya, outsider)]

    assert told == [
        [("Waits for", "", f"[“The schema” of {elsewhere.label}, 2 days after it]")],
        [("Waits for", "", "[a commitment in another agreement, 2 days after it]")],
    ]


def test_people_of_one_name_are_told_apart(signed: Agreement, maya: Person, dana: Person, later: datetime) -> None:
    Person.objects.filter(pk=maya.pk).update(name=dana.name)
    Commitment.objects.filter(pk=feature_of(signed).pk).update(owner=maya)
    amended(signed, at=later, asked_by=maya, by=[maya])

    (entry,) = changes(signed, viewer=maya)

    assert drawn(entry) == [
        ("Person", "Dana Whitfield ([dana.whitfield@acme.example])", "Dana Whitfield ([maya.okafor@acme.example])")
    ]


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed: Agreement, maya: Person, tomas: Person, later: datetime, more: int
) -> None:
    for _ in range(more):
        amended(signed, at=later, asked_by=maya, by=[maya, tomas])
    assert Version.objects.count() == 1 + more
    with CaptureQueriesContext(connection) as seen:
        version_rows(agreement=signed, viewer=maya)

    assert len(seen) == 4
