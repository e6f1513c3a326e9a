"""Who does something: named or pronoun, with a verb of doing behind."""

from datetime import date

import pytest

from agreements.domain.readback.doers import doers_in
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.lift import Lexicon, lift
from tests.agreements.domain.readback.agreements import LAUNCH


def doers(text: str) -> list[str]:
    mentions = lift(text, Lexicon(Reader(date(2027, 2, 22)), LAUNCH.people))
    return [doer.text for doer in doers_in(text, people=mentions, teams=LAUNCH.teams)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We ship pricing", ["We"]),
        ("we'll ship it, and I'll help", ["we", "I"]),
        ("Our team will definitely ship pricing", ["Our team"]),
        ("Dana ships pricing to Lena for Sales", ["Dana"]),
        ("Pricing is shipped by Dana", ["Dana"]),
        ("Pricing ships by Friday, says the owner: Dana", ["Dana"]),
        ("Dana is responsible for it", ["Dana"]),
        ("Sales starts outreach", ["Sales"]),
        ("sales start", []),
        ("We need pricing", []),
        ("I heard that Dana will ship it", ["Dana"]),
        ("We agreed that Lena signs", []),
        ("Lena accepts what we ship", ["we"]),
        ("Dana has the plan", ["Dana"]),
        ("Dana has", ["Dana"]),
        ("We are going to launch it", ["We"]),
        ("We are in Berlin", []),
        ("Product (Dana) ships pricing", ["Product"]),
        ("Dana and Lena ship pricing", ["Dana", "Lena"]),
        ("Dana will", []),
        ("Ask Dana to ship it", []),
        ("with Dana and Lena by Friday", []),
        ("Dana", []),
    ],
)
def test_who_does_something(text: str, expected: list[str]) -> None:
    assert doers(text) == expected
