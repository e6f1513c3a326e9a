from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, DriftFlag
from agreements.reports import flag_register
from agreements.reports.flag_register import Register, RegisterState, register_page
from agreements.reports.flags import FlagFilter
from teams.models import Person
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def agreement(organisation: object) -> Agreement:
    return AgreementFactory.create(is_active=True, number=31)


def flagged(agreement: Agreement, **changes: Any) -> DriftFlag:
    commitment = CommitmentFactory.create(agreement=agreement, is_open=True)
    return DriftFlagFactory.create(agreement=agreement, commitment=commitment, **changes)


def page(viewer: Person, **changes: Any) -> Register:
    asked: dict[str, Any] = {"wanted": FlagFilter(), "state": RegisterState.OPEN, "since": None}
    return register_page(viewer=viewer, at=AT, **(asked | changes))


def keys(register: Register) -> list[list[int]]:
    return [[row.flag.pk for row in group] for group in register.groups]


def test_by_agreement_the_strong_first(agreement: Agreement, outsider: Person) -> None:
    weak, strong = flagged(agreement, strength="weak"), flagged(agreement)
    other = flagged(AgreementFactory.create(is_active=True))
    assert keys(page(outsider)) == [[strong.pk, weak.pk], [other.pk]]


def test_what_rests_stands_below(agreement: Agreement, outsider: Person, lena: Person) -> None:
    rest = {"snoozed_until": AT.date(), "snoozed_at": AT, "snoozed_by": lena, "snooze_reason": "Later."}
    awake, resting = flagged(agreement), flagged(agreement, **rest)
    found = page(outsider)
    assert (keys(found), found.count) == ([[awake.pk]], 1)
    assert ([row.flag.pk for row in found.resting], found.resting_count) == ([resting.pk], 1)
    assert keys(page(outsider, state=RegisterState.SNOOZED)) == [[resting.pk]]


def test_what_came_into_sight_since_the_last_visit_is_new(agreement: Agreement, lena: Person, outsider: Person) -> None:
    """Told to Lena four hours ago, to all others one hour ago."""
    flagged(agreement, first_told=lena, opened_at=AT - 4 * HOUR, shown_at=AT - HOUR)
    visits = [(person, AT - hours * HOUR) for person in (lena, outsider) for hours in (5, 2)]
    found = [page(person, since=since) for person, since in visits]
    assert [one.new for one in found] == [1, 0, 1, 1]
    assert [one.groups[0][0].is_new for one in found] == [True, False, True, True]


def test_on_the_first_visit_nothing_is_new(agreement: Agreement, outsider: Person) -> None:
    flagged(agreement)
    assert page(outsider).new == 0


def test_page_by_page(agreement: Agreement, outsider: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flag_register, "PAGE", 2)
    flags = [flagged(agreement, strength=strength) for strength in ("weak", "strong", "weak")]
    flags += [flagged(AgreementFactory.create(is_active=True)) for _ in range(2)]
    first = page(outsider)
    second = page(outsider, after=first.following)
    third = page(outsider, after=second.following)
    seen = [pk for one in (first, second, third) for group in keys(one) for pk in group]
    assert seen == [flags[1].pk, flags[0].pk, flags[2].pk, flags[3].pk, flags[4].pk]
    assert (first.count, third.following) == (5, "")


@pytest.mark.parametrize("cursor", ["", "x", "1.2.3", "1.strong", "1.strong.x", "1.fine.2", f"1.weak.{'9' * 80}"])
def test_a_cursor_of_no_page_is_the_beginning(agreement: Agreement, outsider: Person, cursor: str) -> None:
    flag = flagged(agreement)
    assert keys(page(outsider, after=cursor)) == [[flag.pk]]


def test_how_many_commitments_are_watched(agreement: Agreement, outsider: Person) -> None:
    for state in ("open", "delivered", "accepted"):
        CommitmentFactory.create(
            agreement=agreement, is_open=True, state=state, delivered_at=AT, accepted_at=AT, opened_at=AT
        )
    paused = AgreementFactory.create(is_active=True, paused_until=AT.date() + timedelta(days=9), pause_reason="Moving.")
    CommitmentFactory.create(agreement=paused, is_open=True)
    assert page(outsider).watched == 2


@pytest.mark.parametrize(("state", "queries"), [("open", 7), ("closed", 6)])
@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_however_long(
    agreement: Agreement, outsider: Person, many: int, state: str, queries: int
) -> None:
    closed_at: datetime | None = AT if state == "closed" else None
    for _ in range(many):
        flagged(agreement, closed_at=closed_at)
    with CaptureQueriesContext(connection) as said:
        page(outsider, state=RegisterState(state), since=AT - HOUR)
    assert len(said) == queries
