from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.metrics import BoundKind, Direction
from agreements.models import Agreement, Concern, Metric, Version
from agreements.operations.agreements import end_agreement
from agreements.operations.assents import (
    AlreadyAssentedError,
    AlreadyJointError,
    assent_to_metric,
    decline_metric,
    propose_metric,
)
from agreements.operations.drafts import MetricDraft
from agreements.operations.locks import NotActiveError, RemovedMeanwhileError
from agreements.operations.metrics import NotJointError, record_reading
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.agreements.operations.history import count, entry, refused
from tests.factories import AgreementFactory, MetricFactory, PartyFactory, ReadingFactory

TODAY = date(2027, 3, 1)
TRIALS = MetricDraft(
    name="Trials",
    unit="trials",
    direction=Direction.UP,
    baseline=Decimal(150),
    target=Decimal(500),
    target_on=date(2027, 8, 1),
)
type Suggested = Callable[..., Metric]


@pytest.fixture
def later(at: datetime) -> datetime:
    return at + timedelta(days=1)


@pytest.fixture
def suggested(launched: Agreement, dana: Person, at: datetime) -> Suggested:
    """`suggested(by=maya)` is a metric of the agreement in force that its other party has not answered."""

    def metric(*, by: Person, **changes: Any) -> Metric:
        draft = replace(TRIALS, **({"reporter": dana} | changes))
        return propose_metric(actor=by, at=at, agreement=launched, draft=draft)

    return metric


def assents(metric: Metric) -> list[tuple[str, str]]:
    return list(metric.assents.order_by("pk").values_list("team__name", "person__name"))


# Signing


def test_a_signature_is_the_assent_of_its_party(
    product: Team, sales: Team, maya: Person, tomas: Person, ready: Agreement, at: datetime, later: datetime
) -> None:
    metric = MetricFactory.create(agreement=ready)
    version = propose(actor=maya, at=at, agreement=ready)
    sign(actor=maya, at=at, agreement=ready, terms_hash=version.terms_hash)
    assert not metric.assents.exists()
    sign(actor=tomas, at=later, agreement=ready, terms_hash=version.terms_hash)
    metric.refresh_from_db()
    assert metric.joint_at == later
    assert list(metric.assents.order_by("at").values_list("team__name", "person", "at")) == [
        ("Product", maya.pk, at),
        ("Sales", tomas.pk, later),
    ]


# Proposing


def test_the_proposer_has_assented_for_their_party(suggested: Suggested, maya: Person, at: datetime) -> None:
    metric = suggested(by=maya)
    assert (metric.joint_at, metric.proposed_by, metric.proposed_at, metric.starts_on) == (None, maya, at, TODAY)
    assert assents(metric) == [("Product", "Maya Okafor")]


def test_a_proposal_is_recorded(launched: Agreement, suggested: Suggested, maya: Person) -> None:
    metric = suggested(by=maya)
    written = entry(launched, "metric_proposed")
    assert (written.actor, written.data) == (maya, {"metric": metric.pk, "name": "Trials", "parties": ["Product"]})


def test_a_member_who_speaks_for_no_party_proposes_without_assenting(suggested: Suggested, lena: Person) -> None:
    assert assents(suggested(by=lena)) == []


def test_a_metric_that_is_only_proposed_is_in_no_terms(launched: Agreement, suggested: Suggested, maya: Person) -> None:
    metric = suggested(by=maya)
    assert metric not in launched.metrics.in_terms()
    assert launched.versions.count() == 1


def test_who_speaks_for_every_party_makes_it_joint_at_once(
    launched: Agreement, suggested: Suggested, maya: Person, at: datetime
) -> None:
    launched.parties.update(representative=maya)
    metric = suggested(by=maya)
    assert (metric.joint_at, launched.versions.count()) == (at, 2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reporter": None}, "reporter"),
        ({"target": Decimal(100)}, "target"),
        ({"name": " "}, "name"),
        ({"target_on": TODAY}, "target_on"),
    ],
)
def test_a_proposal_that_lacks_something_is_refused_by_field(
    launched: Agreement, suggested: Suggested, maya: Person, change: dict[str, Any], field: str
) -> None:
    with refused(InvalidValueError, launched) as refusal:
        suggested(by=maya, **change)
    assert list(refusal.value.fields) == [field]


def test_a_bound_stands_on_what_is_joint(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person
) -> None:
    first = suggested(by=maya)
    limited = {"name": "Margin", "bound": Decimal(97), "bound_kind": BoundKind.AT_LEAST, "bound_on": first}
    with refused(InvalidValueError, launched) as refusal:
        suggested(by=tomas, **limited)
    assert list(refusal.value.fields) == ["bound_on"]


def test_who_is_no_party_proposes_nothing(launched: Agreement, suggested: Suggested, outsider: Person) -> None:
    with refused(ForbiddenError, launched):
        suggested(by=outsider)


def test_a_draft_takes_its_metrics_as_a_draft(maya: Person, at: datetime) -> None:
    draft = AgreementFactory.create(created_by=maya)
    PartyFactory.create(agreement=draft, representative=maya)
    with refused(NotActiveError, draft):
        propose_metric(actor=maya, at=at, agreement=draft, draft=replace(TRIALS, reporter=maya))


# Assenting


