from datetime import timedelta
from typing import Any

import pytest

from agreements.models import Commitment, DriftFlag
from agreements.operations.events import record
from agreements.reports.cleared import cleared_by
from teams.models import Person
from tests.factories import AT, CommitmentFactory, DriftFlagFactory, MetricFactory


def closed(commitment: Commitment, /, **changes: Any) -> DriftFlag:
    about = {"agreement": commitment.agreement, "commitment": commitment, "rule": "silent", "closed_at": AT}
    return DriftFlagFactory.create(**(about | changes))


def said(*flags: DriftFlag) -> list[str]:
    return [cleared_by(flags)[flag.pk] for flag in flags]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("checked_in", "Back on track: Lena checked in on 1 March."),
        ("delivered", "Lena declared it done on 1 March."),
        ("amended", "A change came into force on 1 March."),
        ("paused", "Lena paused the agreement on 1 March."),
        ("edited", "Its cause is gone since 1 March."),
        ("reading_recorded", "Its cause is gone since 1 March."),
    ],
)
def test_the_entry_of_the_same_instant_tells(feature: Commitment, lena: Person, kind: str, sentence: str) -> None:
    record(agreement=feature.agreement, kind=kind, actor=lena, at=AT, commitment=feature)
    assert said(closed(feature)) == [sentence]


def test_not_that_of_another_commitment_nor_of_another_instant(feature: Commitment, lena: Person) -> None:
    other = CommitmentFactory.create(agreement=feature.agreement, is_open=True)
    record(agreement=feature.agreement, kind="checked_in", actor=lena, at=AT, commitment=other)
    record(agreement=feature.agreement, kind="checked_in", actor=lena, at=AT + timedelta(hours=1), commitment=feature)
    assert said(closed(feature)) == ["Its cause is gone since 1 March."]


def test_a_reading_tells_of_metrics(feature: Commitment, lena: Person) -> None:
    metric = MetricFactory.create(agreement=feature.agreement)
    record(agreement=feature.agreement, kind="reading_recorded", actor=lena, at=AT)
    flag = closed(feature, commitment=None, metric=metric, rule="metric_stale")
    assert said(flag) == ["Back on track: Lena added a reading on 1 March."]


def test_an_open_one_has_no_end(feature: Commitment) -> None:
    assert cleared_by([closed(feature, closed_at=None)]) == {}
