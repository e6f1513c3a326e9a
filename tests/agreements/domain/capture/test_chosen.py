import pytest

from agreements.domain.capture import Directory, Name, Setting, State, read_line
from tests.agreements.domain.capture.acme import ACME, TODAY

LINE = "@dana to share the rounding test by next Friday"


def test_a_chip_settles_what_reads_two_ways() -> None:
    chosen = {Name.OWNER: "dana.petrova@acme.example", Name.DUE_ON: "2027-03-12"}

    captured = read_line(LINE, Setting(TODAY, ACME, 40), chosen=chosen)

    assert {name.value: part.key for name, part in captured.parts.items() if part.key} == {
        "owner": "dana.petrova@acme.example",
        "deliverable": "share the rounding test",
        "team": "sales",
        "for_team": "platform",
        "due_on": "2027-03-12",
        "agreement": "40",
    }


def test_a_day_that_is_none_cannot_be_chosen() -> None:
    assert read_line("spec", Setting(TODAY, ACME), chosen={Name.DUE_ON: "soon"})[Name.DUE_ON].state == State.MISSING


def test_with_nothing_in_sight_there_are_words_alone() -> None:
    captured = read_line("@lena to send it for Sales by Friday #40 ~trial", Setting(TODAY, Directory()))

    assert {name.value for name, part in captured.parts.items() if part.is_found} == {"deliverable", "due_on"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (Name.OWNER, "nobody@acme.example"),
        (Name.DUE_ON, "soon"),
        (Name.TEAM, "legal"),
        (Name.AGREEMENT, "99"),
        (Name.METRIC, "99"),
    ],
)
def test_what_is_not_in_sight_cannot_be_chosen(name: Name, key: str) -> None:
    captured = read_line("@dana by next Friday", Setting(TODAY, ACME), chosen={name: key})

    assert captured[name].state != State.FOUND


@pytest.mark.parametrize(("text", "words"), [("by Friday", "The whole spec"), ("spec by Friday", "spec")])
def test_words_may_be_added_where_the_line_has_none(text: str, words: str) -> None:
    captured = read_line(text, Setting(TODAY, ACME), chosen={Name.DELIVERABLE: "The whole spec"})

    assert captured[Name.DELIVERABLE].key == words


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("@lena to send it", "lena.brandt@acme.example"),  # it reads one way
        ("@dana to send it", ""),  # it reads two ways, and this is neither
        ("@zed to send it", "wei@acme.example"),
        ("send it", "wei@acme.example"),
    ],
)
def test_a_choice_fills_only_what_the_line_leaves_open(text: str, owner: str) -> None:
    captured = read_line(text, Setting(TODAY, ACME), chosen={Name.OWNER: "wei@acme.example"})

    assert captured[Name.OWNER].key == owner


def test_a_day_beside_the_weekend_may_be_chosen() -> None:
    captured = read_line("spec by 14 March", Setting(TODAY, ACME), chosen={Name.DUE_ON: "2027-03-12"})

    assert captured[Name.DUE_ON].key == "2027-03-12"


def test_of_two_parties_a_chosen_one_leaves_the_other() -> None:
    captured = read_line("spec", Setting(TODAY, ACME, 40), chosen={Name.TEAM: "platform"})

    assert (captured[Name.TEAM].key, captured[Name.FOR_TEAM].key) == ("platform", "sales")


def test_a_chosen_day_on_a_weekend_says_so() -> None:
    captured = read_line("spec", Setting(TODAY, ACME), chosen={Name.DUE_ON: "2027-03-14"})

    assert captured[Name.DUE_ON].notes == ("It is a Sunday.",)


def test_more_than_a_line_is_read_to_its_limit() -> None:
    captured = read_line("spec " * 2_000, Setting(TODAY, ACME))

    assert len(captured.text) == 5_000
    assert captured[Name.DELIVERABLE].notes == ("Shorten it to 240 characters.",)
