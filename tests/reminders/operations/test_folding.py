from dataclasses import replace

from reminders.domain.kinds import Kind
from reminders.operations.folding import folded
from reminders.reports.asks import AskSection
from reminders.reports.requests import CheckInSection
from reminders.reports.sections import Section
from tests.reminders.every_part import PARTS
from tests.reminders.parts import line

DUE, FLAG, ASKED, ROUND = (PARTS[kind] for kind in (Kind.DUE_SOON, Kind.FLAG_OWNER, Kind.ASKED, Kind.CHECK_IN_REQUEST))


def kinds(sections: list[Section]) -> list[Kind]:
    return [section.kind for section in sections]


def test_four_reminders_of_one_commitment_are_one_part_with_one_set_of_buttons() -> None:
    (part,) = folded([DUE, FLAG, ASKED, ROUND])

    assert (part.kind, part.asks_about) == (Kind.DUE_SOON, frozenset({1}))
    assert part.also == (
        (
            "No update for 16 days; the biweekly sync on 3 Mar passed without one. "
            "Only you get this today. Tomorrow at 09:00 Product sees it too."
        ),
        "Maya Okafor asks for news: “The fair wants to print it on Thursday.”",
    )


def test_other_commitments_of_the_round_are_still_asked_about() -> None:
    assert isinstance(ROUND, CheckInSection)
    both = replace(ROUND, lines=(line(), line("Price list", pk=2)))
    found = folded([DUE, both])

    assert (kinds(found), found[1].asks_about) == ([Kind.DUE_SOON, Kind.CHECK_IN_REQUEST], frozenset({2}))


def test_what_is_told_of_two_commitments_stays_two_parts() -> None:
    assert isinstance(ASKED, AskSection)
    other = replace(ASKED, line=line("Price list", pk=2))

    assert kinds(folded([DUE, other])) == [Kind.DUE_SOON, Kind.ASKED]


def test_flags_of_others_are_never_folded() -> None:
    shown = PARTS[Kind.FLAG_SHOWN]

    assert kinds(folded([DUE, shown, shown])) == [Kind.DUE_SOON, Kind.FLAG_SHOWN, Kind.FLAG_SHOWN]


def test_what_another_mail_of_the_day_asked_is_told_without_buttons() -> None:
    (part,) = folded([ASKED], asked=frozenset({1}))

    assert (part.kind, part.asks_about) == (Kind.ASKED, frozenset())


def test_a_round_that_another_mail_asked_about_is_gone() -> None:
    assert folded([ROUND], asked=frozenset({1})) == []
