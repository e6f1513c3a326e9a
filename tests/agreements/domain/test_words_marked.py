import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.words_marked import MOST_WORDS, Marked, Piece, marked


def drawn(pieces: tuple[Piece, ...]) -> str:
    """What is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("was", "now", "drawn_was", "drawn_now"),
    [
        ("The same words.", "The same words.", "The same words.", "The same words."),
        ("", "New words.", "", "[New words.]"),
        ("Old words.", "", "[Old words.]", ""),
        ("", "", "", ""),
        ("22 Mar 2027", "15 Mar 2027", "[22] Mar 2027", "[15] Mar 2027"),
        ("at 10:00, 30 minutes", "at 11:00, 30 minutes", "at [10:00], 30 minutes", "at [11:00], 30 minutes"),
        ("97.5 %", "97.25 %", "[97.5] %", "[97.25] %"),
        ("maya@acme.example", "tomas@acme.example", "[maya@acme.example]", "[tomas@acme.example]"),
        ("Two customers use it", "Three partners use it", "[Two customers] use it", "[Three partners] use it"),
        ("It works.", "It really works.", "It works.", "It [really] works."),
        ("one two three", "one three", "one [two] three", "one three"),
        ("calls, then mails", "calls then mails", "calls[,] then mails", "calls then mails"),
        ("a\nb", "a\nc", "a\n[b]", "a\n[c]"),
        ("a  b ", "a b", "a  b ", "a b"),
    ],
)
def test_the_words_that_differ_are_marked(was: str, now: str, drawn_was: str, drawn_now: str) -> None:
    found = marked(was, now)

    assert (drawn(found.was), drawn(found.now)) == (drawn_was, drawn_now)


def test_beyond_the_limit_the_whole_texts_are_marked() -> None:
    long = "word " * MOST_WORDS

    assert marked(long, f"{long}more") == Marked(
        (Piece(long.rstrip(), True), Piece(" ", False)), (Piece(f"{long}more", True),)
    )


def test_beyond_the_limit_equal_texts_are_not_marked() -> None:
    long = "word " * MOST_WORDS

    assert marked(long, long) == Marked((Piece(long, False),), (Piece(long, False),))


@given(was=st.text(max_size=60), now=st.text(max_size=60))
def test_the_pieces_add_up_to_the_texts(was: str, now: str) -> None:
    found = marked(was, now)

    assert ("".join(piece.text for piece in found.was), "".join(piece.text for piece in found.now)) == (was, now)


@given(was=st.text(alphabet="ab ", max_size=30), now=st.text(alphabet="ab ", max_size=30))
def test_unmarked_words_are_those_of_both_in_their_order(was: str, now: str) -> None:
    found = marked(was, now)
    in_was, in_now = ("".join(one.text for one in side if not one.is_marked) for side in (found.was, found.now))

    assert in_was.split() == in_now.split()
