from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.domain.mismatches import Where
from agreements.models import Agreement, Readback
from agreements.operations.confirmations import confirm_readback, reconfirm_lines
from agreements.operations.differences import settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from agreements.reports.readbacks import Board, board_of
from teams.models import Person
from tests.agreements.readbacks import A_WEEK_LATER, AS_RECORDED, difference_of, say_back

MATCHES = ConfirmationDraft(matches=True)
LATER = timedelta(hours=1)

type Read = Callable[[Person], Board]


@pytest.fixture
def read(proposed: Agreement, at: datetime) -> Read:
    def read_as(viewer: Person) -> Board:
        proposed.refresh_from_db()
        return board_of(agreement=proposed, viewer=viewer, at=at)

    return read_as


@pytest.fixture
def heard(proposed: Agreement, dana: Person, maya: Person, at: datetime) -> Readback:
    """Dana heard another date than Maya proposed; Maya has written too."""
    say_back(proposed, maya, at)
    return say_back(proposed, dana, at, A_WEEK_LATER)


def test_who_signs_and_who_owes_is_asked(read: Read, outsider: Person, proposed: Agreement) -> None:
    feature, outreach = proposed.commitments.order_by("number")
    assert [(one.person.name, one.teams, one.lines) for one in read(outsider).asked] == [
        ("Maya Okafor", ("Product",), frozenset({feature.pk})),
        ("Tomas Lindqvist", ("Sales",), frozenset({outreach.pk})),
        ("Dana Whitfield", (), frozenset({feature.pk})),
        ("Lena Brandt", (), frozenset({outreach.pk})),
    ]


