"""The page behind a mail link: safe from scanners, saved by one press, neutral when its time is over."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from agreements.models import CheckIn, Commitment, Event
from reminders.models import MailToken
from teams.clock import real_now
from teams.models import Person
from teams.operations.tokens import digest_of
from tests.agreements.views.pages import words
from tests.factories import AT, CommitmentFactory
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db

PLAIN = "k7QLbQY863LwDpWjlG9FfIC4xVt6aC681oWpt8DHW_g"
URL = f"/c/{PLAIN}/"


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def link(deal: Deal, dana: Person) -> MailToken:
    return MailToken.objects.create(
        digest=digest_of(PLAIN),
        person=dana,
        agreement=deal.agreement,
        round_on=date(2027, 3, 8),
        closes_at=AT + timedelta(days=3),
        expires_at=real_now() + timedelta(days=3),
    )


def test_opening_it_shows_what_is_asked(client: Client, link: MailToken) -> None:
    page = client.get(URL).content.decode()

    assert ("Enablement deck" in page, "Nothing is saved until you send." in page) == (True, True)


def test_opening_it_changes_nothing(client: Client, link: MailToken) -> None:
    for _ in range(3):
        client.get(f"{URL}?say=adjust")
    client.head(f"{URL}?say=done")

    assert (CheckIn.objects.count(), Event.objects.count(), Commitment.objects.get().state) == (0, 0, "open")


def test_no_cookie_is_set_and_nothing_submits_itself(client: Client, link: MailToken) -> None:
    answer = client.get(f"{URL}?say=doubt")

    assert (dict(answer.cookies), "autofocus" in answer.content.decode()) == ({}, False)


def test_it_is_kept_by_nobody(client: Client, link: MailToken) -> None:
    answer = client.get(URL)

    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


@pytest.mark.parametrize(("say", "value"), [("doubt", "doubt"), ("at_risk", "doubt"), ("done", "done")])
def test_the_choice_of_the_mail_is_set(client: Client, link: MailToken, say: str, value: str) -> None:
    forms = client.get(f"{URL}?say={say}").context["forms"]

    assert [form.chosen for form in forms] == [value]


def test_with_several_only_the_one_pressed_is_set(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    another(deal, dana)
    forms = client.get(f"{URL}?say=doubt&of={deal.commitment.pk}").context["forms"]

    assert [form.chosen for form in forms] == ["doubt", ""]


def another(deal: Deal, owner: Person) -> Commitment:
    return CommitmentFactory.create(
        agreement=deal.agreement,
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=owner,
        due_on=date(2027, 4, 1),
        is_open=True,
    )


def press(client: Client, deal: Deal, **fields: str) -> object:
    return client.post(URL, {f"{deal.commitment.pk}-{name}": value for name, value in fields.items()})


def test_one_press_saves(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    answer = press(client, deal, say="doubt", note="Needs the logo.")

    given = CheckIn.objects.get()
    assert (answer.status_code, given.person, given.standing, given.note) == (302, dana, "at_risk", "Needs the logo.")  # type: ignore[attr-defined]


def test_the_page_after_it_says_thanks(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal, say="doubt")

    assert "Thanks. Lena will see it." in words(client.get(f"{URL}?sent=1"))


def test_done_declares_it_delivered(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal, say="done", note="On the drive.")
    deal.commitment.refresh_from_db()

    assert (deal.commitment.state, deal.commitment.evidence) == ("delivered", "On the drive.")


def test_the_receiver_cannot_say_done(client: Client, link: MailToken, deal: Deal, lena: Person) -> None:
    MailToken.objects.update(person=lena)
    answer = press(client, deal, say="done")

    assert (answer.status_code, Commitment.objects.get().state) == (422, "open")  # type: ignore[attr-defined]


def test_sending_nothing_says_so(client: Client, link: MailToken, deal: Deal) -> None:
    answer = press(client, deal)

    assert ("Choose how it stands" in answer.content.decode(), answer.status_code) == (True, 422)  # type: ignore[attr-defined]


def test_a_refusal_is_shown_and_keeps_the_text(client: Client, link: MailToken, deal: Deal) -> None:
    answer = press(client, deal, say="doubt", note="Kept text", expected_on="2020-01-01")

    assert (answer.status_code, "Kept text" in answer.content.decode()) == (422, True)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        {"closes_at": AT},
        {"expires_at": AT},
        {"digest": "another"},
    ],
)
def test_when_its_time_is_over_it_says_so_neutrally(client: Client, link: MailToken, change: dict[str, object]) -> None:
    MailToken.objects.update(**change)
    answer = client.get(f"{URL}?say=doubt")

    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"], "Nothing left to answer here" in page, "deck" in page) == (
        200,
        "no-store",
        True,
        False,
    )


def test_its_time_is_over_with_the_account(client: Client, link: MailToken, dana: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)

    assert "Nothing left to answer here" in client.get(URL).content.decode()


def test_a_press_after_its_time_saves_nothing(client: Client, link: MailToken, deal: Deal) -> None:
    MailToken.objects.update(closes_at=AT)
    press(client, deal, say="doubt")

    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "way_on"),
    [
        ({"closes_at": AT}, "/agreements/{number}/?say=doubt"),
        ({"digest": "another"}, "/home/?say=doubt"),
    ],
)
def test_the_choice_is_carried_to_sign_in(
    client: Client, link: MailToken, deal: Deal, change: dict[str, object], way_on: str
) -> None:
    MailToken.objects.update(**change)
    answer = client.get(f"{URL}?say=doubt")

    assert answer.context["way_on"] == way_on.format(number=deal.agreement.number)


def test_an_answer_may_be_changed_until_the_round_ends(client: Client, link: MailToken, deal: Deal) -> None:
    with time_machine.travel(datetime.fromisoformat("2027-03-08T09:00:00Z"), tick=False):
        MailToken.objects.update(closes_at=AT + timedelta(days=9), expires_at=AT + timedelta(days=9))
        press(client, deal, say="doubt")
        press(client, deal, say="on_track")
        forms = client.get(URL).context["forms"]

    assert ([form.chosen for form in forms], CheckIn.objects.count()) == (["on_track"], 1)


def test_a_link_about_one_thing_opens_only_that(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    another(deal, dana)
    MailToken.objects.update(commitment=deal.commitment, round_on=None)

    assert [form.question.commitment for form in client.get(URL).context["forms"]] == [deal.commitment]


def test_a_link_about_one_thing_leads_on_to_it(client: Client, link: MailToken, deal: Deal) -> None:
    MailToken.objects.update(commitment=deal.commitment, closes_at=AT)

    assert client.get(URL).context["way_on"] == f"/agreements/{deal.agreement.number}/commitments/1/"


def test_other_methods_are_refused(client: Client, link: MailToken) -> None:
    assert client.delete(URL).status_code == 405
