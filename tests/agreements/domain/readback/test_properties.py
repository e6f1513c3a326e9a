"""What holds of any text whatever."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.readback import DayMonth, Finding, Recorded, Verdict, read_back, underlines
from tests.agreements.domain.readback.agreements import BUDGET, LAUNCH, RETENTION
from tests.agreements.domain.readback.corpus import CORPUS

WORDS = sorted({word for group in CORPUS for readback in group["readback"] for word in readback["text"].split()})
ODD = ["\n", "31", "of", "next", "1.000", "\u0130n", "\u017fept", "\u212a"]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, *ODD]), max_size=25).map(" ".join),
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ORDERS = st.sampled_from([None, *DayMonth])
TERMS = st.sampled_from([LAUNCH, RETENTION, BUDGET])


def heard(text: str, terms: Recorded, today: date, order: DayMonth | None) -> tuple[Finding, ...]:
    return read_back(text, said=(), terms=terms, own=frozenset({11, 21, 22, 31}), today=today, order=order)


@given(text=TEXTS, terms=TERMS, today=DAYS, order=ORDERS)
def test_any_text_is_answered_and_spans_lie_in_it(
    text: str, terms: Recorded, today: date, order: DayMonth | None
) -> None:
    for finding in heard(text, terms, today, order):
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
        assert finding.why.endswith((".", "?"))
        assert len(finding.heard) <= 500
        assert len(finding.recorded) <= 500


@given(text=TEXTS, terms=TERMS, today=DAYS, order=ORDERS)
def test_the_same_text_gives_the_same_findings(text: str, terms: Recorded, today: date, order: DayMonth | None) -> None:
    assert heard(text, terms, today, order) == heard(text, terms, today, order)


@given(text=TEXTS, terms=TERMS, today=DAYS, order=ORDERS)
def test_no_cause_is_found_twice(text: str, terms: Recorded, today: date, order: DayMonth | None) -> None:
    causes = [(each.commitment, each.field, each.heard, each.recorded) for each in heard(text, terms, today, order)]
    assert len(causes) == len(set(causes))


@given(text=TEXTS, terms=TERMS, today=DAYS)
def test_the_underlined_pieces_are_the_text(text: str, terms: Recorded, today: date) -> None:
    pieces = underlines(text, heard(text, terms, today, None))
    assert "".join(piece.text for piece in pieces) == text
    assert Verdict.NOT_MENTIONED not in {piece.verdict for piece in pieces}
