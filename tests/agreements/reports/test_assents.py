from datetime import date, datetime

import pytest

from agreements.models import Agreement, Assent, Metric
from agreements.reports.assents import people_asked, to_assent
from agreements.reports.home import home
from agreements.reports.waiting import count_decisions
from teams.models import Person, Team
from tests.factories import AgreementFactory, MetricFactory, PartyFactory

TODAY = date(2027, 3, 1)


@pytest.fixture
def asked(launch: Agreement, product: Team, maya: Person, at: datetime) -> Metric:
    """Proposed by Maya; Sales, for whom Tomas signs, has not answered."""
    metric = MetricFactory.create(agreement=launch, name="Trials", is_proposed=True, proposed_by=maya)
    Assent.objects.create(metric=metric, team=product, person=maya, at=at)
    return metric


def test_who_signs_for_a_silent_party_is_asked(
    asked: Metric, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    assert [list(to_assent(person, at=at)) for person in (tomas, maya, lena)] == [[asked], [], []]
    assert people_asked([asked]) == {asked.pk: {tomas.pk}}


def test_who_signs_for_two_parties_is_asked_until_both_have_answered(
    asked: Metric, launch: Agreement, maya: Person, at: datetime
) -> None:
    PartyFactory.create(agreement=launch, representative=maya)

    assert list(to_assent(maya, at=at)) == [asked]


def test_a_party_without_anybody_who_signs_asks_nobody(asked: Metric, launch: Agreement, tomas: Person) -> None:
    PartyFactory.create(agreement=launch, representative=None)

    assert people_asked([asked]) == {asked.pk: {tomas.pk}}


def test_what_is_joint_asks_nobody(asked: Metric, tomas: Person, at: datetime) -> None:
    Metric.objects.filter(pk=asked.pk).update(joint_at=at)

    assert not to_assent(tomas, at=at).exists()


def test_nobody_is_asked_while_the_agreement_rests(
    asked: Metric, launch: Agreement, tomas: Person, at: datetime
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(paused_until=date(2027, 4, 1), pause_reason="Stocktaking.")

    assert not to_assent(tomas, at=at).exists()


def test_a_metric_of_a_draft_asks_nobody(tomas: Person, at: datetime) -> None:
    draft = AgreementFactory.create()
    PartyFactory.create(agreement=draft, representative=tomas)
    MetricFactory.create(agreement=draft)

    assert not to_assent(tomas, at=at).exists()


def test_home_asks_for_the_word_and_counts_it(asked: Metric, tomas: Person, at: datetime) -> None:
    (decision,) = home(viewer=tomas, at=at, today=TODAY).decisions or ()

    assert (decision.title, decision.act, decision.parties) == (
        "Trials",
        "Does it matter to us?",
        ("proposed for Feature launch",),
    )
    assert decision.address == f"/agreements/{asked.agreement.slug}/metrics/{asked.pk}/"
    assert count_decisions(tomas, at=at) == 1
