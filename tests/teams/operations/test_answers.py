from datetime import datetime, timedelta

from teams.models import IdempotentAnswer, Person
from teams.operations.answers import forget_answers, keep_answer, reserve_answer


def test_a_key_is_taken_once(maya: Person, at: datetime) -> None:
    first, is_first = reserve_answer(person=maya, key="k", fingerprint="f", at=at)
    keep_answer(answer=first, status=201, body="{}", headers={"ETag": '"1"'})
    again, is_new = reserve_answer(person=maya, key="k", fingerprint="g", at=at)

    assert (is_first, is_new) == (True, False)
    assert (again.fingerprint, again.status, again.body, again.headers) == ("f", 201, "{}", {"ETag": '"1"'})


def test_each_person_has_keys_of_their_own(maya: Person, tomas: Person, at: datetime) -> None:
    reserve_answer(person=maya, key="k", fingerprint="f", at=at)

    assert reserve_answer(person=tomas, key="k", fingerprint="f", at=at)[1] is True


def test_a_key_is_free_again_after_48_hours(maya: Person, at: datetime) -> None:
    reserve_answer(person=maya, key="k", fingerprint="f", at=at)
    almost = reserve_answer(person=maya, key="k", fingerprint="f", at=at + timedelta(hours=47, minutes=59))
    later = reserve_answer(person=maya, key="k", fingerprint="f", at=at + timedelta(hours=48))

    assert (almost[1], later[1]) == (False, True)


def test_answers_are_forgotten_after_48_hours(maya: Person, at: datetime) -> None:
    reserve_answer(person=maya, key="old", fingerprint="f", at=at)
    reserve_answer(person=maya, key="new", fingerprint="f", at=at + timedelta(hours=1))

    assert forget_answers(at=at + timedelta(hours=48)) == 1
    assert IdempotentAnswer.objects.get().key == "new"
