from datetime import date
from typing import Any

import pytest

from agreements.models import Concern
from tests.agreements.models.constraints import violates
from tests.factories import AT, CommitmentFactory, ConcernFactory, MetricFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_number_stands_once_in_an_agreement() -> None:
    concern = ConcernFactory.create()
    with violates("one_concern_per_agreement_and_number"):
        ConcernFactory.create(agreement=concern.agreement, number=concern.number)


def test_it_says_something() -> None:
    with violates("concern_has_text"):
        ConcernFactory.create(text="")


@pytest.mark.parametrize("lacks", ["answer", "answered_by", "resolved_at"])
def test_an_answer_is_whole(lacks: str) -> None:
    answered: dict[str, Any] = {"answer": "Done.", "answered_by": PersonFactory.create(), "resolved_at": AT}
    nothing = {"answer": "", "answered_by": None, "resolved_at": None}
    with violates("resolved_concern_has_an_answer"):
        ConcernFactory.create(**(answered | {lacks: nothing[lacks]}))


def test_it_has_one_subject() -> None:
    with violates("concern_has_one_subject"):
        ConcernFactory.create(commitment=CommitmentFactory.create(), metric=MetricFactory.create())


def test_what_was_said_outlives_its_subject() -> None:
    commitment, metric = CommitmentFactory.create(), MetricFactory.create()
    ConcernFactory.create(commitment=commitment)
    ConcernFactory.create(metric=metric, reading_on=date(2027, 3, 1))
    commitment.delete()
    metric.delete()
    assert Concern.objects.filter(commitment=None, metric=None).count() == 2
