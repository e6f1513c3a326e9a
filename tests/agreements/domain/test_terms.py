import json
from dataclasses import fields, replace
from decimal import Decimal
from hashlib import sha256

import pytest

from agreements.domain.terms import CommitmentTerms, Terms, WaitTerms, canonical, line_hash, line_hashes, terms_hash
from tests.agreements.domain.launch import ADOPTION, FEATURE, LAUNCH, OUTREACH

# Written by hand, as another program would write it by the rules of the module.
WRITTEN = (
    '{"cadence":{"frequency":"weekly","interval":2,"minutes":30,"nth":null,"starts_on":"2027-02-02",'
    '"time":"10:00","time_zone":"Europe/Berlin","weekday":"tuesday"},'
    '"commitments":[{"accepted_by":"lena@holdfast.example","deliverable":"Usage-based pricing",'
    '"done_when":"It is live for all customers","due_on":"2027-03-15","for_team":"sales","id":11,'
    '"needed_by":null,"owner":"dana@holdfast.example","team":"product","waits_on":[]},'
    '{"accepted_by":null,"deliverable":"Outreach to 40 accounts","done_when":"All 40 were called",'
    '"due_on":"2027-03-16","for_team":"product","id":12,"needed_by":"2027-03-20",'
    '"owner":"lena@holdfast.example","team":"sales","waits_on":[{"commitment":11,"lag_days":1}]}],'
    '"format":1,'
    '"metrics":[{"baseline":"0","bound":"10","bound_kind":"at_least","bound_on":null,"direction":"up",'
    '"every_days":7,"id":5,"name":"Adoption rate","reporter":null,"starts_on":"2027-03-15","target":"30.5",'
    '"target_on":"2027-06-30","unit":"%"}],'
    '"notice_days":5,"number":7,'
    '"parties":[{"gains":"","representative":"maya@holdfast.example","team":"product"},'
    '{"gains":"A reason to call","representative":"tomas@holdfast.example","team":"sales"}],'
    '"review_on":"2027-07-01","shared_goal":"Customers say “yes”\\nand stay","starts_on":"2027-02-01",'
    '"time_zone":"Europe/Berlin","title":"Launch","visibility":"organisation"}'
)


def test_the_canonical_form_is_what_anybody_can_write() -> None:
    assert canonical(LAUNCH).decode() == WRITTEN


def test_the_hash_is_that_of_the_canonical_form() -> None:
    assert terms_hash(LAUNCH) == sha256(WRITTEN.encode()).hexdigest()


def test_the_canonical_form_of_a_bare_draft_names_what_is_missing() -> None:
    bare = replace(LAUNCH, review_on=None, parties=(), commitments=(), metrics=(), cadence=None)
    written = json.loads(canonical(bare))

    assert [key for key, value in written.items() if not value] == [
        "cadence",
        "commitments",
        "metrics",
        "parties",
        "review_on",
    ]


@pytest.mark.parametrize(
    "same",
    [
        replace(LAUNCH, parties=LAUNCH.parties[::-1]),
        replace(LAUNCH, commitments=(FEATURE, OUTREACH)),
        replace(LAUNCH, shared_goal="Customers say “yes”\nand stay"),
        replace(LAUNCH, shared_goal="Customers say “yes”\rand stay"),
        replace(LAUNCH, metrics=(replace(ADOPTION, target=Decimal("30.5")),)),
        replace(LAUNCH, metrics=(replace(ADOPTION, baseline=Decimal("-0.0")),)),
    ],
    ids=["order of parties", "order of commitments", "line feed", "return", "zeros", "minus zero"],
)
def test_what_means_the_same_has_the_same_hash(same: Terms) -> None:
    assert terms_hash(same) == terms_hash(LAUNCH)


def test_letters_are_composed() -> None:
    composed = replace(LAUNCH, title="Caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    decomposed = replace(LAUNCH, title="Cafe\N{COMBINING ACUTE ACCENT}")

    assert canonical(composed) == canonical(decomposed)


@pytest.mark.parametrize(
    "other",
    [
        replace(LAUNCH, number=8),
        replace(LAUNCH, title="Launch "),
        replace(LAUNCH, review_on=None),
        replace(LAUNCH, cadence=None),
        replace(LAUNCH, commitments=(FEATURE,)),
        replace(LAUNCH, commitments=(FEATURE, replace(OUTREACH, waits_on=()))),
        replace(LAUNCH, metrics=(replace(ADOPTION, target=Decimal("30.4999")),)),
    ],
)
def test_what_differs_has_another_hash(other: Terms) -> None:
    assert terms_hash(other) != terms_hash(LAUNCH)


def test_every_field_of_the_terms_is_signed() -> None:
    assert sorted(field.name for field in fields(Terms)) == list(json.loads(WRITTEN))


@pytest.mark.parametrize(
    ("commitment", "expected"),
    [(FEATURE, "lena@holdfast.example"), (OUTREACH, "maya@holdfast.example")],
    ids=["the person named", "else who signs for the receiver"],
)
def test_somebody_accepts_each_commitment(commitment: CommitmentTerms, expected: str) -> None:
    assert LAUNCH.accepter_of(commitment) == expected


def test_the_hash_of_a_line_is_that_of_its_object_in_the_canonical_form() -> None:
    written = (
        '{"accepted_by":"lena@holdfast.example","deliverable":"Usage-based pricing",'
        '"done_when":"It is live for all customers","due_on":"2027-03-15","for_team":"sales","id":11,'
        '"needed_by":null,"owner":"dana@holdfast.example","team":"product","waits_on":[]}'
    )
    assert line_hash(FEATURE) == sha256(written.encode()).hexdigest()


def test_the_hash_of_a_line_does_not_depend_on_the_order_of_its_dependencies() -> None:
    waits = (WaitTerms(commitment=11, lag_days=1), WaitTerms(commitment=9))
    assert line_hash(replace(OUTREACH, waits_on=waits)) == line_hash(replace(OUTREACH, waits_on=waits[::-1]))


def test_frozen_terms_have_the_same_hashes_line_by_line() -> None:
    assert line_hashes(json.loads(canonical(LAUNCH))) == {line.id: line_hash(line) for line in LAUNCH.commitments}


def test_terms_without_lines_have_no_hashes() -> None:
    assert line_hashes({}) == {}
