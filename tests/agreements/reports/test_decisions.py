from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Party
from agreements.operations.confirmations import confirm_readback
from agreements.operations.differences import settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.proposals import take_back
from agreements.operations.readbacks import save_draft
from agreements.operations.signatures import sign
from agreements.reports.terms_decisions import about_terms
from agreements.reports.waiting import count_decisions
from teams.models import Person
from tests.agreements.readbacks import A_WEEK_LATER, difference_of, say_back

PASSED = datetime(2027, 3, 11, 23, 0, tzinfo=UTC)  # midnight in Berlin, after the last day to answer
MATCHES = ConfirmationDraft(matches=True)

type Waits = Callable[..., list[str]]


@pytest.fixture
def waits(proposed: Agreement, at: datetime) -> Waits:
    """The words of the rows of a person, whose number is also the count in the frame of every page."""

    def waits_for(viewer: Person, now: datetime = at) -> list[str]:
        rows = about_terms(viewer, at=now)
        assert count_decisions(viewer, at=now) == len(rows)
        return [row.words for row in rows]

    return waits_for


def test_who_is_asked_says_it_back_first(waits: Waits, maya: Person, dana: Person, outsider: Person) -> None:
    assert [waits(person) for person in (maya, dana, outsider)] == [["Read back"], ["Read back"], []]


def test_a_row_says_what_and_where(proposed: Agreement, dana: Person, at: datetime) -> None:
    (row,) = about_terms(dana, at=at)
    assert (row.title, row.parties, row.since, row.act, row.address) == (
        "Feature launch",
        ("Product", "Sales"),
        at,
        "Say it back",
        f"/agreements/{proposed.slug}/readback/mine/",
    )


def test_a_draft_is_not_sent_yet(waits: Waits, proposed: Agreement, dana: Person, at: datetime) -> None:
    save_draft(actor=dana, at=at, agreement=proposed, text="We del")
    assert waits(dana) == ["Read back"]


def test_who_said_it_back_signs(waits: Waits, proposed: Agreement, maya: Person, dana: Person, at: datetime) -> None:
    for person in (maya, dana):
        say_back(proposed, person, at, "We deliver it in time.")
    assert "Sign" in waits(maya)
    assert "Sign" not in waits(dana)


def test_who_signed_is_asked_no_more(waits: Waits, proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    assert waits(maya) == []


def test_one_row_for_two_parties(waits: Waits, proposed: Agreement, maya: Person, at: datetime) -> None:
    Party.objects.filter(agreement=proposed).update(representative=maya)
    assert waits(maya) == ["Read back"]
    say_back(proposed, maya, at, "We deliver it in time.")
    assert waits(maya).count("Sign") == 1


def test_what_others_heard_is_read_after_writing(
    waits: Waits, proposed: Agreement, dana: Person, lena: Person, at: datetime
) -> None:
    heard = say_back(proposed, dana, at)
    assert waits(lena) == ["Read back"]
    say_back(proposed, lena, at, "We start the outreach on 2027-03-16.")
    assert "Confirm" in waits(lena)
    confirm_readback(actor=lena, at=at, readback=heard, draft=MATCHES)
    assert "Confirm" not in waits(lena)


def test_what_differs_waits_for_its_author_and_who_proposed(
    waits: Waits, proposed: Agreement, dana: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    for person in (maya, tomas):
        say_back(proposed, person, at, "We do it in time.")
    heard = say_back(proposed, dana, at, A_WEEK_LATER)
    assert ["Settle" in waits(person) for person in (dana, maya, tomas)] == [True, True, False]
    assert "Sign" not in waits(maya)
    settle(actor=dana, at=at, difference=difference_of(heard), note="A week of slack.")
    assert "Sign" in waits(maya)


def test_nobody_is_told_to_settle_what_they_may_not_read(
    waits: Waits, proposed: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    say_back(proposed, dana, at, A_WEEK_LATER)
    assert waits(maya) == ["Read back"]


def test_who_proposed_without_being_asked_settles(
    waits: Waits, proposed: Agreement, dana: Person, outsider: Person, at: datetime
) -> None:
    proposed.versions.update(proposed_by=outsider)
    say_back(proposed, dana, at, A_WEEK_LATER)
    assert waits(outsider) == ["Settle"]


def test_a_window_that_passed_waits_for_who_proposed(
    waits: Waits, proposed: Agreement, maya: Person, tomas: Person
) -> None:
    almost = PASSED - timedelta(minutes=1)
    assert ("Decide" in waits(maya, almost), "Decide" in waits(maya, PASSED), "Decide" in waits(tomas, PASSED)) == (
        False,
        True,
        False,
    )


def test_what_passed_is_dated_by_its_end(proposed: Agreement, maya: Person) -> None:
    (decide,) = [row for row in about_terms(maya, at=PASSED) if row.words == "Decide"]
    assert (decide.since, decide.address) == (PASSED, f"/agreements/{proposed.slug}/readback/")


def test_a_draft_waits_for_nobody(waits: Waits, proposed: Agreement, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    assert waits(maya, PASSED) == []


def test_the_count_in_the_frame_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries, proposed: Agreement, maya: Person, at: datetime
) -> None:
    with django_assert_num_queries(1):
        count_decisions(maya, at=at)
