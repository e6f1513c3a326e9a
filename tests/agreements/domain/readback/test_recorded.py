from datetime import date

from agreements.domain.readback import Line, Named, recorded
from tests.agreements.domain.launch import LAUNCH, OUTREACH

PEOPLE = {"lena@holdfast.example": "Lena Vogt", "karim@holdfast.example": "Karim Said"}


def test_a_line_has_the_names_that_people_use() -> None:
    lines = recorded(LAUNCH, people=PEOPLE, teams={"sales": "Sales"}).lines
    assert lines[0] == Line(
        commitment=OUTREACH.id,
        deliverable="Outreach to 40 accounts",
        done_when="All 40 were called",
        owner=Named("lena@holdfast.example", "Lena Vogt"),
        team=Named("sales", "Sales"),
        for_team=Named("product", "product"),
        due_on=date(2027, 3, 16),
        needed_by=date(2027, 3, 20),
        lags=(1,),
    )
    assert lines[1].owner == Named("dana@holdfast.example", "dana@holdfast.example")


def test_everybody_in_the_terms_is_named() -> None:
    terms = recorded(LAUNCH, people=PEOPLE, teams={})
    assert terms.named == {
        "dana@holdfast.example",
        "lena@holdfast.example",
        "maya@holdfast.example",
        "tomas@holdfast.example",
    }


def test_the_days_beside_the_lines_are_kept() -> None:
    assert recorded(LAUNCH, people={}, teams={}).days == {date(2027, 2, 1), date(2027, 2, 2), date(2027, 7, 1)}
