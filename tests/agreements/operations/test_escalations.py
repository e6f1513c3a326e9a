"""Product and Sales ask for a decision about the launch."""

from datetime import date, datetime
from functools import partial

import pytest

from agreements.domain.concerns import About
from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Commitment, Concern, Escalation
from agreements.operations.agreements import end_agreement
from agreements.operations.escalations import (
    PacketIncompleteError,
    ask_for_decision,
    open_escalation,
    rule,
    withdraw_escalation,
)
from agreements.operations.locks import NotActiveError
from agreements.operations.packets import edit_packet
from agreements.reports.history import events_of
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.packets import TOPIC, WHOLE, opened, prepared, raised, ruled, sent, stated
from tests.factories import CommitmentFactory


def test_it_is_numbered_within_the_agreement(launch: Agreement, lena: Person, at: datetime) -> None:
    found = [open_escalation(actor=lena, at=at, agreement=launch, topic=topic) for topic in ("One", " Two ")]
    assert [(packet.number, packet.topic, packet.state) for packet in found] == [
        (1, "One", "preparing"),
        (2, "Two", "preparing"),
    ]


def test_both_sides_work_on_one(
    launch: Agreement, feature: Commitment, maya: Person, tomas: Person, at: datetime
) -> None:
    concern = raised(maya, launch, at=at)
    for subject in ({"concern": concern}, {"commitment": feature}, {}):
        first, second = (
            open_escalation(actor=person, at=at, agreement=launch, topic=TOPIC, **subject) for person in (maya, tomas)
        )
        assert first == second
    assert (Escalation.objects.count(), count(launch, "escalation_opened")) == (3, 3)


def test_a_new_one_begins_once_the_former_is_closed(launch: Agreement, maya: Person, at: datetime) -> None:
    concern = raised(maya, launch, at=at)
    former = opened(maya, launch, at=at, concern=concern)
    withdraw_escalation(actor=maya, at=at, escalation=former)
    assert opened(maya, launch, at=at, concern=concern) != former


