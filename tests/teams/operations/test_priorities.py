from datetime import datetime

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import AuditEvent, Person, Priority
from teams.operations.drafts import PriorityDraft
from teams.operations.priorities import (
    MOST,
    TooManyPrioritiesError,
    add_priority,
    edit_priority,
    remove_priority,
)


@pytest.fixture
def three(admin: Person, at: datetime) -> list[Priority]:
    return [add_priority(actor=admin, at=at, draft=PriorityDraft(name=name)) for name in ("Grow", "Hold", "Mend")]


def names() -> list[str]:
    return list(Priority.objects.order_by("position").values_list("name", flat=True))


def test_a_new_priority_comes_last(three: list[Priority]) -> None:
    assert names() == ["Grow", "Hold", "Mend"]


@pytest.mark.parametrize(
    ("position", "order"),
    [(0, ["Hold", "Grow", "Mend"]), (2, ["Grow", "Mend", "Hold"]), (9, ["Grow", "Mend", "Hold"])],
)
def test_a_priority_takes_another_place(
    three: list[Priority], admin: Person, at: datetime, position: int, order: list[str]
) -> None:
    edit_priority(actor=admin, at=at, priority=three[1], draft=PriorityDraft(name="Hold", position=position))

    assert names() == order


def test_a_priority_is_renamed_in_its_place(three: list[Priority], admin: Person, at: datetime) -> None:
    edit_priority(actor=admin, at=at, priority=three[0], draft=PriorityDraft(name="Grow slowly", position=0))

    assert names() == ["Grow slowly", "Hold", "Mend"]
    assert AuditEvent.objects.latest("number").data == {
        "name": "Grow slowly",
        "was": {"name": "Grow"},
        "now": {"name": "Grow slowly"},
    }


def test_what_changes_nothing_is_no_history(three: list[Priority], admin: Person, at: datetime) -> None:
    before = AuditEvent.objects.count()
    edit_priority(actor=admin, at=at, priority=three[0], draft=PriorityDraft(name="Grow", position=0))

    assert AuditEvent.objects.count() == before


def test_the_others_close_up_when_one_goes(three: list[Priority], admin: Person, at: datetime) -> None:
    remove_priority(actor=admin, at=at, priority=three[0])

    assert list(Priority.objects.order_by("position").values_list("name", "position")) == [("Hold", 0), ("Mend", 1)]


@pytest.mark.parametrize("name", ["", "  ", "hold", "x" * 121])
def test_a_name_that_cannot_be_is_refused(three: list[Priority], admin: Person, at: datetime, name: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_priority(actor=admin, at=at, draft=PriorityDraft(name=name))

    assert list(refused.value.fields) == ["name"]
    assert len(names()) == 3


def test_there_are_a_dozen_at_most(admin: Person, at: datetime) -> None:
    Priority.objects.bulk_create([Priority(name=f"Priority {number}", position=number) for number in range(MOST)])

    with pytest.raises(TooManyPrioritiesError):
        add_priority(actor=admin, at=at, draft=PriorityDraft(name="One more"))


def test_only_administrators_keep_priorities(executive: Person, at: datetime) -> None:
    priority = Priority.objects.create(name="Grow")

    with pytest.raises(ForbiddenError):
        remove_priority(actor=executive, at=at, priority=priority)

    assert names() == ["Grow"]
