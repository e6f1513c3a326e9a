from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Commitment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from agreements.reports.sheet import Sheet, SheetName, SheetRow, sheet_of, sheet_text
from teams.models import Person, Team
from tests.agreements.amended import amended
from tests.factories import CadenceFactory, CommitmentFactory, MetricFactory, ReadingFactory


@pytest.fixture
def signed(ready: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    """In force since `at`, with a goal, a metric and a biweekly sync on Mondays at 10:00 in Berlin."""
    ready.shared_goal = "500 leads by August."
    ready.save()
    MetricFactory.create(agreement=ready, name="Leads", unit="leads", reporter=maya)
    CadenceFactory.create(agreement=ready)
    version = propose(actor=maya, at=at, agreement=ready)
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=ready, terms_hash=version.terms_hash)
    ready.refresh_from_db()
    return ready


def sheet(agreement: Agreement, *, at: datetime) -> Sheet:
    found = sheet_of(agreement=agreement, at=at)
    assert found is not None
    return found


def by(agreement: Agreement, *, at: datetime, **columns: object) -> str:
    """What the sheet says of the feature when its row has these values."""
    Commitment.objects.filter(agreement=agreement, number=1).update(**columns)
    return sheet(agreement, at=at).rows[0].by


def test_a_sheet_holds_the_terms_in_force(signed: Agreement, at: datetime) -> None:
    found = sheet(signed, at=at)

    assert (found.title, found.label, found.version) == ("Feature launch", signed.label, 1)
    assert (found.since, found.parties) == ("In force since 1 March 2027", ("Product", "Sales"))
    assert found.terms == signed.versions.get().terms_hash[:12]
    assert found.rows == (
        SheetRow("The feature", "Dana Whitfield", "Product", "Sales", "15 Mar 2027"),
        SheetRow("The outreach", "Lena Brandt", "Sales", "Product", "16 Mar 2027"),
    )
    assert found.metrics == ("Leads: from 100 leads to 500 leads by 1 August 2027",)
    assert found.cadence == "Sync every second Monday at 10:00 (Europe/Berlin), 30 minutes"
    assert found.next_sync == "Monday 15 March 2027, 10:00"
    assert found.names == (
        SheetName("Maya Okafor", "Product", date(2027, 3, 1)),
        SheetName("Tomas Lindqvist", "Sales", date(2027, 3, 1)),
    )
    assert found.waited_for == ()


def test_a_draft_has_no_sheet(ready: Agreement, at: datetime) -> None:
    assert sheet_of(agreement=ready, at=at) is None


def test_a_proposal_says_whose_signature_is_to_come(
    proposed: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)

    found = sheet(proposed, at=at)

    assert (found.since, found.waited_for) == ("Proposed 1 March 2027", ("Tomas Lindqvist, Sales",))
    assert (found.metrics, found.cadence, found.next_sync) == ((), "Check-ins every two weeks", "")


CONFIRMED = {
    "state": "accepted",
    "delivered_at": datetime.fromisoformat("2027-03-05T09:00Z"),
    "accepted_at": datetime.fromisoformat("2027-03-05T23:30Z"),
}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"original_due_on": date(2027, 3, 8)}, "15 Mar 2027 (+7 days)"),
        ({"original_due_on": date(2027, 3, 16)}, "15 Mar 2027 (-1 day)"),
        ({"state": "delivered", "delivered_at": datetime.fromisoformat("2027-03-05T09:00Z")}, "15 Mar 2027"),
        (CONFIRMED | {"outcome": "kept"}, "kept 6 Mar 2027"),
        (CONFIRMED | {"outcome": "adjusted_early"}, "adjusted, done 6 Mar 2027"),
        (CONFIRMED | {"outcome": "lapsed"}, "lapsed, done 6 Mar 2027"),
        ({"state": "released", "released_at": datetime.fromisoformat("2027-03-05T09:00Z")}, "released"),
        ({"state": "lapsed", "lapsed_at": datetime.fromisoformat("2027-03-18T09:00Z")}, "15 Mar 2027, lapsed"),
    ],
)
def test_what_became_of_a_promise_stands_beside_it(
    signed: Agreement, at: datetime, columns: dict[str, object], words: str
) -> None:
    assert by(signed, at=at, **columns) == words


