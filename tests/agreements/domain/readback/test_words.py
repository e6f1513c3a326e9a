import pytest

from agreements.domain.readback.words import content, stem


@pytest.mark.parametrize(
    ("forms", "shared"),
    [
        ("plan plans planned planning", "plan"),
        ("price prices pricing", "pric"),
        ("report reports reported reporting", "report"),
        ("delete deletes deleted deleting deletion deletions", "delet"),
        ("policy policies", "policy"),
        ("launch launches launched", "launch"),
        ("call calls called calling", "call"),
        ("Caf\u00e9 cafe caf\u00e9's", "caf"),
        ("access", "access"),
        ("red", "red"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str, shared: str) -> None:
    assert {stem(form) for form in forms.split()} == {shared}


def test_words_that_carry_nothing_are_left_out() -> None:
    assert content("We will deliver the 3 raw logs of Q2 to them") == {"raw", "log", "q2"}
