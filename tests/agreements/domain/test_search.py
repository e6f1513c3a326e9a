"""A line as it is read, where its words stand in a text, and what was probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.search import MOST_WORDS, Term, excerpt, fold, marked, meant, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metering api", ((Term(("metering",)), Term(("api",))),)),
        ("usage-based", ((Term(("usage",)), Term(("based",))),)),
        ('"metering api"', ((Term(("metering", "api"), is_whole=True),),)),
        ('"metering', ((Term(("metering",), is_whole=True),),)),
        ("metering -api", ((Term(("metering",)), Term(("api",), is_without=True)),)),
        ("metering or api", ((Term(("metering",)),), (Term(("api",)),))),
        ("or", ()),
        ("-api", ()),
        ("%' \\ & | ! : * ( )", ()),
        ("🎯", ()),
        ("", ()),
        ("a\0b", ((Term(("a",)), Term(("b",))),)),
    ],
)
def test_a_line_is_read_as_terms(text: str, expected: tuple[tuple[Term, ...], ...]) -> None:
    assert read(text).ways == expected


def test_a_line_of_ten_thousand_words_is_cut() -> None:
    assert len(read("ab " * 10_000).ways[0]) == MOST_WORDS


@given(st.text())
def test_every_line_is_read(text: str) -> None:
    assert all(word.isalnum() for word in read(text).words)


@pytest.mark.parametrize(
    ("text", "label"),
    [("A-31", (31, None)), ("a31.4", (31, 4)), ("#31", (31, None)), ("31", (31, None)), ("31 days", None)],
)
def test_a_label_is_read(text: str, label: tuple[int, int | None] | None) -> None:
    assert read(text).label == label


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("@dana to deliver the spec", True),
        ("deliver the spec by Friday", True),
        ("Lieferung bis Freitag fertig", True),
        ("by Friday", False),
        ("metering api spec", False),
        ("dana@acme.example", False),
    ],
)
def test_a_sentence_names_somebody_or_a_date(text: str, *, is_sentence: bool) -> None:
    assert read(text).is_sentence is is_sentence


@pytest.mark.parametrize(
    ("word", "plain"),
    [("Verträge", "vertrage"), ("Straße", "strasse"), ("Łódź", "lodz"), ("ÆRØ", "aero"), ("São", "sao")],
)
def test_a_word_is_folded(word: str, plain: str) -> None:
    assert fold(word) == plain


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Metering API", ["meter"], ["Metering"]),
        ("The agreement", ["agreements"], ["agreement"]),
        ("A policy", ["policies"], ["policy"]),
        ("Alle Verträge", ["vertrag"], ["Verträge"]),
        ("Plan and play", ["plan"], ["Plan"]),
        ("A plan at all", ["a"], ["A"]),
        ("<b>metering</b>", ["metering"], ["metering"]),
        ("Nothing of it", ["metering"], []),
    ],
)
def test_words_that_were_looked_for_are_marked(text: str, words: list[str], expected: list[str]) -> None:
    pieces = marked(text, words)

    assert [piece.text for piece in pieces if piece.is_marked] == expected
    assert "".join(piece.text for piece in pieces) == text


def test_an_excerpt_begins_before_the_word_and_ends_after_it() -> None:
    text = f"{'before ' * 40}metering {'after ' * 40}"

    said = "".join(piece.text for piece in excerpt(text, ["metering"]))

    assert said.startswith("…before")
    assert "metering" in said
    assert said.endswith("after…")
    assert len(said) <= 162


def test_a_text_without_the_word_has_no_excerpt() -> None:
    assert excerpt("before and after", ["metering"]) == ()


@given(st.text(), st.lists(st.text(min_size=1)))
def test_pieces_always_add_up(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, words)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metring", "Metering"),
        ("pircing", "pricing"),
        ("metring spec", "Metering spec"),
        ("Metering", ""),
        ("nothing", ""),
    ],
)
def test_a_slip_is_put_right(text: str, expected: str) -> None:
    assert meant(read(text), ["Metering API spec", "Usage-based pricing"]) == expected
