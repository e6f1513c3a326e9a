import pytest
from django.template import Context, Template

from agreements.domain.mismatches import Where
from agreements.domain.readback import Field, Piece, Verdict
from agreements.templatetags import readback


def test_what_was_found_is_underlined_and_named() -> None:
    pieces = (Piece("By ", None), Piece("1 May", Verdict.DIFFERS), Piece("\n<b>", None))
    drawn = Template("{% load readback %}{% heard pieces %}").render(Context({"pieces": pieces}))

    assert drawn == (
        '<blockquote class="heard">By <mark class="is-differs t-drift">1 May'
        '<span class="hide"> (Differs)</span></mark>\n&lt;b&gt;</blockquote>'
    )


@pytest.mark.parametrize("about", [*Field, *Where])
def test_everything_that_can_differ_has_a_word(about: str) -> None:
    assert readback.about_word(about)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("You heard 22 March; the terms say 15 March.", "Tomas heard 22 March; the terms say 15 March."),
        ("You did not name “Your page”.", "Tomas did not name “Your page”."),
        ("You heard that you do “The page”; it is Lena.", "Tomas heard that they do “The page”; it is Lena."),
        ("“3/4” can be 3 April or 4 March: which one did you hear?", "“3/4” can be 3 April or 4 March."),
    ],
)  # fmt: skip
def test_what_the_rules_say_to_the_writer_is_told_to_others(sentence: str, told: str) -> None:
    assert readback.told_of(sentence, "Tomas") == told
