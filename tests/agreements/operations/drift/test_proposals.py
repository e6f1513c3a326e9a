"""Proposals that wait for signatures: terms proposed on Monday 1 March 2027, with ten days to answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, DriftFlag
from agreements.operations.agreements import withdraw_agreement
from agreements.operations.drift import sweep
from agreements.operations.proposals import extend_answers, take_back
from agreements.operations.signatures import sign
from teams.models import Person
from tests.agreements.operations.drift.scenes import signs

OVER = datetime(2027, 3, 11, 23, 0, tzinfo=UTC)  # the first instant after it in Berlin
STALLED = [("readback_stalled", "weak")]


def sentences() -> list[str]:
    return list(DriftFlag.objects.open().values_list("sentence", flat=True))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OVER - timedelta(seconds=1), []),
        (OVER, ["The time to answer ended on 11 Mar, 1 day ago; Product and Sales have not signed."]),
    ],
)
def test_it_stalls_when_the_last_day_to_answer_is_over(proposed: Agreement, now: datetime, expected: list[str]) -> None:
    sweep(at=now)
    assert sentences() == expected


def test_it_stands_on_the_agreement_which_is_watched_closer(proposed: Agreement) -> None:
    sweep(at=OVER)
    flag = DriftFlag.objects.get()
    proposed.refresh_from_db()
    assert (flag.agreement, flag.commitment, flag.metric, proposed.health) == (proposed, None, None, "watch")


def test_who_has_signed_is_not_waited_for(proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    sweep(at=OVER)
    assert sentences() == ["The time to answer ended on 11 Mar, 1 day ago; Sales has not signed."]


def test_it_ends_with_the_last_signature(proposed: Agreement, maya: Person, tomas: Person) -> None:
    sweep(at=OVER)
    for person in (maya, tomas):
        sign(actor=person, at=OVER, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    assert "readback_stalled" not in dict(signs())


def test_it_ends_when_it_is_taken_back(proposed: Agreement, maya: Person) -> None:
    sweep(at=OVER)
    take_back(actor=maya, at=OVER, agreement=proposed)
    assert signs() == []


def test_it_ends_when_it_is_withdrawn(proposed: Agreement, maya: Person) -> None:
    sweep(at=OVER)
    withdraw_agreement(actor=maya, at=OVER, agreement=proposed)
    assert signs() == []


def test_it_ends_with_more_time_and_comes_again_after_it(proposed: Agreement, maya: Person) -> None:
    sweep(at=OVER)
    extend_answers(actor=maya, at=OVER, agreement=proposed, answer_by=date(2027, 3, 15))
    meanwhile = signs()
    sweep(at=OVER + timedelta(days=4))
    assert (meanwhile, signs()) == ([], STALLED)


def test_a_second_sweep_of_the_moment_writes_nothing(proposed: Agreement) -> None:
    sweep(at=OVER)
    assert sweep(at=OVER).rows == 0
