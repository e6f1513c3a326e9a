from datetime import date

import pytest

from agreements.models import CheckIn
from tests.agreements.models.constraints import violates
from tests.factories import CheckInFactory, PersonFactory

pytestmark = pytest.mark.django_db

ROUND = date(2027, 3, 15)


def test_a_round_has_one_answer_by_the_owner() -> None:
    answer = CheckInFactory.create(round_on=ROUND)
    with violates("one_answer_per_round_and_role"):
        CheckInFactory.create(commitment=answer.commitment, round_on=ROUND)


def test_the_receiver_answers_the_same_round() -> None:
    answer = CheckInFactory.create(round_on=ROUND)
    CheckInFactory.create(commitment=answer.commitment, round_on=ROUND, role="receiver", person=PersonFactory.create())
    assert CheckIn.objects.count() == 2


def test_outside_a_round_everybody_may_answer_again() -> None:
    answer = CheckInFactory.create()
    CheckInFactory.create(commitment=answer.commitment)
    assert CheckIn.objects.count() == 2