def test_who_has_left_is_not(read: Read, dana: Person, outsider: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    assert dana not in [one.person for one in read(outsider).asked]


def test_who_is_waited_for_since_when(read: Read, heard: Readback, maya: Person, at: datetime) -> None:
    awaited = read(maya).awaited
    assert [(one.asked.person.name, one.since, one.has_signed) for one in awaited] == [
        ("Tomas Lindqvist", at, False),
        ("Lena Brandt", at, False),
    ]


def test_who_signed_without_a_word_is_marked(read: Read, proposed: Agreement, tomas: Person, at: datetime) -> None:
    sign(actor=tomas, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    assert [one.asked.person for one in read(tomas).awaited if one.has_signed] == [tomas]


def test_ones_own_card_comes_first(read: Read, heard: Readback, dana: Person, maya: Person) -> None:
    assert [card.person for card in read(dana).cards] == [dana, maya]
    assert [card.is_mine for card in read(dana).cards] == [True, False]


def test_what_differs_is_underlined(read: Read, heard: Readback, dana: Person) -> None:
    own = read(dana).own
    assert own is not None
    assert [(piece.text, piece.verdict) for piece in own.pieces if piece.verdict == "differs"] == [
        ("2027-03-22", "differs")
    ]
    assert "".join(piece.text for piece in own.pieces) == A_WEEK_LATER


def test_what_was_found_stands_at_its_line(read: Read, heard: Readback, dana: Person, proposed: Agreement) -> None:
    own = read(dana).own
    assert own is not None
    (line,) = own.lines
    dates = [(found.field, found.verdict, found.heard) for found in line.findings if found.field == "due_on"]
    assert (line.commitment.number, dates, line.is_changed) == (1, [("due_on", "differs", "2027-03-22")], False)
    assert difference_of(heard).pk in [row.id for row in line.differences]


def test_what_is_about_no_line_of_ones_own_stands_apart(
    read: Read, proposed: Agreement, dana: Person, at: datetime
) -> None:
    say_back(proposed, dana, at, "We deliver the feature by 2027-03-15, and send 40 postcards by 2027-05-05.")
    own = read(dana).own
    assert own is not None
    assert {found.commitment for found in own.others}.isdisjoint({line.commitment.pk for line in own.lines})


def test_who_has_not_written_sees_only_who_has(read: Read, heard: Readback, tomas: Person, dana: Person) -> None:
    board = read(tomas)
    card = next(card for card in board.cards if card.person == dana)
    assert (board.is_asked, board.is_sealed, board.own, card.is_sealed) == (True, True, None, True)
    assert (card.pieces, card.lines, card.others, card.differences, card.words) == ((), (), (), (), ())
    assert (card.may_confirm, card.may_settle, card.may_reconfirm) == (False, False, False)


def test_who_has_written_sees_all(read: Read, heard: Readback, maya: Person) -> None:
    board = read(maya)
    assert (board.is_sealed, [card.is_sealed for card in board.cards]) == (False, [False, False])


def test_who_is_not_asked_sees_all_and_answers_nothing(read: Read, heard: Readback, outsider: Person) -> None:
    board = read(outsider)
    assert (board.is_asked, board.is_sealed) == (False, False)
    assert [(card.may_confirm, card.may_settle) for card in board.cards] == [(False, False)] * 2


def test_the_seal_holds_while_the_terms_are_a_draft_again(
    read: Read, heard: Readback, tomas: Person, maya: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=heard.agreement)
    assert read(tomas).is_sealed


def test_the_words_stay_when_the_terms_are_in_force(
    read: Read, proposed: Agreement, dana: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    """Compared they are not: the terms may have been changed by agreement since."""
    say_back(proposed, dana, at)
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    board = read(tomas)
    (card,) = board.cards
    assert (board.is_open, board.is_sealed, board.awaited) == (False, False, ())
    assert [(piece.text, piece.verdict) for piece in card.pieces] == [(AS_RECORDED, None)]
    assert [(line.findings, line.is_changed) for line in card.lines] == [((), False)]


def test_signing_opens_when_nothing_is_open(read: Read, heard: Readback, dana: Person, at: datetime) -> None:
    before = read(dana)
    for difference in heard.differences.open():
        settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    after = read(dana)
    assert (before.is_signing_open, after.is_signing_open, after.open_differences) == (False, True, 0)
    assert after.own is not None
    assert (after.own.open_differences, [row.note for row in after.own.differences]) == ((), ["A week of slack."])


def test_what_somebody_heard_who_left_holds_nobody_up(read: Read, heard: Readback, dana: Person, maya: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    board = read(maya)
    assert (board.open_differences, [card.person for card in board.cards]) == (0, [maya])


def test_the_others_say_whether_it_matches(
    read: Read, heard: Readback, maya: Person, dana: Person, at: datetime
) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)
    own = read(dana).own
    assert own is not None
    assert [(word.person.name, word.matches, word.at, word.changed) for word in own.words] == [
        ("Maya Okafor", True, at, ()),
        ("Tomas Lindqvist", None, None, ()),
        ("Lena Brandt", None, None, ()),
    ]


def test_a_readback_is_confirmed_when_everybody_else_says_so(
    read: Read, heard: Readback, dana: Person, lena: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    say_back(heard.agreement, lena, at, "We start the outreach on 2027-03-16.")
    say_back(heard.agreement, tomas, at, "We start the outreach on 2027-03-16.")
    for person in (lena, maya, tomas):
        confirm_readback(actor=person, at=at, readback=heard, draft=MATCHES)
    assert [card.person for card in read(dana).cards if card.is_confirmed_by_all] == [dana]
    assert read(dana).confirmed == 1


def test_a_mark_stands_among_the_differences(
    read: Read, heard: Readback, dana: Person, maya: Person, at: datetime
) -> None:
    draft = ConfirmationDraft(matches=False, where=frozenset({Where.WHO}), understood="Lena does it.")
    confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    own = read(dana).own
    assert own is not None
    marks = [(row.field, row.heard, row.marked_by) for row in own.differences if row.marked_by]
    assert (marks, own.words[0].matches) == ([("who", "Lena does it.", maya)], False)


def test_a_changed_line_is_to_be_confirmed_again(
    read: Read, heard: Readback, dana: Person, maya: Person, at: datetime
) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)
    take_back(actor=maya, at=at, agreement=heard.agreement)
    heard.agreement.commitments.filter(number=1).update(due_on=date(2027, 3, 22))
    propose(actor=maya, at=at, agreement=heard.agreement)
    (line,) = map(int, heard.lines)
    own, others = read(dana).own, read(maya).others
    assert own is not None
    assert ([changed.commitment.pk for changed in own.changed], own.may_reconfirm) == ([line], True)
    assert (others[0].words[0].changed, others[0].may_reconfirm) == ((line,), True)
    assert not others[0].is_confirmed_by_all
    for person in (dana, maya):
        reconfirm_lines(actor=person, at=at, readback=heard)
    own, others = read(dana).own, read(maya).others
    assert own is not None
    assert (own.changed, own.may_reconfirm) == ((), False)
    assert (others[0].words[0].changed, others[0].may_reconfirm) == ((), False)


@pytest.mark.parametrize(
    ("now", "is_passed"),
    [
        (datetime(2027, 3, 11, 22, 59, tzinfo=UTC), False),  # 23:59 in Berlin, on the last day
        (datetime(2027, 3, 11, 23, 0, tzinfo=UTC), True),
    ],
)
def test_the_window_passes_with_its_last_local_day(
    proposed: Agreement, maya: Person, tomas: Person, now: datetime, is_passed: bool
) -> None:
    own, other = (board_of(agreement=proposed, viewer=person, at=now) for person in (maya, tomas))
    assert (own.is_window_passed, own.may_extend, other.may_extend) == (is_passed, True, False)


def test_a_draft_has_a_board_without_anything(ready: Agreement, maya: Person, at: datetime) -> None:
    board = board_of(agreement=ready, viewer=maya, at=at)
    assert (board.version, board.cards, board.awaited, board.is_signing_open, board.is_window_passed) == (
        None,
        (),
        (),
        False,
        False,
    )


@pytest.mark.parametrize("writers", [1, 3])
def test_the_board_costs_the_same_however_many_have_written(
    django_assert_num_queries: DjangoAssertNumQueries, proposed: Agreement, outsider: Person, at: datetime, writers: int
) -> None:
    names = ["Dana Whitfield", "Maya Okafor", "Lena Brandt"][:writers]
    for person in Person.objects.filter(name__in=names):
        say_back(proposed, person, at, A_WEEK_LATER)
    with django_assert_num_queries(15):
        board_of(agreement=proposed, viewer=outsider, at=at)