def test_it_knows_the_commitment_of_its_concern(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    concern = raised(maya, launch, at=at)
    Concern.objects.filter(pk=concern.pk).update(commitment=feature)
    concern.refresh_from_db()
    assert opened(maya, launch, at=at, concern=concern).commitment == feature


def test_others_ask_for_nothing(
    launch: Agreement, outsider: Person, executive: Person, admin: Person, at: datetime
) -> None:
    for person in (outsider, executive, admin):
        with refused(ForbiddenError, launch):
            open_escalation(actor=person, at=at, agreement=launch, topic=TOPIC)


def test_the_facilitator_begins_one(launch: Agreement, outsider: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(facilitator=outsider)
    assert opened(outsider, launch, at=at).opened_by == outsider


def test_not_in_a_draft(ready: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotActiveError, ready):
        open_escalation(actor=maya, at=at, agreement=ready, topic=TOPIC)


def test_it_is_about_something_of_the_agreement(
    launch: Agreement, proposed: Agreement, maya: Person, at: datetime
) -> None:
    foreign = raised(maya, proposed, at=at)
    with refused(InvalidValueError, launch) as error:
        open_escalation(actor=maya, at=at, agreement=launch, topic=TOPIC, concern=foreign)
    assert list(error.value.fields) == ["concern"]


def test_it_is_about_a_commitment_of_the_agreement(launch: Agreement, maya: Person, at: datetime) -> None:
    foreign = CommitmentFactory.create()
    with refused(InvalidValueError, launch) as error:
        open_escalation(actor=maya, at=at, agreement=launch, topic=TOPIC, commitment=foreign)
    assert list(error.value.fields) == ["commitment"]


@pytest.mark.parametrize("topic", [" ", "x" * 121])
def test_it_has_a_topic(launch: Agreement, maya: Person, at: datetime, topic: str) -> None:
    with refused(InvalidValueError, launch) as error:
        open_escalation(actor=maya, at=at, agreement=launch, topic=topic)
    assert list(error.value.fields) == ["topic"]


def test_it_is_sent_to_the_executives(launch: Agreement, maya: Person, tomas: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    stated(packet, tomas, at=at)
    found = ask_for_decision(actor=maya, at=at, escalation=packet)
    assert (found.state, found.asked_by, found.asked_at, found.is_one_sided) == ("asked", maya, at, False)


def test_one_side_alone_is_marked(launch: Agreement, maya: Person, at: datetime) -> None:
    assert sent(maya, launch, at=at).is_one_sided
    assert entry(launch, "decision_asked").data["is_one_sided"]


def test_who_asks_has_said_their_own_reason(launch: Agreement, maya: Person, tomas: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    with refused(PacketIncompleteError, packet) as error:
        ask_for_decision(actor=tomas, at=at, escalation=packet)
    assert list(error.value.fields) == ["statement"]


def test_what_is_not_whole_is_not_sent(launch: Agreement, maya: Person, at: datetime) -> None:
    packet = opened(maya, launch, at=at)
    with refused(PacketIncompleteError, packet) as error:
        ask_for_decision(actor=maya, at=at, escalation=packet)
    assert list(error.value.fields) == ["question", "options", "decide_by", "statement"]


def test_only_a_party_asks(launch: Agreement, maya: Person, outsider: Person, executive: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    for person in (outsider, executive):
        with refused(ForbiddenError, packet):
            ask_for_decision(actor=person, at=at, escalation=packet)


def test_it_is_asked_once(launch: Agreement, maya: Person, at: datetime) -> None:
    packet = sent(maya, launch, at=at)
    with refused(MoveNotAllowedError, packet):
        ask_for_decision(actor=maya, at=at, escalation=packet)


@pytest.mark.parametrize(("chosen", "option"), [(2, "One for each"), (None, "")])
def test_an_executive_decides(
    launch: Agreement, maya: Person, executive: Person, at: datetime, chosen: int | None, option: str
) -> None:
    found = ruled(executive, sent(maya, launch, at=at), at=at, chosen=chosen)
    assert (found.state, found.chosen, found.ruled_by, found.closed_at) == ("ruled", chosen, executive, at)
    assert entry(launch, "ruled").data["option"] == option


def test_nobody_else_decides(
    launch: Agreement, maya: Person, tomas: Person, admin: Person, outsider: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    for person in (maya, tomas, admin, outsider):
        with refused(ForbiddenError, packet):
            rule(actor=person, at=at, escalation=packet, ruling="Mine.")


def test_an_executive_who_left_decides_nothing(
    launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    executive.is_active = False
    with refused(ForbiddenError, packet):
        rule(actor=executive, at=at, escalation=packet, ruling="Mine.")


@pytest.mark.parametrize(
    ("ruling", "chosen", "fields"),
    [
        (" ", None, ["ruling"]),
        ("So be it.", 0, ["chosen"]),
        ("", 3, ["chosen", "ruling"]),
        ("x" * 4_001, 1, ["ruling"]),
    ],
)
def test_a_ruling_names_an_option_and_says_why(
    launch: Agreement, maya: Person, executive: Person, at: datetime, ruling: str, chosen: int | None, fields: list[str]
) -> None:
    packet = sent(maya, launch, at=at)
    with refused(InvalidValueError, packet) as error:
        rule(actor=executive, at=at, escalation=packet, ruling=ruling, chosen=chosen)
    assert list(error.value.fields) == fields


def test_what_is_not_asked_is_not_decided(launch: Agreement, maya: Person, executive: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    with refused(MoveNotAllowedError, packet):
        rule(actor=executive, at=at, escalation=packet, ruling="So be it.")


def test_the_ruling_answers_the_concern(launch: Agreement, maya: Person, executive: Person, at: datetime) -> None:
    concern = raised(maya, launch, at=at)
    ruled(executive, sent(maya, launch, at=at, concern=concern), at=at)
    concern.refresh_from_db()
    assert (concern.answered_by, concern.answer) == (executive, "One for each\nBoth launches depend on them.")


def test_either_side_gives_up_what_is_prepared(launch: Agreement, maya: Person, lena: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    assert withdraw_escalation(actor=lena, at=at, escalation=packet).state == "withdrawn"


def test_only_the_side_that_asked_gives_up_what_it_asked(
    launch: Agreement, maya: Person, dana: Person, lena: Person, tomas: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    for person in (lena, tomas, executive):
        with refused(ForbiddenError, packet):
            withdraw_escalation(actor=person, at=at, escalation=packet)
    assert withdraw_escalation(actor=dana, at=at, escalation=packet).closed_at == at


def test_it_closes_with_its_agreement(launch: Agreement, maya: Person, at: datetime) -> None:
    packet = sent(maya, launch, at=at)
    end_agreement(actor=maya, at=at, agreement=launch, reason="Merged.")
    packet.refresh_from_db()
    assert (packet.state, packet.closed_at) == ("withdrawn", at)


def test_history_keeps_those_about_how_we_work_from_others(
    launch: Agreement, maya: Person, tomas: Person, outsider: Person, executive: Person, admin: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at, concern=raised(maya, launch, at=at, about=About.WAY_OF_WORKING))
    ruled(executive, packet, at=at)
    told = {reader: events_of(launch, viewer=reader).count() for reader in (tomas, outsider, executive, admin)}
    assert told == {tomas: 7, outsider: 0, executive: 0, admin: 0}


def test_who_reads_a_packet(
    launch: Agreement, maya: Person, tomas: Person, outsider: Person, executive: Person, admin: Person, at: datetime
) -> None:
    everybody = (maya, tomas, outsider, executive, admin)

    def readers(packet: Escalation) -> list[Person]:
        return [person for person in everybody if Escalation.objects.visible_to(person).filter(pk=packet.pk).exists()]

    private = raised(maya, launch, at=at, about=About.WAY_OF_WORKING)
    assert readers(prepared(maya, launch, at=at, concern=private)) == [maya, tomas]
    assert readers(sent(maya, launch, at=at)) == list(everybody)
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    assert readers(sent(tomas, launch, at=at, concern=private)) == [maya, tomas, executive]


def test_a_draft_of_it_stays_with_the_parties(launch: Agreement, maya: Person, executive: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    packet = prepared(maya, launch, at=at)
    assert not Escalation.objects.visible_to(executive).filter(pk=packet.pk).exists()


def test_the_day_passes_where_the_agreement_lives(launch: Agreement, maya: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    ask = partial(ask_for_decision, actor=maya, escalation=packet)
    with refused(PacketIncompleteError, packet):
        ask(at=datetime.fromisoformat("2027-03-10T23:00:00+00:00"))  # midnight in Berlin
    assert ask(at=datetime.fromisoformat("2027-03-10T22:59:59+00:00")).decide_by == date(2027, 3, 10)


def test_an_edit_after_that_day_names_another(launch: Agreement, maya: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)
    late = datetime.fromisoformat("2027-03-12T09:00:00+00:00")
    assert edit_packet(actor=maya, at=late, escalation=packet, draft=WHOLE).revision == packet.revision + 1
