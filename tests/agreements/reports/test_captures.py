from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Commitment
from agreements.reports.captures import examples_in, setting_of
from teams.models import Person, Team
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    MembershipFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
    SyncFactory,
)


def test_a_line_can_name_what_its_writer_may_add_to(
    launch: Agreement, feature: Commitment, ready: Agreement, dana: Person, at: datetime
) -> None:
    SyncFactory.create(cadence=CadenceFactory.create(agreement=launch), slot_on=date(2027, 3, 15))
    metric = MetricFactory.create(agreement=launch, name="Adoption", joint_at=at)
    MetricFactory.create(agreement=launch, name="Not joint yet", joint_at=None)
    AgreementFactory.create(is_active=True)  # of others

    known = setting_of(viewer=dana, at=at)

    assert known.today == date(2027, 3, 1)
    assert [(one.number, one.teams, one.next_sync_on, one.is_draft) for one in known.directory.agreements] == [
        (launch.number, ("product", "sales"), date(2027, 3, 15), False),
        (ready.number, ("product", "sales"), None, True),
    ]
    assert [(one.id, one.name, one.agreement) for one in known.directory.metrics] == [
        (metric.pk, "Adoption", launch.number)
    ]
    assert {one.email: one.teams for one in known.directory.people}["dana.whitfield@acme.example"] == {"product"}


def test_what_lies_out_of_sight_has_no_name(
    launch: Agreement, feature: Commitment, outsider: Person, at: datetime
) -> None:
    Agreement.objects.update(visibility="parties")
    MetricFactory.create(agreement=launch, name="Secret number")

    directory = setting_of(viewer=outsider, at=at, here=launch).directory

    assert (directory.agreements, directory.metrics) == ((), ())


def test_who_left_cannot_be_named(launch: Agreement, lena: Person, dana: Person, at: datetime) -> None:
    Person.objects.filter(pk=lena.pk).update(is_active=False)

    known = {one.email for one in setting_of(viewer=dana, at=at).directory.people}

    assert "lena.brandt@acme.example" not in known


def test_what_is_closed_takes_nothing(launch: Agreement, dana: Person, at: datetime) -> None:
    Agreement.objects.update(state="completed", closed_at=at)

    assert setting_of(viewer=dana, at=at).directory.agreements == ()


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_seven_queries_however_much_there_is(
    count: int, launch: Agreement, product: Team, dana: Person, at: datetime
) -> None:
    for _ in range(count):
        agreement = AgreementFactory.create(is_active=True)
        PartyFactory.create(agreement=agreement, team=product)
        CommitmentFactory.create(agreement=agreement, team=product)
        MetricFactory.create(agreement=agreement)
        SyncFactory.create(cadence=CadenceFactory.create(agreement=agreement))
        MembershipFactory.create(person=PersonFactory.create(), team=product)

    with CaptureQueriesContext(connection) as seen:
        setting_of(viewer=dana, at=at)

    assert len(seen) == 7


def test_examples_are_about_what_one_can_name(launch: Agreement, maya: Person, lena: Person, at: datetime) -> None:
    examples = examples_in(setting_of(viewer=maya, at=at), viewer=maya)

    assert examples[0].endswith(f"in 2 weeks #{launch.number}")
    assert len(examples) == 3


def test_examples_for_who_has_no_agreement_yet(outsider: Person, at: datetime) -> None:
    assert examples_in(setting_of(viewer=outsider, at=at), viewer=outsider)[0].startswith("@dana")