def test_the_latest_reading_stands_beside_the_target(signed: Agreement, at: datetime) -> None:
    metric = signed.metrics.get()
    ReadingFactory.create(metric=metric, on=date(2027, 2, 8), value=Decimal(120))
    ReadingFactory.create(metric=metric, on=date(2027, 2, 15), value=Decimal("131.50"))

    assert sheet(signed, at=at).metrics == ("Leads: from 100 leads to 500 leads by 1 August 2027 (now 131.5 leads)",)


def test_the_next_sync_is_one_that_takes_place(signed: Agreement, at: datetime) -> None:
    first, second, third = signed.syncs.order_by("starts_at")[:3]
    first.cancelled_at = at
    first.save()
    signed.paused_until, signed.pause_reason = second.slot_on + timedelta(days=1), "Stocktaking."
    signed.save()

    assert sheet(signed, at=at).next_sync == f"Monday {third.slot_on:%-d %B %Y}, 10:00"


def test_an_amended_version_names_those_who_consented(
    signed: Agreement, maya: Person, dana: Person, at: datetime
) -> None:
    Commitment.objects.filter(agreement=signed, number=1).update(due_on=date(2027, 3, 22))
    amended(signed, at=at + timedelta(days=1), asked_by=maya, by=[maya, dana])

    found = sheet(signed, at=at + timedelta(days=2))

    assert (found.version, found.is_amended, found.rows[1].by) == (2, True, "22 Mar 2027 (+7 days)")
    assert found.names == (
        SheetName("Maya Okafor", "Product", date(2027, 3, 2)),
        SheetName("Dana Whitfield", "", date(2027, 3, 2)),
    )


def test_the_same_as_plain_text(signed: Agreement, at: datetime) -> None:
    assert sheet_text(sheet(signed, at=at)) == (
        f"""Feature launch
Product, Sales
{signed.label}, version 1. In force since 1 March 2027.

Shared goal
500 leads by August.

Who will do what, for whom, by when
* The feature
  Dana Whitfield of Product, for Sales: 15 Mar 2027
* The outreach
  Lena Brandt of Sales, for Product: 16 Mar 2027

How we will know
Leads: from 100 leads to 500 leads by 1 August 2027

When we talk
Sync every second Monday at 10:00 (Europe/Berlin), 30 minutes.
Next: Monday 15 March 2027, 10:00.

If something changes
Say so at least 5 working days before the date; the people affected agree to the new one. That counts as keeping it.

Signed by
Maya Okafor, Product: 1 March 2027
Tomas Lindqvist, Sales: 1 March 2027

Terms {signed.versions.get().terms_hash[:12]} (the first 12 digits of their SHA-256)
"""
    )


def test_the_text_leaves_out_what_there_is_none_of(proposed: Agreement, at: datetime) -> None:
    text = sheet_text(sheet(proposed, at=at))

    assert ("Shared goal" in text, "How we will know" in text, "Next:" in text) == (False, False, False)
    assert "Signed by\nMaya Okafor, Product: to come\nTomas Lindqvist, Sales: to come\n" in text


@pytest.mark.parametrize("more", [0, 3])
def test_it_costs_the_same_however_long(
    ready: Agreement, product: Team, sales: Team, dana: Person, lena: Person, maya: Person, at: datetime, more: int
) -> None:
    for number in range(3, 3 + more):
        CommitmentFactory.create(
            agreement=ready, number=number, team=product, for_team=sales, owner=dana, accepted_by=lena
        )
    version = propose(actor=maya, at=at, agreement=ready)
    ready.versions.filter(pk=version.pk).update(in_force_at=at)
    with CaptureQueriesContext(connection) as seen:
        assert len(sheet(ready, at=at).rows) == 2 + more

    assert len(seen) == 6
