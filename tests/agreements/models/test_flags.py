from datetime import timedelta

import pytest

from agreements.models import DriftFlag
from tests.agreements.models.constraints import violates
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory, MetricFactory

pytestmark = pytest.mark.django_db


def on_agreement() -> dict[str, object]:
    return {"agreement": AgreementFactory.create(), "rule": "sync_not_held"}


def on_commitment() -> dict[str, object]:
    commitment = CommitmentFactory.create()
    return {"agreement": commitment.agreement, "commitment": commitment, "rule": "past_due"}


def on_metric() -> dict[str, object]:
    metric = MetricFactory.create()
    return {"agreement": metric.agreement, "metric": metric, "rule": "metric_stale"}


SUBJECTS = [on_agreement, on_commitment, on_metric]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_rule_flags_a_subject_once(subject: type[dict[str, object]]) -> None:
    facts = subject()
    DriftFlagFactory.create(**facts)
    with violates("one_open_flag_per_rule_and_subject"):
        DriftFlagFactory.create(**facts)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_was_closed_may_come_again(subject: type[dict[str, object]]) -> None:
    facts = subject()
    DriftFlagFactory.create(**facts, closed_at=AT)
    DriftFlagFactory.create(**facts)
    assert DriftFlag.objects.open().count() == 1


def test_another_rule_may_flag_the_same(db: None) -> None:
    facts = on_commitment()
    DriftFlagFactory.create(**facts)
    DriftFlagFactory.create(**facts | {"rule": "silent"})
    assert DriftFlag.objects.open().count() == 2


def test_a_flag_has_one_subject() -> None:
    with violates("flag_has_one_subject"):
        DriftFlagFactory.create(commitment=CommitmentFactory.create(), metric=MetricFactory.create())


def test_a_flag_is_not_shown_before_it_opens() -> None:
    with violates("flag_is_shown_after_opening"):
        DriftFlagFactory.create(shown_at=AT - timedelta(seconds=1))
