import pytest

from reminders.domain.kinds import Kind
from reminders.domain.preferences import Source, Verdict, verdict, why
from reminders.domain.topics import WORDS, Topic

Y, N = True, False
BOTH = {"Sales": Y, "Product": Y}


@pytest.mark.parametrize(
    ("own", "teams", "everybody", "has_way", "expected"),
    [
        (None, {}, None, Y, Verdict(Y, Source.USUAL)),
        (None, {}, None, N, Verdict(N, Source.USUAL)),
        (None, {}, N, Y, Verdict(N, Source.ORGANISATION)),
        (None, {}, Y, N, Verdict(Y, Source.ORGANISATION)),
        (None, {"Sales": Y}, N, Y, Verdict(Y, Source.TEAM, ("Sales",))),
        (None, {"Sales": N}, Y, Y, Verdict(N, Source.TEAM, ("Sales",))),
        (None, {"Sales": N, "Product": Y}, N, Y, Verdict(Y, Source.TEAM, ("Product",))),
        (None, {"Sales": N, "Product": N}, Y, Y, Verdict(N, Source.TEAM, ("Product", "Sales"))),
        (None, BOTH, None, Y, Verdict(Y, Source.TEAM, ("Product", "Sales"))),
        (N, BOTH, Y, Y, Verdict(N, Source.OWN)),
        (Y, {"Sales": N}, N, N, Verdict(Y, Source.OWN)),
    ],
)
def test_the_most_particular_word_counts(
    own: bool | None, teams: dict[str, bool], everybody: bool | None, has_way: bool, expected: Verdict
) -> None:
    assert verdict(own=own, teams=teams, everybody=everybody, has_way=has_way) == expected


def test_what_only_they_can_do_is_always_told() -> None:
    assert {kind for kind in Kind if kind.manner.topic is None} == {
        Kind.INVITATION,
        Kind.READBACK_ASKED,
        Kind.SIGNATURE_ASKED,
        Kind.CHANGE_PROPOSED,
        Kind.HANDOVER_ASKED,
        Kind.DECISION_ASKED,
        Kind.ENDPOINT_STOPPED,
    }


def test_every_topic_has_words_and_a_kind() -> None:
    assert set(WORDS) == set(Topic) == {kind.manner.topic for kind in Kind} - {None}


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(Y, Source.USUAL), "As usual"),
        (Verdict(Y, Source.ORGANISATION), "As the organisation says"),
        (Verdict(N, Source.TEAM, ("Sales",)), "As your team Sales says"),
        (Verdict(N, Source.TEAM, ("Legal", "Product", "Sales")), "As your teams Legal, Product and Sales say"),
    ],
)
def test_whose_word_it_is_in_words(verdict: Verdict, words: str) -> None:
    assert why(verdict) == words
