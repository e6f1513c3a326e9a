import pytest

from teams.domain.merging import Conflict, Merge, Value, Values, before, merged


@pytest.mark.parametrize(
    ("was", "theirs", "yours", "merge"),
    [
        ("a", "a", "a", Merge({"text": "a"})),
        ("a", "a", "mine", Merge({"text": "mine"})),
        ("a", "theirs", "a", Merge({"text": "theirs"})),
        ("a", "same", "same", Merge({"text": "same"})),
        ("a", "theirs", "mine", Merge({"text": "theirs"}, {"text": Conflict("a", "theirs", "mine")})),
        ("a", "", "mine", Merge({"text": ""}, {"text": Conflict("a", "", "mine")})),
        (None, "2027-03-15", None, Merge({"text": "2027-03-15"})),
        (("x",), ("x", "y"), ("x",), Merge({"text": ("x", "y")})),
    ],
)
def test_what_one_of_them_changed_is_kept(was: Value, theirs: Value, yours: Value, merge: Merge) -> None:
    assert merged(base={"text": was}, theirs={"text": theirs}, yours={"text": yours}) == merge


def test_each_field_for_itself() -> None:
    found = merged(base={"a": "1", "b": "1"}, theirs={"a": "2", "b": "1"}, yours={"a": "1", "b": "3"})
    assert found == Merge({"a": "2", "b": "3"})


def test_before_all_edits_is_what_the_first_of_them_replaced() -> None:
    newest_first: list[Values] = [{"text": "second", "day": None}, {"text": "first"}]
    assert before({"text": "third", "day": "2027-03-15", "topic": "T"}, newest_first) == {
        "text": "first",
        "day": None,
        "topic": "T",
    }
