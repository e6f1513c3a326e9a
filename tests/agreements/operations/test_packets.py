"""Maya of Product and Tomas of Sales write one packet."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from agreements.models import Agreement, Escalation
from agreements.operations.drafts import PacketDraft, StatementDraft
from agreements.operations.packets import AlreadyAskedError, PacketChangedError, edit_packet, state_reason
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.packets import OPTIONS, QUESTION, TOPIC, WHOLE, opened, sent, stated


@pytest.fixture
def packet(launch: Agreement, maya: Person, at: datetime) -> Escalation:
    return opened(maya, launch, at=at)


def written(packet: Escalation) -> tuple[object, ...]:
    packet.refresh_from_db()
    return packet.topic, packet.question, tuple(packet.options), packet.decide_by


def test_either_side_writes_it(packet: Escalation, tomas: Person, at: datetime) -> None:
    draft = replace(WHOLE, question=f" {QUESTION} ", options=(*OPTIONS, " "))
    found = edit_packet(actor=tomas, at=at, escalation=packet, draft=draft)
    assert (written(packet), found.revision) == ((TOPIC, QUESTION, OPTIONS, date(2027, 3, 10)), 2)


def test_history_keeps_what_was_there(packet: Escalation, tomas: Person, at: datetime) -> None:
    edit_packet(actor=tomas, at=at, escalation=packet, draft=replace(PacketDraft.of(packet), question=QUESTION))
    data = entry(packet.agreement, "packet_edited").data
    assert (data["was"], data["now"], data["revision"]) == ({"question": ""}, {"question": QUESTION}, 2)


def test_what_says_the_same_writes_nothing(packet: Escalation, tomas: Person, at: datetime) -> None:
    edit_packet(actor=tomas, at=at, escalation=packet, draft=PacketDraft.of(packet))
    assert (packet.revision, count(packet.agreement, "packet_edited")) == (1, 0)


def test_what_only_one_changed_is_kept(packet: Escalation, maya: Person, tomas: Person, at: datetime) -> None:
    begun = PacketDraft.of(packet)
    edit_packet(actor=tomas, at=at, escalation=packet, draft=replace(begun, question=QUESTION), revision=1)
    edit_packet(actor=maya, at=at, escalation=packet, draft=replace(begun, options=OPTIONS), revision=1)
    assert written(packet) == (TOPIC, QUESTION, OPTIONS, None)


def test_what_both_changed_is_laid_side_by_side(packet: Escalation, maya: Person, tomas: Person, at: datetime) -> None:
    begun = PacketDraft.of(packet)
    theirs = edit_packet(actor=tomas, at=at, escalation=packet, draft=replace(begun, question="Theirs?"), revision=1)
    with refused(PacketChangedError, packet) as error:
        edit_packet(actor=maya, at=at, escalation=packet, draft=replace(WHOLE, question="Mine?"), revision=1)
    assert error.value.details == {
        "conflicts": {"question": {"was": "", "theirs": "Theirs?", "yours": "Mine?"}},
        "revision": theirs.revision,
    }


def test_who_has_chosen_writes_over(packet: Escalation, maya: Person, tomas: Person, at: datetime) -> None:
    begun = PacketDraft.of(packet)
    edit_packet(actor=tomas, at=at, escalation=packet, draft=replace(begun, question="Theirs?"), revision=1)
    edit_packet(actor=maya, at=at, escalation=packet, draft=replace(begun, question="Mine?"), revision=2)
    assert written(packet)[1] == "Mine?"


def test_several_edits_later_the_first_view_still_merges(
    packet: Escalation, maya: Person, tomas: Person, at: datetime
) -> None:
    begun = PacketDraft.of(packet)
    for question in ("One?", "Two?", ""):  # there and back again
        draft = replace(begun, question=question, topic="Machines")
        edit_packet(actor=tomas, at=at, escalation=packet, draft=draft)
    edit_packet(actor=maya, at=at, escalation=packet, draft=replace(begun, question="Mine?"), revision=1)
    assert written(packet)[:2] == ("Machines", "Mine?")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"topic": " "}, "topic"),
        ({"topic": "x" * 121}, "topic"),
        ({"question": "x" * 4_001}, "question"),
        ({"options": tuple("abcdefg")}, "options"),
        ({"options": ("same", "same ")}, "options"),
        ({"options": ("x" * 501,)}, "options"),
        ({"decide_by": date(2027, 2, 28)}, "decide_by"),
        ({"decide_by": date(2200, 1, 1)}, "decide_by"),
    ],
)
def test_it_holds_what_can_be_decided(
    packet: Escalation, maya: Person, at: datetime, changed: dict[str, object], field: str
) -> None:
    draft = PacketDraft(**({"topic": TOPIC} | changed))  # type: ignore[arg-type]  # of the fields it has
    with refused(InvalidValueError, packet) as error:
        edit_packet(actor=maya, at=at, escalation=packet, draft=draft)
    assert list(error.value.fields) == [field]


def test_only_the_parties_write(
    packet: Escalation, outsider: Person, executive: Person, admin: Person, at: datetime
) -> None:
    for person in (outsider, executive, admin):
        with refused(ForbiddenError, packet):
            edit_packet(actor=person, at=at, escalation=packet, draft=WHOLE)


def test_what_was_sent_stays(launch: Agreement, maya: Person, product: Team, at: datetime) -> None:
    packet = sent(maya, launch, at=at)
    with refused(AlreadyAskedError, packet):
        edit_packet(actor=maya, at=at, escalation=packet, draft=replace(WHOLE, question="Else?"))
    with refused(AlreadyAskedError, packet):
        state_reason(actor=maya, at=at, escalation=packet, team=product, draft=StatementDraft(reason="Else."))


def test_who_was_silent_may_still_say_it_once(launch: Agreement, maya: Person, tomas: Person, at: datetime) -> None:
    packet = sent(maya, launch, at=at)
    stated(packet, tomas, at=at)
    assert packet.statements.count() == 2
    with refused(AlreadyAskedError, packet):
        stated(packet, tomas, at=at, reason="Else.")


def test_each_side_says_its_own(packet: Escalation, dana: Person, lena: Person, product: Team, at: datetime) -> None:
    draft = StatementDraft(reason=" Ours. ", hard_limits=" None. ")
    found = state_reason(actor=dana, at=at, escalation=packet, team=product, draft=draft)
    assert (found.reason, found.hard_limits, found.written_by) == ("Ours.", "None.", dana)
    with refused(ForbiddenError, packet):
        state_reason(actor=lena, at=at, escalation=packet, team=product, draft=draft)


def test_two_colleagues_lose_nothing(
    packet: Escalation, maya: Person, dana: Person, product: Team, at: datetime
) -> None:
    state_reason(actor=dana, at=at, escalation=packet, team=product, draft=StatementDraft(reason="Hers."), revision=1)
    with refused(PacketChangedError, packet) as error:
        draft = StatementDraft(reason="Mine.", hard_limits="Untested.")
        state_reason(actor=maya, at=at, escalation=packet, team=product, draft=draft, revision=1)
    assert list(error.value.merge.conflicts) == ["reason"]


def test_what_the_other_side_says_is_no_conflict(
    packet: Escalation, maya: Person, tomas: Person, product: Team, at: datetime
) -> None:
    stated(packet, tomas, at=at)
    state_reason(actor=maya, at=at, escalation=packet, team=product, draft=StatementDraft(reason="Mine."), revision=1)
    edit_packet(actor=maya, at=at, escalation=packet, draft=WHOLE, revision=1)
    assert (packet.statements.count(), written(packet)[1]) == (2, QUESTION)


@pytest.mark.parametrize(
    ("reason", "limits", "field"), [(" ", "", "reason"), ("x" * 4_001, "", "reason"), ("x", "x" * 4_001, "hard_limits")]
)
def test_a_reason_says_something(
    packet: Escalation, maya: Person, product: Team, at: datetime, reason: str, limits: str, field: str
) -> None:
    with refused(InvalidValueError, packet) as error:
        draft = StatementDraft(reason=reason, hard_limits=limits)
        state_reason(actor=maya, at=at, escalation=packet, team=product, draft=draft)
    assert list(error.value.fields) == [field]


def test_the_same_reason_again_writes_nothing(packet: Escalation, maya: Person, at: datetime) -> None:
    stated(packet, maya, at=at)
    stated(packet, maya, at=at)
    assert count(packet.agreement, "statement_written") == 1
