from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.amendments import expire_amendments
from agreements.reports.change_decisions import about_changes
from agreements.reports.open_changes import change_of, open_changes, times_changed
from agreements.reports.waiting import count_decisions
from teams.models import Person
from tests.agreements.changing import accepted, asked, countered, declined, later
from tests.factories import PersonFactory

APRIL = datetime.fromisoformat("2027-04-01T09:00:00Z")


@pytest.fixture
def promise(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def change(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(promise), by=dana, at=at, within=launched)


def words(viewer: Person) -> list[tuple[str, str, str]]:
    return [(row.words, row.title, row.act) for row in about_changes(viewer)]


def test_what_is_open_says_who_is_waited_for(
    launched: Agreement, change: Amendment, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    accepted(change, by=maya, at=at)

    (found,) = open_changes(launched, viewer=tomas)

    assert (found.number, found.slug, found.options) == (1, launched.slug, ("A week later",))
    assert set(found.waits_for) == {tomas, lena}
    assert found.is_yours


def test_who_accepted_one_option_is_not_waited_for(
    launched: Agreement, promise: Commitment, dana: Person, tomas: Person, at: datetime
) -> None:
    ways = (later(promise), later(promise, due_on=date(2027, 3, 29), label="Two weeks later"))
    accepted(asked(*ways, by=dana, at=at, within=launched), by=tomas, at=at)

    (found,) = open_changes(launched, viewer=tomas)

    assert tomas not in found.waits_for
    assert words(tomas) == []


@pytest.mark.parametrize(
    ("days", "said"), [((22,), "22 Mar"), ((22, 29), "22 Mar or 29 Mar")], ids=["one option", "two options"]
)
def test_the_dates_that_are_asked_for_stand_beside_the_promises(
    launched: Agreement, promise: Commitment, dana: Person, at: datetime, days: tuple[int, ...], said: str
) -> None:
    ways = [later(promise, due_on=date(2027, 3, day), label=f"By the {day}th") for day in days]
    asked(*ways, by=dana, at=at, within=launched)

    (found,) = open_changes(launched, viewer=dana)

    assert dict(found.dates)[promise.pk] == said


def test_a_change_asked_for_out_of_sight_has_no_number_and_no_words(
    launched: Agreement, change: Amendment, at: datetime
) -> None:
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")

    (found,) = open_changes(launched, viewer=PersonFactory.create())

    assert (found.number, found.slug, found.options, found.dates) == (None, str(launched.number), (), ())


def test_what_is_over_is_counted_once_in_force(
    launched: Agreement, change: Amendment, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    before = times_changed(launched)
    for person in (maya, tomas, lena):
        accepted(change, by=person, at=at)

    assert (before, times_changed(launched)) == (0, 1)
    assert open_changes(launched, viewer=maya) == ()


def test_many_changes_cost_no_more_queries(
    launched: Agreement,
    promise: Commitment,
    dana: Person,
    at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        asked(later(promise, label=f"Way {number}"), by=dana, at=at, within=launched)

    with django_assert_num_queries(6):
        assert len(open_changes(launched, viewer=dana)) == 3


def test_a_commitment_knows_the_change_it_is_part_of(
    launched: Agreement, promise: Commitment, change: Amendment, dana: Person, outsider: Person
) -> None:
    outreach = launched.commitments.get(number=2)
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")

    found = [change_of(commitment, viewer=dana) for commitment in (promise, outreach)]

    assert [(one.number, one.asked_by) for one in found if one] == [(1, dana), (1, dana)]
    hidden = change_of(promise, viewer=outsider)
    assert hidden is not None
    assert hidden.number is None


def test_a_commitment_without_a_change_has_none(promise: Commitment, dana: Person) -> None:
    assert change_of(promise, viewer=dana) is None


# --- what waits for one person ----------------------------------------------------------------------------


def test_home_asks_everybody_it_affects(
    launched: Agreement, change: Amendment, dana: Person, tomas: Person, executive: Person, at: datetime
) -> None:
    asked_of = [words(person) for person in (tomas, dana, executive)]

    assert asked_of == [[("Change", "A week later", "Review")], [], []]
    assert count_decisions(tomas, at=at) == 1
    (row,) = about_changes(tomas)
    assert row.address == f"/agreements/{launched.slug}/amendments/1/"
    assert row.parties == ("Feature launch, asked by Dana Whitfield",)


def test_an_answer_given_is_asked_no_more(change: Amendment, tomas: Person, at: datetime) -> None:
    accepted(change, by=tomas, at=at)

    assert words(tomas) == []


def test_an_option_that_was_declined_waits_for_nobody(
    change: Amendment, maya: Person, tomas: Person, at: datetime
) -> None:
    countered(change, later(change.agreement.commitments.get(number=1), due_on=date(2027, 3, 18)), by=maya, at=at)
    declined(change, by=maya, at=at)

    assert words(tomas) == [("Change", "A week later", "Review")]
    declined(change, by=tomas, at=at, position=2)
    assert words(tomas) == []


def test_whoever_asked_decides_what_nobody_answered_in_time(
    change: Amendment, dana: Person, tomas: Person, at: datetime
) -> None:
    expire_amendments(at=APRIL)

    assert words(dana) == [("Not answered in time", "A week later", "Decide")]
    assert words(tomas) == []
    assert count_decisions(dana, at=at) == 1


def test_who_is_asked_from_another_agreement_reads_no_name_of_it(
    launched: Agreement, change: Amendment, tomas: Person
) -> None:
    stranger = PersonFactory.create()
    change.alternatives.get().consents.filter(person=tomas).update(person=stranger)
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")

    (row,) = about_changes(stranger)

    assert row.parties == ("Another agreement, asked by Dana Whitfield",)
    assert row.address == f"/agreements/{launched.number}/amendments/1/"
