import pytest

from agreements.domain.commitments import Standing
from reminders.domain.answers import Say, said, say_for


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("done", Say.DONE),
        ("on_track", Say.ON_TRACK),
        ("doubt", Say.DOUBT),
        ("at_risk", Say.DOUBT),
        ("adjust", Say.ADJUST),
        ("off_track", Say.ADJUST),
        ("<script>", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_link_says(text: str | None, say: Say | None) -> None:
    assert said(text) is say


@pytest.mark.parametrize(
    ("say", "standing"),
    [
        (Say.DONE, None),
        (Say.ON_TRACK, Standing.ON_TRACK),
        (Say.DOUBT, Standing.AT_RISK),
        (Say.ADJUST, Standing.OFF_TRACK),
    ],
)
def test_what_it_stands_for(say: Say, standing: Standing | None) -> None:
    assert say.standing is standing


def test_its_words_are_the_interface_s() -> None:
    assert [say.words for say in Say] == ["Done", "On track", "Some doubt", "Need to adjust"]


def test_its_shape_is_that_of_its_standing() -> None:
    assert [say.code for say in Say] == ["done", "on_track", "at_risk", "off_track"]


def test_a_standing_given_before_is_shown_as_its_word() -> None:
    assert say_for("off_track") is Say.ADJUST
