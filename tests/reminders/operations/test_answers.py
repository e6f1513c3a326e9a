from datetime import date

import pytest

from agreements.models import CheckIn
from reminders.domain.answers import Say
from reminders.operations.answers import Answer, answer
from teams.domain.errors import InvalidValueError
from teams.models import Person
from tests.factories import AT, CommitmentFactory
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db


def test_a_standing_is_a_check_in(deal: Deal, dana: Person) -> None:
    said = Answer(commitment=deal.commitment, say=Say.DOUBT, note="Needs the logo.", expected_on=date(2027, 3, 16))
    answer(actor=dana, at=AT, answers=[said])

    given = CheckIn.objects.get()
    assert (given.person, given.standing, given.note, given.expected_on) == (
        dana,
        "at_risk",
        "Needs the logo.",
        date(2027, 3, 16),
    )


def test_done_is_a_delivery(deal: Deal, dana: Person) -> None:
    answer(actor=dana, at=AT, answers=[Answer(commitment=deal.commitment, say=Say.DONE, note="On the drive.")])
    deal.commitment.refresh_from_db()

    assert (deal.commitment.state, deal.commitment.evidence) == ("delivered", "On the drive.")


def test_all_are_saved_or_none(deal: Deal, dana: Person) -> None:
    other = CommitmentFactory.create(
        agreement=deal.agreement,
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=dana,
        is_open=True,
    )
    good = Answer(commitment=deal.commitment, say=Say.ON_TRACK)
    bad = Answer(commitment=other, say=Say.DOUBT, expected_on=date(2020, 1, 1))
    with pytest.raises(InvalidValueError):
        answer(actor=dana, at=AT, answers=[good, bad])

    assert CheckIn.objects.count() == 0
