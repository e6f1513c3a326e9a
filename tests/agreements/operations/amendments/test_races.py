from datetime import date, datetime
from functools import partial

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Agreement, Alternative, Amendment, Commitment
from agreements.operations.amendments import (
    AlreadyAnsweredError,
    AlternativeDraft,
    AnswerDraft,
    ChangeDraft,
    answer,
    withdraw_amendment,
)
from agreements.operations.history import broken_histories
from teams.domain.errors import RefusalError
from teams.models import Person
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import count
from tests.races import FEW_ROUNDS, ROUNDS, race

pytestmark = pytest.mark.django_db(transaction=True)


def accepting(amendment: Amendment, person: Person, at: datetime) -> partial[Amendment]:
    alternative = Alternative.objects.select_related("amendment").get(amendment=amendment, position=1)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=alternative.content_hash)
    return partial(answer, actor=person, at=at, alternative=alternative, draft=draft)


@pytest.fixture
def nearly(launched: Agreement, feature: Commitment, dana: Person, maya: Person, at: datetime) -> Amendment:
    """Lena and Tomas have not answered yet."""
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    return accepted(amendment, by=maya, at=at)


@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_last_answers_at_once_agree_once(
    round_of: int, nearly: Amendment, launched: Agreement, lena: Person, tomas: Person, at: datetime
) -> None:
    answers = race(accepting(nearly, lena, at), accepting(nearly, tomas, at))
    assert [isinstance(given, Amendment) for given in answers] == [True, True]
    assert (launched.versions.count(), count(launched, "amended"), broken_histories()) == (2, 1, [])


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_who_answers_twice_at_once_answers_once(
    round_of: int, nearly: Amendment, launched: Agreement, tomas: Person, at: datetime
) -> None:
    answers = race(accepting(nearly, tomas, at), accepting(nearly, tomas, at))
    assert sorted(type(given).__name__ for given in answers) == ["AlreadyAnsweredError", "Amendment"]
    assert count(launched, "amendment_answered") == 2  # Maya's, and one of his


@pytest.mark.parametrize("round_of", ROUNDS)
def test_the_last_answer_against_the_withdrawal_leaves_one_of_both(
    round_of: int,
    nearly: Amendment,
    launched: Agreement,
    feature: Commitment,
    dana: Person,
    lena: Person,
    tomas: Person,
    at: datetime,
) -> None:
    accepted(nearly, by=lena, at=at)
    race(accepting(nearly, tomas, at), partial(withdraw_amendment, actor=dana, at=at, amendment=nearly))
    nearly.refresh_from_db()
    feature.refresh_from_db()
    found = (nearly.state, feature.due_on, launched.versions.count(), count(launched, "amended"))
    assert found in {
        ("agreed", date(2027, 3, 22), 2, 1),
        ("withdrawn", date(2027, 3, 15), 1, 0),
    }


@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_changes_agreed_at_once_on_crossing_agreements_do_not_lock_each_other_out(
    round_of: int,
    launched: Agreement,
    feature: Commitment,
    report: Commitment,
    dana: Person,
    maya: Person,
    iris: Person,
    at: datetime,
) -> None:
    """One is asked in the first agreement about the last, the other in the last about the first."""
    text = partial(ChangeDraft, kind=ChangeKind.COMMITMENT)
    here = AlternativeDraft(label="Here", changes=(text(commitment=report, now={"deliverable": "Short"}),))
    there = AlternativeDraft(label="There", changes=(text(commitment=feature, now={"deliverable": "Half"}),))
    first = accepted(asked(here, by=dana, at=at, within=launched), by=iris, at=at)
    second = asked(there, by=dana, at=at, within=report.agreement)
    tomas = Alternative.objects.get(amendment=second).consents.exclude(person__in=[dana, maya]).get().person
    accepted(second, by=tomas, at=at)
    race(accepting(first, maya, at), accepting(second, maya, at))
    assert set(Amendment.objects.values_list("state", flat=True)) == {"agreed"}
    assert (launched.versions.count(), report.agreement.versions.count(), broken_histories()) == (2, 2, [])


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_changes_of_the_same_date_agreed_at_once_are_agreed_one_after_the_other(
    round_of: int,
    launched: Agreement,
    feature: Commitment,
    dana: Person,
    maya: Person,
    lena: Person,
    tomas: Person,
    at: datetime,
) -> None:
    """The later one is refused: others changed the same."""
    changes = [
        asked(later(feature, due_on=due_on), by=dana, at=at, within=launched)
        for due_on in (date(2027, 3, 22), date(2027, 3, 24))
    ]
    for amendment in changes:
        for person in (maya, lena):
            accepted(amendment, by=person, at=at)
    answers = race(*(accepting(amendment, tomas, at) for amendment in changes))
    refusals = [given.code for given in answers if isinstance(given, RefusalError)]
    assert (refusals, launched.versions.count()) == (["amendment_conflict"], 2)
    assert not any(isinstance(given, AlreadyAnsweredError) for given in answers)
