"""What other thresholds would flag today, with nothing written: on Monday 1 March 2027."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, DriftFlag, Event
from agreements.operations.drift import sweep
from agreements.operations.drift.preview import preview_of_agreement, preview_of_all
from agreements.operations.thresholds import set_thresholds
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Organisation, Person
from tests.agreements.operations.drift.scenes import in_force, later, met, promise, signs
from tests.factories import AT, DriftFlagFactory

pytestmark = pytest.mark.usefixtures("organisation")

NEAR = date(2027, 3, 10)  # seven working days from now
OLD = AT - timedelta(days=20)


@pytest.fixture
def agreement() -> Agreement:
    return in_force(activated_at=AT - timedelta(hours=3))


def of_all(admin: Person, **thresholds: int) -> dict[str, tuple[int, int]]:
    """What changes: the flags of now and those that would be, by rule."""
    found = preview_of_all(actor=admin, at=AT, thresholds=thresholds)
    return {one.rule.code: (one.now, one.would) for one in found if one.now != one.would}


def near(agreement: Agreement, count: int = 1) -> None:
    for _ in range(count):
        promise(agreement, due_on=NEAR, standing_at=OLD, opened_at=OLD)


def test_the_numbers_as_they_are_change_nothing(agreement: Agreement, admin: Person) -> None:
    near(agreement)
    sweep(at=AT)
    assert of_all(admin) == {}


def test_it_counts_over_everything_in_force(agreement: Agreement, admin: Person) -> None:
    near(agreement, 2)
    near(in_force())
    sweep(at=AT)
    assert of_all(admin, due_soon_days=7) == {"due_soon_unsaid": (0, 3)}
    assert of_all(admin, due_soon_days=6) == {}


def test_it_is_what_a_sweep_would_open(agreement: Agreement, admin: Person) -> None:
    near(agreement, 2)
    would = of_all(admin, due_soon_days=7)
    Organisation.objects.update(thresholds={"due_soon_days": 7})
    sweep(at=AT)
    assert (would["due_soon_unsaid"], signs().count(("due_soon_unsaid", "weak"))) == ((0, 2), 2)


def test_fewer_too(agreement: Agreement, admin: Person) -> None:
    promise(agreement, due_on=date(2027, 3, 4), standing_at=OLD, opened_at=OLD)
    sweep(at=AT)
    assert of_all(admin, unsaid_days=30) == {"due_soon_unsaid": (1, 0)}


def test_rules_about_agreements_too(admin: Person) -> None:
    agreement = in_force(activated_at=AT - timedelta(days=60))
    met(agreement, date(2027, 2, 15), held_at=None)
    sweep(at=AT)
    assert "sync_not_held" in dict(signs())
    assert "sync_not_held" not in of_all(admin, syncs_not_held=5)  # weak instead of strong: a flag all the same


def test_what_an_agreement_has_of_its_own_stands(agreement: Agreement, admin: Person) -> None:
    near(agreement)
    Agreement.objects.update(thresholds={"due_soon_days": 2})
    assert of_all(admin, due_soon_days=7) == {}


def test_nothing_is_written(agreement: Agreement, admin: Person) -> None:
    near(agreement)
    of_all(admin, due_soon_days=7)
    assert (DriftFlag.objects.count(), Event.objects.count(), Organisation.objects.get().thresholds) == (0, 0, {})


@pytest.mark.parametrize("many", [1, 4])
def test_it_costs_the_same_however_much_there_is(admin: Person, many: int) -> None:
    for _ in range(many):
        near(in_force(), 2)
    with CaptureQueriesContext(connection) as queries:
        of_all(admin, due_soon_days=7)
    assert len(queries) == 5


def test_only_administrators_try_those_of_all(maya: Person) -> None:
    with pytest.raises(ForbiddenError):
        preview_of_all(actor=maya, at=AT, thresholds={})


def test_a_number_that_no_rule_allows_is_refused(admin: Person) -> None:
    with pytest.raises(InvalidValueError):
        preview_of_all(actor=admin, at=AT, thresholds={"due_soon_days": 0})


class TestOfAgreement:
    def test_only_that_one_is_counted(self, launch: Agreement, maya: Person) -> None:
        near(launch)
        near(in_force())
        found = preview_of_agreement(actor=maya, at=AT, agreement=launch, thresholds={"due_soon_days": 7})
        assert {one.rule.code: one.would for one in found}["due_soon_unsaid"] == 1

    def test_what_it_leaves_out_is_as_the_organisation_has_it(self, launch: Agreement, maya: Person) -> None:
        near(launch)
        Organisation.objects.update(thresholds={"due_soon_days": 7})
        Agreement.objects.update(thresholds={"due_soon_days": 2})
        found = preview_of_agreement(actor=maya, at=AT, agreement=launch, thresholds={})
        assert {one.rule.code: one.would for one in found}["due_soon_unsaid"] == 1

    def test_what_only_its_owner_was_shown_is_in_neither_count(
        self, launch: Agreement, maya: Person, dana: Person, admin: Person
    ) -> None:
        """Silence is told to the owner one working day before the others."""
        promise(launch, owner=dana, opened_at=OLD, standing_at=None, due_on=date(2027, 3, 4))
        sweep(at=AT)
        Agreement.objects.update(facilitator=dana)
        launch.refresh_from_db()
        counts = {}
        for person in (maya, dana):
            found = preview_of_agreement(actor=person, at=AT, agreement=launch, thresholds={})
            counts[person] = {(one.now, one.would) for one in found if one.rule.code == "due_soon_unsaid"}
        assert counts == {maya: {(0, 0)}, dana: {(1, 1)}}
        assert of_all(admin) == {}

    def test_only_those_who_may_set_them(self, launch: Agreement, dana: Person, admin: Person) -> None:
        for person in (dana, admin):
            with pytest.raises(ForbiddenError):
                preview_of_agreement(actor=person, at=AT, agreement=launch, thresholds={})


def test_flags_follow_numbers_of_its_own_at_once(launch: Agreement, maya: Person) -> None:
    near(launch)
    sweep(at=AT)
    before = dict(signs()).get("due_soon_unsaid")
    set_thresholds(actor=maya, at=later(hours=1), agreement=launch, thresholds={"due_soon_days": 7})
    assert (before, dict(signs())["due_soon_unsaid"]) == (None, "weak")


def test_flags_on_what_is_not_watched_count_nowhere(agreement: Agreement, admin: Person) -> None:
    ended = promise(in_force()).agreement
    DriftFlagFactory.create(agreement=ended, rule="sync_not_held")
    Agreement.objects.filter(pk=ended.pk).update(state="ended", closed_at=AT, end_reason="Over.")
    assert of_all(admin) == {}
