"""What is answered beside the text, and lines that are not complete yet."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.readback import Finding, Recorded, Said, in_words, read_back
from tests.agreements.domain.readback.agreements import BUDGET, LAUNCH
from tests.agreements.domain.readback.expected import found

WRITTEN_ON = date(2027, 2, 22)


def heard(
    text: str, *said: Said, terms: Recorded = LAUNCH, own: frozenset[int] = frozenset({12})
) -> tuple[Finding, ...]:
    return read_back(text, said=said, terms=terms, own=own, today=WRITTEN_ON, order=None)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (Said(12, due_on=date(2027, 3, 16)), []),
        (Said(12, due_on=date(2027, 3, 23)), ["12 due_on differs: You answered 23 March; the terms say 16 March."]),
        (Said(12, owner="lena@acme.example"), []),
        (
            Said(12, owner="dana@acme.example"),
            ["12 owner differs: You answered Dana Whitfield; the terms say Lena Vogt of Sales."],
        ),
        (Said(12, quantity="120"), []),
        (
            Said(12, quantity="40 accounts"),
            ["12 quantity differs: You answered 40 accounts; the terms say 120 accounts."],
        ),
        (Said(12, quantity="many"), ["12 quantity differs: You answered many; the terms say 120 accounts."]),
        (Said(11, quantity="120 accounts"), []),
        (
            Said(11, quantity="3 regions"),
            ["11 quantity not_in_terms: You answered 3 regions; the terms name no such number."],
        ),
        (Said(12, quantity=" "), []),
        (Said(99, due_on=date(2027, 3, 23)), []),
    ],
)
def test_an_answer_is_compared_with_its_line(said: Said, asked: list[str]) -> None:
    assert found(heard("", said))["asked"] == asked


def test_an_answer_wins_over_the_text() -> None:
    findings = heard("We start outreach on 23 March.", Said(12, due_on=date(2027, 3, 16)))
    assert [(each.verdict, each.heard) for each in findings if each.field == "due_on"] == [("same", "2027-03-16")]


def without_owner_and_date() -> Recorded:
    return replace(LAUNCH, lines=tuple(replace(line, owner=None, due_on=None) for line in LAUNCH.lines))


def test_a_line_without_owner_and_date_names_neither() -> None:
    said = Said(12, due_on=date(2027, 3, 16), owner="lena@acme.example")
    assert found(heard("", said, terms=without_owner_and_date()))["asked"] == [
        (
            "12 due_on not_in_terms: You answered 16 March 2027; "
            "the terms name no date for \u201cOutreach to 120 accounts\u201d."
        ),
        "12 owner not_in_terms: You answered Lena Vogt; the terms say Sales.",
    ]


def test_what_is_heard_about_a_line_without_a_date_is_not_in_the_terms() -> None:
    assert found(heard("Outreach on 16 March.", terms=without_owner_and_date()))["asked"] == [
        "12 due_on not_in_terms: You heard 16 March 2027; the terms name no such day.",
    ]


def test_terms_may_name_nothing_beside_their_lines() -> None:
    bare = Recorded(lines=LAUNCH.lines)
    assert found(heard("Outreach to 120 accounts on 16 March, in a sync every 2 weeks.", terms=bare))["asked"] == [
        "12 quantity not_in_terms: You heard 2 weeks; the terms name no such number.",
    ]


def test_terms_without_lines_name_nothing() -> None:
    text = "By 15 March and by 3/4, 3 regions. We met on 5 March and discussed 4 regions."
    assert found(heard(text, terms=Recorded(lines=()), own=frozenset()))["asked"] == [
        "- due_on not_in_terms: You heard 15 March 2027; the terms name no such day.",
        "- due_on unclear: \u201c3/4\u201d can be 3 April 2027 or 4 March 2027: which one did you hear?",
        "- quantity not_in_terms: You heard 3 regions; the terms name no such number.",
    ]


def test_the_texts_of_the_terms_are_known_too() -> None:
    terms = replace(LAUNCH, texts=("Win 500 customers by 1 May",))
    assert found(heard("Outreach to 120 accounts on 16 March to win 500 customers.", terms=terms))["asked"] == []


def test_a_long_text_is_cut_to_what_fits_a_row() -> None:
    findings = heard(f"Outreach to {'one hundred ' * 60}accounts", own=frozenset({12}))
    assert max(len(each.heard) for each in findings) <= 200


def test_a_date_that_is_past_is_known_by_the_terms() -> None:
    after = read_back(
        "The capacity plan was due on 30 June.",
        said=(),
        terms=BUDGET,
        own=frozenset({31}),
        today=date(2027, 7, 2),
        order=None,
    )
    assert [(each.verdict, each.heard) for each in after if each.field == "due_on"] == [("same", "2027-06-30")]


@pytest.mark.parametrize(
    ("plain", "words"),
    [("2027-03-15", "15 March 2027"), ("“mid-March” (11 to 20 March 2027)",) * 2, ("30 days", "30 days"), ("", "")],
)
def test_a_day_is_written_out_for_a_person(plain: str, words: str) -> None:
    assert in_words(plain) == words
