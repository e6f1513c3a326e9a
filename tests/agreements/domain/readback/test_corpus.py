"""Readbacks as people write them: what is lifted out, and what is found."""

from datetime import date
from typing import Any

import pytest

from agreements.domain.readback import DayMonth, Recorded, read_back
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.lift import Lexicon, lift
from agreements.domain.readback.targets import known_in
from tests.agreements.domain.readback import agreements
from tests.agreements.domain.readback.corpus import CORPUS
from tests.agreements.domain.readback.expected import found, lifted

WRITTEN_ON = date(2027, 2, 22)
READBACKS = [
    pytest.param(group, readback, id=f"{group['about']}-{readback['text'][:50]}")
    for group in CORPUS
    for readback in group["readback"]
]


def terms_of(group: dict[str, Any]) -> Recorded:
    terms = getattr(agreements, group["about"])
    assert isinstance(terms, Recorded)
    return terms


def order_of(group: dict[str, Any]) -> DayMonth | None:
    return DayMonth(group["order"]) if "order" in group else None


@pytest.mark.parametrize(("group", "readback"), READBACKS)
def test_what_is_lifted(group: dict[str, Any], readback: dict[str, Any]) -> None:
    terms, reader = terms_of(group), Reader(WRITTEN_ON, order_of(group))
    known = known_in(terms, own=frozenset(group["own"]), reader=reader)
    mentions = lift(readback["text"], Lexicon(reader, terms.people, known.every_amount))
    assert lifted(mentions) == readback.get("lifted", [])


@pytest.mark.parametrize(("group", "readback"), READBACKS)
def test_what_is_found(group: dict[str, Any], readback: dict[str, Any]) -> None:
    findings = read_back(
        readback["text"],
        said=(),
        terms=terms_of(group),
        own=frozenset(group["own"]),
        today=WRITTEN_ON,
        order=order_of(group),
    )
    assert found(findings) == {
        "same": readback["same"].split(", ") if "same" in readback else [],
        "silent": readback["silent"].split(", ") if "silent" in readback else [],
        "asked": readback.get("asked", []),
    }


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(READBACKS) >= 150
