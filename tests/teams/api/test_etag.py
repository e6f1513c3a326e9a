from types import SimpleNamespace

import pytest

from teams.api.etag import ChangedError, check, etag_of


def test_a_thing_that_counts_its_changes_is_its_count() -> None:
    assert etag_of(SimpleNamespace(revision=7), {"health": "watch"}) == '"7"'


@pytest.mark.parametrize(("other", "is_same"), [({"name": "Product"}, True), ({"name": "Produce"}, False)])
def test_any_other_thing_is_what_is_said_about_it(other: dict[str, object], is_same: bool) -> None:
    assert (etag_of(object(), {"name": "Product"}) == etag_of(object(), other)) is is_same


@pytest.mark.parametrize("match", [None, "*", '"7"', 'W/"7"', '"6", "7"'])
def test_the_version_one_saw_may_be_changed(match: str | None) -> None:
    check(if_match=match, etag='"7"')


@pytest.mark.parametrize("match", ["", '"6"', '"77"', "7"])
def test_another_version_may_not(match: str) -> None:
    with pytest.raises(ChangedError):
        check(if_match=match, etag='"7"')
