from hypothesis import example, given
from hypothesis import strategies as st

from agreements.domain.capture import KnownPerson, Name, Setting, State, read_line
from tests.agreements.domain.capture.acme import ACME, TODAY
from tests.agreements.domain.capture.corpus import LINES, capture

PIECES = st.sampled_from(
    (
        *(
            "@dana",
            "@lena",
            "@zed",
            "@",
            "#31",
            "#pricing",
            "~trial",
            "~120",
            "for Sales",
            "to Platform",
            "for",
            "to",
            "by",
        ),
        *(
            "by Friday",
            "by 15 March",
            "3/4",
            "in 2 weeks",
            "tomorrow",
            "before the sync",
            "until",
            "next",
            "March",
            "of",
        ),
        *("spec", "the", "and", ",", ".", "\t", "\n", "\u202e", "ü", "👩🏽‍💻", "א", "'", "“", "”", "\x00", "ß"),
    )
)
LINE = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join))
HERE = st.sampled_from([None, 31, 32, 40, 99])
# Words that no part of the grammar knows.
UNKNOWN = st.text(alphabet="zxqj", min_size=4, max_size=9)
DATED = [line["text"] for line in LINES if isinstance(line.get("due_on"), str)]


@given(LINE, HERE)
@example("by 1 " * 1_000, None)
@example("@dana " * 800, 40)
@example("a" * 5_000, 40)
@example("for Sales " * 500, 31)
def test_any_text_can_be_read(text: str, here: int | None) -> None:
    assert set(capture(text, here=here).parts) == set(Name)


@given(LINE, HERE)
def test_what_was_read_stands_in_the_text(text: str, here: int | None) -> None:
    captured = capture(text, here=here)

    spans = [span for part in captured.parts.values() for span in part.spans]
    assert all(0 <= start < end <= len(captured.text) for start, end in spans)


@given(LINE, HERE)
def test_a_part_is_one_of_the_things_in_sight_or_none(text: str, here: int | None) -> None:
    parts = capture(text, here=here).parts

    assert all(bool(part.key) == (part.state == State.FOUND) for part in parts.values())
    assert all(part.choices for part in parts.values() if part.state == State.AMBIGUOUS)
    assert parts[Name.OWNER].key in {"", *(person.email for person in ACME.people)}


@given(st.sampled_from(DATED), UNKNOWN, st.booleans())
def test_an_unknown_word_never_changes_the_date(text: str, word: str, is_first: bool) -> None:
    with_word = f"{word} {text}" if is_first else f"{text} {word}"

    assert capture(with_word, here=31)[Name.DUE_ON].key == capture(text, here=31)[Name.DUE_ON].key


@given(LINE, st.sampled_from(ACME.people))
def test_what_is_found_in_the_line_stays_whatever_was_chosen(text: str, person: KnownPerson) -> None:
    chosen = {Name.OWNER: person.email, Name.DUE_ON: "2027-03-15", Name.AGREEMENT: "40"}
    read = capture(text)

    captured = read_line(text, Setting(TODAY, ACME), chosen=chosen)

    kept = [name for name in chosen if read[name].is_found and not read[name].choices]
    assert [captured[name].key for name in kept] == [read[name].key for name in kept]
