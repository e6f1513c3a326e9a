from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.lint import Problem, problems
from agreements.domain.terms import PartyTerms, Terms, WaitTerms
from tests.agreements.domain.launch import FEATURE, LAUNCH, OUTREACH

TODAY = date(2027, 1, 20)
NAMES = {"product": "Product", "sales": "Sales", "support": "Support"}

SALES, PRODUCT = LAUNCH.parties
LED_BY = {
    "product": {"dana@b.example", PRODUCT.representative or ""},
    "sales": {SALES.representative or ""},
    "support": {"a@b.example"},
}
GIVE_AND_TAKE = replace(FEATURE, id=13, deliverable="Price list", waits_on=(WaitTerms(commitment=12),))
SOUND = replace(LAUNCH, commitments=(FEATURE, OUTREACH, GIVE_AND_TAKE))


def found(terms: Terms) -> list[Problem]:
    return problems(terms, as_of=TODAY, team_names=NAMES, led_by=LED_BY)


def test_sound_terms_have_no_problems() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("terms", "code", "message"),
    [
        (
            replace(SOUND, parties=(PRODUCT,)),
            "too_few_parties",
            "An agreement needs at least two parties.",
        ),
        (
            replace(SOUND, parties=(SALES, replace(PRODUCT, representative=None))),
            "no_representative",
            "Product has nobody yet who signs for it.",
        ),
        (
            replace(SOUND, parties=(SALES, PRODUCT, PartyTerms(team="support", representative="a@b.example"))),
            "party_promises_nothing",
            "Support promises nothing yet.",
        ),
        (
            replace(SOUND, commitments=(replace(FEATURE, owner=None), OUTREACH, GIVE_AND_TAKE)),
            "no_owner",
            "“Usage-based pricing” has no owner yet: one person who answers for it.",
        ),
        (
            replace(SOUND, commitments=(replace(FEATURE, due_on=None), OUTREACH, GIVE_AND_TAKE)),
            "no_date",
            "“Usage-based pricing” has no date yet.",
        ),
        (
            replace(SOUND, commitments=(replace(FEATURE, done_when=" \n"), OUTREACH, GIVE_AND_TAKE)),
            "no_done_when",
            "“Usage-based pricing” does not say yet when it is done.",
        ),
        (
            replace(SOUND, commitments=(FEATURE, replace(OUTREACH, owner="maya@holdfast.example"), GIVE_AND_TAKE)),
            "accepter_is_owner",
            "“Outreach to 40 accounts” has to be accepted by somebody other than its owner.",
        ),
    ],
    ids=lambda part: part if isinstance(part, str) and " " not in part else "",
)
def test_what_is_missing_blocks_the_proposal(terms: Terms, code: str, message: str) -> None:
    assert found(terms) == [Problem(code=code, message=message, blocking=True)]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(SOUND, metrics=()), "no_joint_metric"),
        (replace(SOUND, cadence=None), "no_cadence"),
        (replace(SOUND, review_on=None), "no_review_date"),
        (LAUNCH, "one_way_dependencies"),
    ],
)
def test_advice_does_not_block(terms: Terms, code: str) -> None:
    assert [(problem.code, problem.blocking) for problem in found(terms)] == [(code, False)]


def test_one_way_dependencies_name_both_teams() -> None:
    assert found(LAUNCH)[0].message == (
        "Sales waits on Product, and nothing waits the other way: is this a request rather than an agreement?"
    )


@pytest.mark.parametrize(
    "waits_on",
    [(), (WaitTerms(commitment=13),), (WaitTerms(commitment=99),)],
    ids=["none", "own team", "elsewhere"],
)
def test_other_waits_are_no_matter_between_the_parties(waits_on: tuple[WaitTerms, ...]) -> None:
    alone = replace(GIVE_AND_TAKE, waits_on=())
    terms = replace(SOUND, commitments=(replace(FEATURE, waits_on=waits_on), replace(OUTREACH, waits_on=()), alone))

    assert found(terms) == []


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (date(2027, 3, 2), []),
        (date(2027, 3, 1), ["no_cadence"]),
        (None, ["no_cadence"]),
    ],
    ids=["ends within 14 days", "ends after 15", "counted from today"],
)
def test_an_early_end_needs_no_cadence(starts_on: date | None, expected: list[str]) -> None:
    terms = replace(SOUND, cadence=None, starts_on=starts_on)

    assert [problem.code for problem in found(terms)] == expected


def test_an_undated_commitment_ends_at_no_time() -> None:
    undated = replace(FEATURE, due_on=None)
    terms = replace(SOUND, cadence=None, starts_on=date(2027, 3, 2), commitments=(undated, OUTREACH, GIVE_AND_TAKE))

    assert [problem.code for problem in found(terms)] == ["no_date", "no_cadence"]


def test_an_empty_draft_hears_all_at_once_blocking_first() -> None:
    empty = replace(SOUND, review_on=None, commitments=(), metrics=(), cadence=None)

    assert [problem.code for problem in found(empty)] == [
        "party_promises_nothing",
        "party_promises_nothing",
        "no_joint_metric",
        "no_cadence",
        "no_review_date",
    ]


@pytest.mark.parametrize("led_by", [{**LED_BY, "sales": {"lena@b.example"}}, {"product": LED_BY["product"]}])
def test_who_signs_without_leading_is_pointed_out(led_by: dict[str, set[str]]) -> None:
    assert problems(SOUND, as_of=TODAY, team_names=NAMES, led_by=led_by) == [
        Problem(
            code="no_decision_maker",
            message="Nobody who signs for Sales leads it: who decides there?",
            blocking=False,
        )
    ]
