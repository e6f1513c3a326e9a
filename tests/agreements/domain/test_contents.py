import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from agreements.domain.contents import ChangeContent, Deviation, content_hash, deviations, plain

LATER = ChangeContent(
    kind="commitment",
    agreement=31,
    commitment=11,
    metric=None,
    is_ripple=False,
    was={"due_on": "2027-03-15"},
    now={"due_on": "2027-03-22"},
)
OUTREACH = replace(LATER, commitment=12, is_ripple=True, was={"due_on": "2027-03-16"}, now={"due_on": "2027-03-23"})


def said(content: ChangeContent, now: Mapping[str, Any]) -> list[dict[str, Any]]:
    return plain([replace(content, now=now)])


def test_the_hash_is_that_of_the_canonical_text() -> None:
    text = (
        '[{"agreement":31,"commitment":11,"is_ripple":false,"kind":"commitment","metric":null,'
        '"now":{"due_on":"2027-03-22"},"was":{"due_on":"2027-03-15"}}]'
    )
    assert content_hash([LATER]) == sha256(text.encode()).hexdigest()


def test_any_program_can_write_the_canonical_text() -> None:
    text = json.dumps(plain([LATER, OUTREACH]), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert content_hash([LATER, OUTREACH]) == sha256(text.encode()).hexdigest()


def test_letters_of_all_languages_are_written_as_they_are() -> None:
    text = json.dumps(said(LATER, {"deliverable": "Übergabe"}), sort_keys=True, separators=(",", ":"))
    assert content_hash([replace(LATER, now={"deliverable": "Übergabe"})]) != sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        replace(LATER, now={"due_on": "2027-03-23"}),
        replace(LATER, was={"due_on": "2027-03-14"}),
        replace(LATER, commitment=12),
        replace(LATER, agreement=27),
        replace(LATER, is_ripple=True),
        replace(LATER, kind="metric"),
    ],
)
def test_whatever_differs_has_another_hash(other: ChangeContent) -> None:
    assert content_hash([other]) != content_hash([LATER])


def test_what_follows_is_part_of_the_content() -> None:
    assert content_hash([LATER, OUTREACH]) != content_hash([LATER])


def test_the_same_deviates_in_nothing() -> None:
    assert deviations(read=plain([LATER, OUTREACH]), present=plain([LATER, OUTREACH])) == ()


def test_another_date_is_named_beside_the_one_that_was_read() -> None:
    assert deviations(read=plain([LATER]), present=said(LATER, {"due_on": "2027-03-24"})) == (
        Deviation(
            kind="commitment",
            agreement=31,
            commitment=11,
            metric=None,
            field="due_on",
            read={"was": "2027-03-15", "now": "2027-03-22"},
            present={"was": "2027-03-15", "now": "2027-03-24"},
        ),
    )


def test_what_came_and_what_went_is_named() -> None:
    found = deviations(read=plain([LATER]), present=plain([OUTREACH]))
    assert [(one.commitment, one.read, one.present) for one in found] == [
        (11, {"was": "2027-03-15", "now": "2027-03-22"}, None),
        (12, None, {"was": "2027-03-16", "now": "2027-03-23"}),
    ]
