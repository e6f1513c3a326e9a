import pytest

from agreements.domain.differences import Difference, Entry, Json, Pair, differences, pairs

PARTY = {"team": "sales", "representative": "tomas@acme.example", "gains": ""}
PROMISE = {"id": 7, "deliverable": "API spec", "due_on": "2027-03-15", "waits_on": []}
METRIC = {"id": 3, "name": "Adoption", "target": "500", "bound": None}
CADENCE = {"frequency": "weekly", "interval": 2}


def terms(**changed: object) -> Json:
    """As the terms are written, cut down to what tells one case from another."""
    empty: dict[str, object] = {"parties": [], "commitments": [], "metrics": [], "cadence": None}
    return {"title": "Launch", "review_on": None} | empty | changed


def test_the_same_terms_differ_in_nothing() -> None:
    whole = terms(parties=[PARTY], commitments=[PROMISE], metrics=[METRIC], cadence=CADENCE)
    assert differences(whole, whole) == []


@pytest.mark.parametrize(
    ("was", "now", "difference"),
    [
        (
            terms(),
            terms(review_on="2027-09-01"),
            Difference("agreement", "Launch", "review_on", None, "2027-09-01"),
        ),
        (
            terms(parties=[PARTY]),
            terms(parties=[PARTY | {"representative": "lena@acme.example"}]),
            Difference("party", "sales", "representative", "tomas@acme.example", "lena@acme.example"),
        ),
        (
            terms(commitments=[PROMISE]),
            terms(commitments=[PROMISE | {"due_on": "2027-03-22"}]),
            Difference("commitment", "API spec", "due_on", "2027-03-15", "2027-03-22"),
        ),
        (
            terms(commitments=[PROMISE]),
            terms(commitments=[PROMISE | {"waits_on": [{"commitment": 9, "lag_days": 2}]}]),
            Difference("commitment", "API spec", "waits_on", None, "commitment 9 + 2 days"),
        ),
        (
            terms(metrics=[METRIC]),
            terms(metrics=[METRIC | {"bound": "97"}]),
            Difference("metric", "Adoption", "bound", None, "97"),
        ),
        (
            terms(cadence=CADENCE),
            terms(cadence=CADENCE | {"interval": 3}),
            Difference("cadence", "weekly", "interval", "2", "3"),
        ),
        (terms(), terms(commitments=[PROMISE]), Difference("commitment", "API spec", None, None, "API spec")),
        (terms(parties=[PARTY]), terms(), Difference("party", "sales", None, "sales", None)),
        (terms(cadence=CADENCE), terms(), Difference("cadence", "weekly", None, "weekly", None)),
    ],
)
def test_each_difference_is_found(was: Json, now: Json, difference: Difference) -> None:
    assert differences(was, now) == [difference]


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (
            Difference("commitment", "API spec", "due_on", "2027-03-15", "2027-03-22"),
            "Commitment “API spec”: due on is 2027-03-22, was 2027-03-15",
        ),
        (
            Difference("metric", "Adoption", "bound", "97", None),
            "Metric “Adoption”: bound is empty, was 97",
        ),
        (
            Difference("agreement", "Launch", "review_on", None, "2027-09-01"),
            "Agreement “Launch”: review on is 2027-09-01, was empty",
        ),
        (Difference("party", "sales", None, None, "sales"), "Party “sales” was added"),
        (Difference("party", "sales", None, "sales", None), "Party “sales” was removed"),
    ],
)
def test_each_difference_is_a_sentence(difference: Difference, sentence: str) -> None:
    assert difference.sentence == sentence


def test_a_pair_holds_an_entry_as_it_was_and_as_it_is() -> None:
    moved = PROMISE | {"due_on": "2027-03-22", "waits_on": [{"commitment": 9, "lag_days": 2}]}
    (pair,) = pairs(terms(commitments=[PROMISE]), terms(commitments=[moved]))

    assert pair == Pair("commitment", Entry("API spec", PROMISE), Entry("API spec", moved))
    assert (pair.name, pair.fields) == ("API spec", ("due_on", "waits_on"))


@pytest.mark.parametrize(
    ("was", "now"), [(terms(), terms(metrics=[METRIC])), (terms(metrics=[METRIC]), terms())], ids=["came", "went"]
)
def test_what_came_or_went_differs_in_all_that_it_says(was: Json, now: Json) -> None:
    (pair,) = pairs(was, now)

    assert (pair.name, pair.fields) == ("Adoption", ("id", "name", "target"))
