"""Of the two people asked in a round neither can tell from anything what the other has said, before they have answered.

Two worlds that differ in that word alone look the same to them, to the letter: on every page, in every list and answer
of the API, in the register of flags, in health and in counts. What needs adjusting, and an expected date, is told.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from agreements.domain.commitments import Standing
from agreements.models import Agreement, Commitment, DriftFlag
from agreements.operations.checkins import check_in, undo_check_in
from agreements.operations.drafts import CheckInDraft
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import CadenceFactory, SyncFactory

AT = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # within the round of the sync of 15 March
LAST_MONTH = AT - timedelta(days=20)
STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

type Sight = Mapping[str, str]
type Look = Callable[[Person], Sight]


@pytest.fixture(autouse=True)
def syncs(launch: Agreement) -> None:
    cadence = CadenceFactory.create(agreement=launch)
    for number, day in enumerate((date(2027, 3, 15), date(2027, 3, 29)), start=1):
        SyncFactory.create(cadence=cadence, number=number, slot_on=day)


@pytest.fixture
def look(launch: Agreement, feature: Commitment, api: ApiFactory) -> Look:
    """`look(person)`: all that tells of the agreement, by address, with what differs between any two loads masked."""
    here, there = f"/agreements/{launch.slug}/", f"/api/v1/agreements/{launch.number}/"
    pages = [
        *("/home/", "/agreements/", "/commitments/", "/flags/", "/flags/?state=closed", "/dashboard/"),
        *(here, f"{here}commitments/{feature.number}/", f"{here}history/", f"{here}syncs/1/"),
    ]
    calls = [
        *("/api/v1/flags/", "/api/v1/commitments/?health=watch", there, f"{there}history/"),
        *(f"/api/v1/commitments/{feature.pk}/", f"/api/v1/commitments/{feature.pk}/check-ins/"),
    ]

    def looks(person: Person) -> Sight:
        browser, program = Client(), api(person, "read")
        browser.force_login(person)
        answers = {page: browser.get(page) for page in pages} | {call: program.get(call) for call in calls}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {address: masked(answer.content.decode()) for address, answer in answers.items()}

    return looks


def masked(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"flag(s/|-)\d+", "flag", text)
    return re.sub(r'"id":\d+', '"id":0', text)


def say(person: Person, commitment: Commitment, word: str, *, at: datetime = AT, note: str = "") -> None:
    draft = CheckInDraft(standing=Standing(word), note=note)
    check_in(actor=person, at=at, commitment=commitment, answer=draft)


def world(act: Callable[[], object], look: Look, viewer: Person, *, at: datetime = AT + HOUR) -> Sight:
    """What ``viewer`` sees at ``at`` once ``act`` was done; nothing of it stays."""
    with time_machine.travel(at, tick=False), transaction.atomic():
        act()
        seen = look(viewer)
        transaction.set_rollback(True)
    return seen


def different(one: Sight, other: Sight) -> list[str]:
    return [address for address in one if one[address] != other[address]]


@pytest.mark.parametrize("before", [None, "at_risk"])
def test_the_receiver_cannot_tell_doubt_from_on_track(
    look: Look, feature: Commitment, dana: Person, lena: Person, before: str | None
) -> None:
    if before:
        say(dana, feature, before, at=LAST_MONTH)
    fine = world(lambda: say(dana, feature, "on_track", note="All fine."), look, lena)
    doubt = world(lambda: say(dana, feature, "at_risk", note="The logo is missing."), look, lena)

    assert different(fine, doubt) == []


def test_the_owner_cannot_tell_what_the_receiver_said(
    look: Look, feature: Commitment, dana: Person, lena: Person
) -> None:
    fine = world(lambda: say(lena, feature, "on_track"), look, dana)
    doubt = world(lambda: say(lena, feature, "at_risk", note="I hear nothing."), look, dana)

    assert different(fine, doubt) == []


def test_nor_can_who_stands_in_for_the_receiver(
    look: Look, feature: Commitment, dana: Person, lena: Person, tomas: Person
) -> None:
    Person.objects.filter(pk=lena.pk).update(delegate=tomas)
    fine = world(lambda: say(dana, feature, "on_track"), look, tomas)
    doubt = world(lambda: say(dana, feature, "at_risk"), look, tomas)

    assert different(fine, doubt) == []


def test_what_was_taken_back_tells_as_little(look: Look, feature: Commitment, dana: Person, lena: Person) -> None:
    def said_and_undone(word: str) -> None:
        draft = CheckInDraft(standing=Standing(word), note=f"It is {word}.")
        given = check_in(actor=dana, at=AT, commitment=feature, answer=draft)
        undo_check_in(actor=dana, at=AT, check_in=given)

    fine = world(lambda: said_and_undone("on_track"), look, lena)
    doubt = world(lambda: said_and_undone("at_risk"), look, lena)

    assert different(fine, doubt) == []


def test_need_to_adjust_is_told_at_once(look: Look, feature: Commitment, dana: Person, lena: Person) -> None:
    fine = world(lambda: say(dana, feature, "on_track"), look, lena)
    adjust = world(lambda: say(dana, feature, "off_track"), look, lena)

    assert {"/home/", "/flags/", f"/api/v1/commitments/{feature.pk}/"} <= set(different(fine, adjust))


@pytest.mark.parametrize("opens", ["the answer of the receiver", "the start of the sync"])
def test_then_it_is_told(look: Look, feature: Commitment, dana: Person, lena: Person, opens: str) -> None:
    is_answer = opens == "the answer of the receiver"

    def said(word: str) -> None:
        say(dana, feature, word)
        if is_answer:
            say(lena, feature, "on_track", at=AT + HOUR)

    at = AT + 2 * HOUR if is_answer else STARTS_AT
    fine = world(lambda: said("on_track"), look, lena, at=at)
    doubt = world(lambda: said("at_risk"), look, lena, at=at)

    assert {f"/api/v1/commitments/{feature.pk}/", f"/agreements/{feature.agreement.slug}/history/"} <= set(
        different(fine, doubt)
    )


def test_others_read_the_word_at_once(look: Look, feature: Commitment, dana: Person, maya: Person) -> None:
    fine = world(lambda: say(dana, feature, "on_track"), look, maya)
    doubt = world(lambda: say(dana, feature, "at_risk"), look, maya)

    assert f"/api/v1/commitments/{feature.pk}/" in different(fine, doubt)
    assert not DriftFlag.objects.exists()
