from datetime import date, datetime
from decimal import Decimal

import pytest

from agreements.models import Agreement, Version
from agreements.operations.proposals import propose
from agreements.reports.document import Document, document_of
from teams.models import Person
from tests.factories import AgreementFactory, CadenceFactory, CommitmentFactory, DependencyFactory, MetricFactory


def frozen(agreement: Agreement, *, by: Person, viewer: Person, at: datetime) -> Document:
    propose(actor=by, at=at, agreement=agreement)
    return document_of(Version.objects.get(agreement=agreement).terms, viewer=viewer)


def test_a_document_names_people_and_teams_not_addresses(ready: Agreement, maya: Person, at: datetime) -> None:
    document = frozen(ready, by=maya, viewer=maya, at=at)

    feature, outreach = document.commitments
    assert [party.representative for party in document.parties] == ["Maya Okafor", "Tomas Lindqvist"]
    assert (feature.owner, feature.team, feature.for_team, feature.accepted_by) == (
        "Dana Whitfield",
        "Product",
        "Sales",
        "Lena Brandt",
    )
    assert outreach.waits_on == ("“The feature”, 1 day after it",)
    assert document.cadence == ""


@pytest.mark.parametrize(
    ("visibility", "words"),
    [("organisation", "“The schema” of"), ("parties", "a commitment in another agreement")],
)
def test_what_it_waits_on_elsewhere_is_named_only_to_those_who_may_read_it(
    ready: Agreement, maya: Person, at: datetime, visibility: str, words: str
) -> None:
    elsewhere = AgreementFactory.create(visibility=visibility)
    schema = CommitmentFactory.create(agreement=elsewhere, deliverable="The schema")
    DependencyFactory.create(upstream=schema, downstream=ready.commitments.get(number=1), lag_days=0)

    document = frozen(ready, by=maya, viewer=maya, at=at)

    assert document.commitments[0].waits_on[0].startswith(words)


def test_metrics_and_the_cadence_are_written_out(ready: Agreement, maya: Person, at: datetime) -> None:
    stock = MetricFactory.create(agreement=ready, name="In-stock rate", unit="%", direction="hold", target=Decimal(97))
    MetricFactory.create(
        agreement=ready,
        name="Margin",
        unit="k",
        bound=Decimal(97),
        bound_kind="at_least",
        bound_on=stock,
        reporter=maya,
    )
    CadenceFactory.create(agreement=ready, starts_on=date(2027, 2, 1))

    document = frozen(ready, by=maya, viewer=maya, at=at)

    assert [metric.course for metric in document.metrics] == [
        "hold 97% until 1 August 2027",
        "from 100 k to 500 k by 1 August 2027",
    ]
    assert [metric.bound for metric in document.metrics] == ["", "In-stock rate at least 97%"]
    assert document.cadence == "Sync every second Monday at 10:00 (Europe/Berlin), 30 minutes"
