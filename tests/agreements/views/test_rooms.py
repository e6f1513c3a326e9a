"""The room of a sync by its answers: what a poll says, what a press does, what is refused and kept."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, CheckIn, Commitment, Decision, Escalation, Presence, Sync, Topic
from agreements.operations.decisions import decide
from agreements.operations.drafts import DecisionDraft
from agreements.operations.syncs import close_sync, go_to, start_sync
from agreements.operations.topics import add_topic
from teams.models import Person
from tests.agreements.views.conftest import PageOf
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, SyncFactory

NOTE = "Deck on Wednesday, guide on Friday."


@pytest.fixture
def now() -> datetime:
    """The hour of the sync, Monday 15 March 2027, 10:00 in Berlin."""
    return datetime.fromisoformat("2027-03-15T09:00:00+00:00")


@pytest.fixture
def sync(launch: Agreement, feature: Commitment, maya: Person, now: datetime, time_machine: TimeMachineFixture) -> Sync:
    """Its room is open, at the feature, which is due today; a topic comes after it."""
    time_machine.move_to(now, tick=False)
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 29))
    sync = SyncFactory.create(cadence=cadence, number=1, slot_on=date(2027, 3, 15))
    topic = add_topic(actor=maya, at=now, agreement=launch, text="Prices for resellers")
    started = start_sync(actor=maya, at=now, sync=sync)
    first = f"commitment/{feature.pk}"
    seen = started.current
    assert {seen, first} <= {first, f"topic/{topic.pk}"}
    return go_to(actor=maya, at=now, sync=started, subject=first, seen=seen)


@pytest.fixture
def here(page_of: PageOf, sync: Sync) -> str:
    return page_of(sync.agreement, "syncs", sync.number)


def seen_at(browser: Client, here: str) -> str:
    """The state that the room has, as its page would ask with it."""
    return browser.get(f"{here}room/").headers["ETag"].strip('"')


def of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_poll_answers_204_until_something_changes(here: str, sync: Sync, maya: Person, now: datetime) -> None:
    browser = of(maya)
    state = seen_at(browser, here)

    assert browser.get(f"{here}room/?seen={state}").status_code == 204
    assert browser.get(f"{here}room/", headers={"if-none-match": f'"{state}"'}).status_code == 204
    go_to(actor=maya, at=now, sync=sync, subject="", seen=sync.current)
    changed = browser.get(f"{here}room/?seen={state}")

    assert changed.status_code == 200
    assert changed.headers["ETag"] != f'"{state}"'
    assert 'id="item"' in changed.content.decode()


def test_a_poll_writes_nothing_and_is_not_kept(here: str, maya: Person) -> None:
    answer = of(maya).get(f"{here}room/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert Presence.objects.count() == 0


def test_a_poll_of_whoever_is_signed_out_or_may_not_see_it(client: Client, here: str, outsider: Person) -> None:
    Agreement.objects.update(visibility="parties")

    assert client.get(f"{here}room/").status_code == 401
    assert of(outsider).get(f"{here}room/").status_code == 404


def test_the_last_poll_says_that_it_is_over_and_stops(here: str, sync: Sync, maya: Person, now: datetime) -> None:
    browser = of(maya)
    state = seen_at(browser, here)
    close_sync(actor=maya, at=now + timedelta(minutes=20), sync=sync)

    answer = browser.get(f"{here}room/?seen={state}")

    assert answer.status_code == 286
    assert "This sync was closed" in words(answer)


def test_outside_the_room_a_poll_only_says_that_it_goes_on(here: str, maya: Person) -> None:
    answer = of(maya).get(f"{here}room/?seen=0-0&at=agenda")

    assert answer.status_code == 286
    assert "The sync goes on now." in words(answer)
    assert "id_note" not in words(answer)


def test_presence_is_noted_and_makes_one_attend(here: str, sync: Sync, lena: Person) -> None:
    assert of(lena).post(f"{here}presence/").status_code == 204
    assert sync.attendances.filter(person=lena).exists()


def test_without_scripts_one_says_so_by_hand(here: str, sync: Sync, lena: Person) -> None:
    browser = of(lena)

    assert "I am here" in words(browser.get(here))
    assert "I am here" not in words(browser.post(f"{here}attendance/", follow=True))


def test_going_on_shows_the_next_to_all(here: str, sync: Sync, maya: Person) -> None:
    topic = Topic.objects.get()
    values = {"subject": sync.current, "to": f"topic/{topic.pk}", "note": ""}

    page = words(of(maya).post(f"{here}item/", values, follow=True))

    sync.refresh_from_db()
    assert sync.current == f"topic/{topic.pk}"
    assert "Prices for resellers" in page


def test_going_on_after_somebody_else_did_says_so(here: str, sync: Sync, maya: Person, now: datetime) -> None:
    left = sync.current
    go_to(actor=maya, at=now, sync=sync, subject="", seen=left)
    topic = Topic.objects.get()

    answer = of(maya).post(f"{here}item/", {"subject": left, "to": f"topic/{topic.pk}"})

    assert answer.status_code == 409
    assert "Somebody else has just moved on." in words(answer)


def test_words_that_are_not_sent_hold_one_back(here: str, sync: Sync, maya: Person) -> None:
    answer = of(maya).post(f"{here}item/", {"subject": sync.current, "to": "", "note": NOTE})

    assert answer.status_code == 422
    assert "Your words are not sent yet." in words(answer)
    assert NOTE in words(answer)


def test_saying_it_is_the_check_in_of_everywhere(here: str, sync: Sync, dana: Person) -> None:
    values = {"subject": sync.current, "standing": "at_risk", "note": NOTE}

    answer = of(dana).post(f"{here}note/", values, follow=True)

    said = CheckIn.objects.get()
    assert (said.person, said.standing, said.note) == (dana, "at_risk", NOTE)
    assert NOTE in words(answer)


def test_saying_done_declares_it_delivered(here: str, sync: Sync, feature: Commitment, dana: Person) -> None:
    of(dana).post(f"{here}note/", {"subject": sync.current, "standing": "done", "note": "In the folder."})

    feature.refresh_from_db()
    assert (feature.state, feature.evidence) == ("delivered", "In the folder.")


@pytest.mark.parametrize("standing", ["", "splendid"])
def test_saying_nothing_known_is_given_back(here: str, sync: Sync, dana: Person, standing: str) -> None:
    answer = of(dana).post(f"{here}note/", {"subject": sync.current, "standing": standing, "note": NOTE})

    assert answer.status_code == 422
    assert NOTE in words(answer)


def test_whoever_neither_owns_nor_receives_it_is_refused(here: str, sync: Sync, maya: Person) -> None:
    answer = of(maya).post(f"{here}note/", {"subject": sync.current, "standing": "on_track"})

    assert answer.status_code == 403


def test_settling_it_names_who_sees_to_it(here: str, sync: Sync, maya: Person, lena: Person) -> None:
    values = {"subject": sync.current, "revision": 0, "kind": "keep", "note": NOTE, "owner": lena.pk}

    page = words(of(maya).post(f"{here}decisions/", values, follow=True))

    decision = Decision.objects.get()
    assert (decision.kind, decision.owner, decision.note) == ("keep", lena, NOTE)
    assert "Stays as agreed." in page


def test_what_was_said_with_it_is_said(here: str, sync: Sync, dana: Person) -> None:
    values = {"subject": sync.current, "revision": 0, "kind": "park", "note": NOTE, "standing": "at_risk"}

    of(dana).post(f"{here}decisions/", values)

    assert (Decision.objects.get().kind, CheckIn.objects.get().standing) == ("park", "at_risk")


def test_settling_what_was_settled_meanwhile_keeps_the_note_and_may_be_pressed_again(
    here: str, sync: Sync, maya: Person, tomas: Person, now: datetime
) -> None:
    decide(actor=tomas, at=now, sync=sync, draft=DecisionDraft(subject=sync.current, kind=DecisionKind.PARK))
    values = {"subject": sync.current, "revision": 0, "kind": "keep", "note": NOTE}

    answer = of(maya).post(f"{here}decisions/", values)

    assert answer.status_code == 409
    page = words(answer)
    assert "Tomas Lindqvist has just decided: it comes back next time." in page
    assert NOTE in page
    assert 'name="revision" value="1"' in page


def test_with_htmx_an_act_brings_the_regions_alone(here: str, sync: Sync, maya: Person) -> None:
    values = {"subject": sync.current, "revision": 0, "kind": "keep"}

    answer = of(maya).post(f"{here}decisions/", values, headers={"HX-Request": "true"})

    page = words(answer)
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert "Settled; seen by all." in page


def test_a_new_date_goes_on_to_the_form_of_a_change_and_back(
    here: str, sync: Sync, feature: Commitment, maya: Person
) -> None:
    browser = of(maya)
    values = {"subject": sync.current, "revision": 0, "kind": "renegotiate", "note": NOTE}

    answer = browser.post(f"{here}decisions/", values)
    form = browser.get(answer.headers["Location"])

    assert f"commitment={feature.number}" in answer.headers["Location"]
    assert NOTE in words(form)
    assert "The feature" in words(form)


def test_asking_for_help_opens_the_packet(here: str, sync: Sync, maya: Person) -> None:
    answer = of(maya).post(f"{here}decisions/", {"subject": sync.current, "revision": 0, "kind": "escalate"})

    assert answer.headers["Location"] == f"/escalations/{Escalation.objects.get().pk}/"


def test_others_read_the_room_and_press_nothing(here: str, sync: Sync, outsider: Person) -> None:
    browser = of(outsider)

    page = words(browser.get(here))

    assert "The feature" in page
    assert "Keep the date" not in page
    values = {"subject": sync.current, "revision": 0, "kind": "keep"}
    assert browser.post(f"{here}decisions/", values).status_code == 403


def test_closing_it_shows_the_notes_person_by_person(here: str, sync: Sync, maya: Person, now: datetime) -> None:
    decide(actor=maya, at=now, sync=sync, draft=DecisionDraft(subject=sync.current, kind=DecisionKind.KEEP, note=NOTE))

    page = words(of(maya).post(f"{here}closing/", follow=True))

    assert "Notes: one thing settled" in page
    assert page.index("Dana Whitfield") < page.index(NOTE)
    assert "Nothing this time: Lena Brandt, Maya Okafor and Tomas Lindqvist." in page
    assert "Mon 29 Mar" in page
    assert "1 person-minute" in page
