import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, SavedView
from teams.operations.saved_views import MOST, ViewDraft, remove_view, rename_view, save_view
from tests.factories import AT


def saved(person: Person, name: str = "Sales", **also: str) -> SavedView:
    return save_view(actor=person, at=AT, draft=ViewDraft(**{"page": "agreements", "name": name, **also}))


def test_a_name_is_kept_without_the_space_around_it(maya: Person) -> None:
    assert saved(maya, " Sales ").name == "Sales"


def test_two_lists_may_have_views_of_one_name(maya: Person) -> None:
    saved(maya)
    saved(maya, page="commitments")

    assert SavedView.objects.filter(name="Sales").count() == 2


@pytest.mark.parametrize("draft", [{"page": "people"}, {"name": ""}, {"name": "x" * 61}])
def test_what_no_list_has_is_refused(maya: Person, draft: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        save_view(actor=maya, at=AT, draft=ViewDraft(**{"page": "agreements", "name": "Sales", **draft}))
    assert not SavedView.objects.exists()


def test_there_are_as_many_as_one_finds_again(maya: Person) -> None:
    for place in range(MOST):
        saved(maya, f"View {place}")

    with pytest.raises(InvalidValueError):
        saved(maya, "One more")


def test_another_name_is_not_one_that_is_taken(maya: Person) -> None:
    saved(maya)
    other = saved(maya, "Other")

    with pytest.raises(InvalidValueError):
        rename_view(actor=maya, at=AT, view=other, name="Sales")


def test_only_whoever_keeps_it_changes_it(maya: Person, tomas: Person) -> None:
    view = saved(maya)

    with pytest.raises(ForbiddenError):
        rename_view(actor=tomas, at=AT, view=view, name="Theirs")
    with pytest.raises(ForbiddenError):
        remove_view(actor=tomas, at=AT, view=view)