def test_the_last_party_makes_it_joint(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    metric.refresh_from_db()
    assert (metric.joint_at, assents(metric)) == (later, [("Product", "Maya Okafor"), ("Sales", "Tomas Lindqvist")])
    assert metric in launched.metrics.in_terms()


def test_a_joint_metric_is_in_the_next_version(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, at: datetime, later: datetime
) -> None:
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    version = launched.versions.get(number=2)
    assert (version.in_force_at, version.proposed_by, version.proposed_at, version.metric) == (later, maya, at, metric)
    assert [one["name"] for one in version.terms["metrics"]] == ["Trials"]


def test_history_tells_of_the_word_and_of_the_version(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    facts = {"metric": metric.pk, "name": "Trials"}
    assert entry(launched, "metric_assented").data == facts | {"parties": ["Sales"]}
    assert entry(launched, "metric_joined").data == facts | {"version": 2}


def test_a_lead_assents_for_their_team(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, lena: Person, later: datetime
) -> None:
    launched.parties.filter(team__name="Sales").update(representative=lena)
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    assert metric.joint_at == later


def test_a_metric_waits_for_every_party(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    PartyFactory.create(agreement=launched)
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    assert (metric.joint_at, metric.revision, launched.versions.count()) == (None, 2, 1)


def test_a_second_press_changes_nothing(
    launched: Agreement, suggested: Suggested, maya: Person, later: datetime
) -> None:
    metric = suggested(by=maya)
    with refused(AlreadyAssentedError, launched, metric):
        assent_to_metric(actor=maya, at=later, metric=metric)


@pytest.mark.parametrize("who", ["lena", "outsider", "admin", "executive"])
def test_who_speaks_for_no_party_assents_to_nothing(
    request: pytest.FixtureRequest, suggested: Suggested, maya: Person, later: datetime, who: str
) -> None:
    metric = suggested(by=maya)
    with refused(ForbiddenError, metric):
        assent_to_metric(actor=request.getfixturevalue(who), at=later, metric=metric)


def test_what_is_joint_needs_no_more_assent(launched: Agreement, tomas: Person, later: datetime) -> None:
    metric = MetricFactory.create(agreement=launched)
    with refused(AlreadyJointError, metric):
        assent_to_metric(actor=tomas, at=later, metric=metric)


def test_nothing_joins_what_has_ended(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    metric = suggested(by=maya)
    end_agreement(actor=maya, at=later, agreement=launched, reason="The trial is over.")
    with refused(NotActiveError, metric):
        assent_to_metric(actor=tomas, at=later, metric=metric)


def test_nobody_reads_what_is_only_proposed(suggested: Suggested, maya: Person, dana: Person, later: datetime) -> None:
    metric = suggested(by=maya)
    with refused(NotJointError, metric):
        record_reading(actor=dana, at=later, metric=metric, on=TODAY, value=Decimal(160))


def test_a_joint_metric_is_read(
    suggested: Suggested, maya: Person, tomas: Person, dana: Person, later: datetime
) -> None:
    metric = assent_to_metric(actor=tomas, at=later, metric=suggested(by=maya))
    assert record_reading(actor=dana, at=later, metric=metric, on=TODAY, value=Decimal(160)).value == 160


# Declining


def test_a_declined_metric_is_dropped_with_its_reason(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    metric = suggested(by=maya)
    number = metric.pk
    decline_metric(actor=tomas, at=later, metric=metric, reason=" We count leads already. ")
    written = entry(launched, "metric_declined")
    assert (written.actor, written.data) == (
        tomas,
        {"metric": number, "name": "Trials", "reason": "We count leads already."},
    )
    assert (Metric.objects.exists(), Version.objects.filter(agreement=launched).count()) == (False, 1)


def test_whoever_proposed_it_may_drop_it(suggested: Suggested, lena: Person, later: datetime) -> None:
    decline_metric(actor=lena, at=later, metric=suggested(by=lena), reason="I found a better one.")
    assert not Metric.objects.exists()


def test_what_somebody_said_of_it_stays_said(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, at: datetime, later: datetime
) -> None:
    metric = suggested(by=maya)
    concern = Concern.objects.create(
        agreement=launched, number=1, about="work", metric=metric, text="Trials of what?", raised_by=tomas, raised_at=at
    )
    decline_metric(actor=tomas, at=later, metric=metric, reason="Not clear.")
    concern.refresh_from_db()
    assert (concern.metric, concern.text) == (None, "Trials of what?")


def test_declining_takes_a_reason(suggested: Suggested, maya: Person, tomas: Person, later: datetime) -> None:
    metric = suggested(by=maya)
    with refused(InvalidValueError, metric) as refusal:
        decline_metric(actor=tomas, at=later, metric=metric, reason=" ")
    assert list(refusal.value.fields) == ["reason"]


@pytest.mark.parametrize("who", ["lena", "outsider", "admin"])
def test_others_decline_nothing(
    request: pytest.FixtureRequest, suggested: Suggested, maya: Person, later: datetime, who: str
) -> None:
    metric = suggested(by=maya)
    with refused(ForbiddenError, metric):
        decline_metric(actor=request.getfixturevalue(who), at=later, metric=metric, reason="No.")


def test_what_is_joint_is_not_declined(launched: Agreement, tomas: Person, later: datetime) -> None:
    metric = MetricFactory.create(agreement=launched)
    ReadingFactory.create(metric=metric)
    with refused(AlreadyJointError, metric):
        decline_metric(actor=tomas, at=later, metric=metric, reason="No.")


def test_who_answers_after_it_was_declined_hears_so(
    launched: Agreement, suggested: Suggested, maya: Person, tomas: Person, later: datetime
) -> None:
    metric = suggested(by=maya)
    Metric.objects.filter(pk=metric.pk).delete()
    with pytest.raises(RemovedMeanwhileError):
        assent_to_metric(actor=tomas, at=later, metric=metric)
    assert count(launched, "metric_assented") == 0
