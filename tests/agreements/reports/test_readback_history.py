from datetime import date, datetime, timedelta

import pytest

from agreements.domain.mismatches import Where
from agreements.models import Agreement, Readback
from agreements.operations.confirmations import confirm_readback, reconfirm_lines
from agreements.operations.differences import settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.proposals import extend_answers, propose, take_back
from agreements.operations.signatures import sign
from agreements.reports.history import SENTENCES, Entry, events_of, told_to
from teams.models import Person
from tests.agreements.readbacks import A_WEEK_LATER, difference_of, say_back

MISMATCH = ConfirmationDraft(matches=False, where=frozenset({Where.WHEN, Where.WHO}), understood="Lena, on the 22nd.")


@pytest.fixture
def heard(proposed: Agreement, dana: Person, maya: Person, at: datetime) -> Readback:
    """Dana heard another date than Maya proposed; Maya has written too."""
    say_back(proposed, maya, at)
    return say_back(proposed, dana, at, A_WEEK_LATER)


def latest(agreement: Agreement, viewer: Person, at: datetime) -> Entry:
    return told_to(events_of(agreement, viewer=viewer)[:1], viewer=viewer, at=at)[0]


def sentence(kind: str, **data: object) -> str:
    told = SENTENCES[kind][0]
    return told(data) if callable(told) else told


def test_a_proposal_names_what_was_passed_over(proposed: Agreement, maya: Person, at: datetime) -> None:
    assert latest(proposed, maya, at).what == "proposed these terms, with 4 hints passed over"


@pytest.mark.parametrize(
    ("passed", "said"), [([], "proposed these terms"), (["a"], "proposed these terms, with 1 hint passed over")]
)
def test_a_proposal_without_gaps(passed: list[str], said: str) -> None:
    assert sentence("proposed", passed=passed) == said


def test_more_time(proposed: Agreement, maya: Person, at: datetime) -> None:
    extend_answers(actor=maya, at=at, agreement=proposed, answer_by=date(2027, 3, 19))
    assert latest(proposed, maya, at).what == "gave everybody until 19 Mar 2027 to answer"


def test_saying_back(heard: Readback, dana: Person, at: datetime) -> None:
    first = latest(heard.agreement, dana, at).what
    say_back(heard.agreement, dana, at + timedelta(hours=1))
    assert (first, latest(heard.agreement, dana, at).what) == (
        "said back what they heard",
        "said back what they heard, in other words",
    )


def test_a_match(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=ConfirmationDraft(matches=True))
    assert latest(heard.agreement, maya, at).what == "confirmed what Dana Whitfield heard"


def test_a_match_again(heard: Readback, dana: Person, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=heard.agreement)
    heard.agreement.commitments.filter(number=1).update(due_on=date(2027, 3, 22))
    propose(actor=maya, at=at, agreement=heard.agreement)
    reconfirm_lines(actor=dana, at=at, readback=heard)
    assert latest(heard.agreement, maya, at).what == "confirmed what Dana Whitfield heard again, as it stands now"


def test_a_mismatch(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MISMATCH)
    entry = latest(heard.agreement, maya, at)
    assert (entry.what, entry.quote) == (
        "marked a mismatch on when and who in what Dana Whitfield heard",
        "Lena, on the 22nd.",
    )


def test_a_note(heard: Readback, dana: Person, at: datetime) -> None:
    settle(actor=dana, at=at, difference=difference_of(heard), note="A week of slack.")
    entry = latest(heard.agreement, dana, at)
    assert (entry.what, entry.quote, entry.about) == (
        "settled a difference in what Dana Whitfield heard: heard 22 March 2027, recorded 15 March 2027",
        "A week of slack.",
        "The feature",
    )


def test_who_has_not_written_reads_only_whose_words_it_was_about(
    heard: Readback, dana: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    feature = heard.agreement.commitments.get(number=1)
    draft = ConfirmationDraft(matches=False, where=MISMATCH.where, understood="On the 22nd.", commitment=feature)
    confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    settle(actor=dana, at=at, difference=difference_of(heard), note="A week of slack.")
    events = events_of(heard.agreement, viewer=tomas)[:2]
    assert [(entry.what, entry.quote, entry.about) for entry in told_to(events, viewer=tomas, at=at)] == [
        ("settled a difference in what Dana Whitfield heard", "", ""),
        ("marked a mismatch in what Dana Whitfield heard", "", ""),
    ]


def test_a_signature_without_a_word(proposed: Agreement, tomas: Person, at: datetime) -> None:
    sign(actor=tomas, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    assert latest(proposed, tomas, at).what == "signed for Sales, without saying the terms back"


def test_a_signature_of_the_time_before_readbacks(proposed: Agreement) -> None:
    assert sentence("signed", parties=["Product"]) == "signed for Product"
