"""What the page behind a mail link asks for and offers: the words, the number, the concern, the undo, the way on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from agreements.models import CheckIn, Commitment, Concern, Reading
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import accept
from agreements.operations.drafts import CheckInDraft
from reminders.models import MailToken, Reply
from teams.clock import real_now
from teams.models import Person
from teams.operations.tokens import digest_of
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, CommitmentFactory, MetricFactory, ReadingFactory, SyncFactory
from tests.reminders.conftest import Deal

PLAIN = "k7QLbQY863LwDpWjlG9FfIC4xVt6aC681oWpt8DHW_g"
URL = f"/c/{PLAIN}/"
NOW = datetime.fromisoformat("2027-03-10T09:00:00Z")  # within the round of the sync of 15 March
STARTS_AT = datetime.fromisoformat("2027-03-15T09:00:00Z")
ROUND_ON = date(2027, 3, 15)


@pytest.fixture(autouse=True)
def _wednesday(time_machine: TimeMachineFixture, deal: Deal) -> None:
    time_machine.move_to(NOW, tick=False)
    SyncFactory.create(cadence=CadenceFactory.create(agreement=deal.agreement), slot_on=ROUND_ON)


@pytest.fixture
def link(deal: Deal, dana: Person) -> MailToken:
    return link_for(deal, dana)


def link_for(deal: Deal, person: Person, plain: str = PLAIN, **changes: object) -> MailToken:
    values = {"round_on": ROUND_ON, "closes_at": STARTS_AT, "expires_at": real_now() + timedelta(days=5)} | changes
    return MailToken.objects.create(digest=digest_of(plain), person=person, agreement=deal.agreement, **values)


def another(deal: Deal, owner: Person) -> Commitment:
    return CommitmentFactory.create(
        agreement=deal.agreement,
        number=2,
        deliverable="Price list",
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=owner,
        accepted_by=deal.commitment.accepted_by,
        due_on=date(2027, 4, 1),
        is_open=True,
    )


def press(client: Client, commitment: Commitment, more: dict[str, str] | None = None, **fields: str) -> object:
    return client.post(URL, {f"{commitment.pk}-{name}": value for name, value in fields.items()} | (more or {}))


def test_it_says_whom_it_tells(client: Client, link: MailToken) -> None:
    assert "Tell: Lena Brandt (Sales), and at the sync." in words(client.get(URL))


def test_without_a_sync_it_tells_the_other_alone(client: Client, link: MailToken, deal: Deal) -> None:
    deal.agreement.syncs.all().delete()

    assert "Tell: Lena Brandt (Sales)." in words(client.get(URL))


def test_all_of_the_round_stand_on_it_by_date(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    another(deal, dana)
    forms = client.get(URL).context["forms"]

    assert [form.question.line.deliverable for form in forms] == ["Enablement deck", "Price list"]


def test_done_takes_what_can_be_seen(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="done", evidence="https://example.org/deck", note="Not this.")

    assert Commitment.objects.get().evidence == "https://example.org/deck"


def test_a_date_goes_with_doubt_only(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="on_track", expected_on="2027-03-20")

    assert CheckIn.objects.get().expected_on is None


# Undo.


def test_the_latest_press_is_taken_back(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="doubt")
    answer = client.post(f"{URL}undo/", follow=True)

    assert ("Taken back. You can answer again." in words(answer), CheckIn.objects.count()) == (True, 0)


def test_all_that_one_press_said_is_taken_back(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    other = another(deal, dana)
    press(client, deal.commitment, {f"{other.pk}-say": "done"}, say="doubt")
    client.post(f"{URL}undo/")
    states = set(Commitment.objects.values_list("state", flat=True))

    assert (CheckIn.objects.count(), states) == (0, {"open"})


def test_an_earlier_press_stays(
    client: Client, link: MailToken, deal: Deal, dana: Person, time_machine: TimeMachineFixture
) -> None:
    other = another(deal, dana)
    press(client, deal.commitment, say="doubt")
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    press(client, other, say="on_track")
    client.post(f"{URL}undo/")

    assert CheckIn.objects.get().commitment == deal.commitment


def test_after_two_minutes_it_says_so(
    client: Client, link: MailToken, deal: Deal, time_machine: TimeMachineFixture
) -> None:
    press(client, deal.commitment, say="doubt")
    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    answer = client.post(f"{URL}undo/")

    assert (answer.status_code, "The two minutes are over." in words(answer)) == (409, True)
    assert (CheckIn.objects.count(), "Undo" in words(client.get(URL))) == (1, False)


def test_done_is_taken_back_until_it_is_answered(
    client: Client, link: MailToken, deal: Deal, time_machine: TimeMachineFixture
) -> None:
    press(client, deal.commitment, say="done")
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    offered = "is declared done. Lena is asked to confirm." in words(client.get(URL))
    client.post(f"{URL}undo/", {"delivery": deal.commitment.pk})

    assert (offered, Commitment.objects.get().state) == (True, "open")


def test_done_and_answered_leaves_nothing(client: Client, link: MailToken, deal: Deal, lena: Person) -> None:
    press(client, deal.commitment, say="done")
    accept(actor=lena, at=NOW, commitment=deal.commitment)

    assert "Nothing left to answer here" in words(client.get(URL))
    assert "Nothing left to answer here" in words(client.post(f"{URL}undo/"))


def test_opening_the_undo_takes_nothing_back(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="doubt")
    answer = client.get(f"{URL}undo/")

    assert (answer.status_code, answer["Cache-Control"], CheckIn.objects.count()) == (405, "no-store", 1)


# Need to adjust continues to the change, carrying the date.


def test_need_to_adjust_leads_on_to_the_change(client: Client, link: MailToken, deal: Deal) -> None:
    answer = press(client, deal.commitment, say="adjust", expected_on="2027-03-22")
    page = client.get(answer["Location"])  # type: ignore[index]  # an answer has headers
    there = f"/agreements/{deal.agreement.number}/amendments/new/?commitment=1&due=2027-03-22"

    assert f'href="{there.replace("&", "&amp;")}" >Continue to the change' in words(page)
    assert client.get(there)["Location"].startswith("/sign-in/?next=")


def test_the_change_begins_with_the_date(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    press(client, deal.commitment, say="adjust", expected_on="2027-03-22")
    client.force_login(dana)
    page = client.get(f"/agreements/{deal.agreement.number}/amendments/new/?commitment=1&due=2027-03-22")

    assert 'value="2027-03-22"' in words(page)


def test_a_link_about_one_thing_leads_on_too(client: Client, deal: Deal, dana: Person) -> None:
    link_for(deal, dana, commitment=deal.commitment, round_on=None)
    press(client, deal.commitment, say="adjust")

    assert "Continue to the change" in words(client.get(URL))


@pytest.mark.parametrize("say", ["doubt", "on_track"])
def test_what_holds_leads_nowhere(client: Client, link: MailToken, deal: Deal, say: str) -> None:
    press(client, deal.commitment, say=say)

    assert "Continue to the change" not in words(client.get(URL))


# The number that its reader reports.


def test_a_value_is_saved_with_the_same_press(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    metric = MetricFactory.create(agreement=deal.agreement, name="Trials", reporter=dana, joint_at=NOW)
    ReadingFactory.create(metric=metric, value=Decimal(120), on=date(2027, 3, 3))
    page = words(client.get(URL))
    press(client, deal.commitment, {f"metric-{metric.pk}-value": "131.5"}, say="on_track")
    read = Reading.objects.get(on=date(2027, 3, 10))

    assert ("Trials (leads), today" in page, "Last: 120 leads." in page) == (True, True)
    assert (read.value, read.recorded_by, CheckIn.objects.count()) == (Decimal("131.5"), dana, 1)


def test_a_value_alone_is_an_answer_too(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    metric = MetricFactory.create(agreement=deal.agreement, reporter=dana, joint_at=NOW)

    assert client.post(URL, {f"metric-{metric.pk}-value": "7"}).status_code == 302
    assert Reading.objects.get().value == 7


@pytest.mark.parametrize("value", ["many", "NaN"])
def test_a_value_that_is_none_saves_nothing(
    client: Client, link: MailToken, deal: Deal, dana: Person, value: str
) -> None:
    metric = MetricFactory.create(agreement=deal.agreement, reporter=dana, joint_at=NOW)
    answer = press(client, deal.commitment, {f"metric-{metric.pk}-value": value}, say="on_track")

    assert (answer.status_code, CheckIn.objects.count()) == (422, 0)  # type: ignore[attr-defined]


def test_others_numbers_are_not_asked_for(client: Client, link: MailToken, deal: Deal, lena: Person) -> None:
    MetricFactory.create(agreement=deal.agreement, name="Trials", reporter=lena, joint_at=NOW)

    assert "Trials" not in words(client.get(URL))


# A concern.


def test_a_concern_is_raised_about_what_is_asked(client: Client, link: MailToken, deal: Deal, dana: Person) -> None:
    fields = {"text": "The deck waits for prices.", "about": "work", "commitment": str(deal.commitment.pk)}
    answer = client.post(f"{URL}concern/", {f"concern-{name}": value for name, value in fields.items()}, follow=True)
    concern = Concern.objects.get()

    assert (concern.raised_by, concern.text, concern.about, concern.commitment) == (
        dana,
        "The deck waits for prices.",
        "work",
        deal.commitment,
    )
    assert "Thanks. Your concern is raised" in words(answer)


def test_a_concern_needs_words(client: Client, link: MailToken) -> None:
    answer = client.post(f"{URL}concern/", {"concern-about": "work"})

    assert (
        answer.status_code,
        Concern.objects.count(),
        "<details open" in words(answer).replace(' class="fold card-body"', ""),
    ) == (
        422,
        0,
        True,
    )


def test_a_concern_about_another_thing_is_not_taken(client: Client, link: MailToken) -> None:
    fields = {"concern-text": "No.", "concern-about": "work", "concern-commitment": "999999"}

    assert (client.post(f"{URL}concern/", fields).status_code, Concern.objects.count()) == (422, 0)


# A reply by mail.


def reply(link: MailToken, text: str, commitment: Commitment | None = None) -> None:
    token = link_for_reply(link)
    Reply.objects.create(token=token, message_id=f"<{text}>", commitment=commitment, text=text, received_at=NOW)


def link_for_reply(link: MailToken) -> MailToken:
    return MailToken.objects.create(
        digest=digest_of(f"reply {MailToken.objects.count()}"),
        purpose="reply",
        person=link.person,
        agreement=link.agreement,
        round_on=link.round_on,
        closes_at=link.closes_at,
        expires_at=link.expires_at,
    )


def test_a_reply_is_the_note_to_begin_with(client: Client, link: MailToken, deal: Deal) -> None:
    reply(link, "Prices come on Friday.", deal.commitment)
    page = client.get(URL)

    assert ([form["note"].value() for form in page.context["forms"]], "This is from your mail." in words(page)) == (
        ["Prices come on Friday."],
        True,
    )


def test_a_reply_that_names_nothing_is_about_the_only_one(client: Client, link: MailToken) -> None:
    reply(link, "Prices come on Friday.")

    assert client.get(URL).context["forms"][0]["note"].value() == "Prices come on Friday."


def test_a_reply_that_names_nothing_is_shown_to_be_placed(
    client: Client, link: MailToken, deal: Deal, dana: Person
) -> None:
    another(deal, dana)
    reply(link, "Prices come on Friday.")
    page = client.get(URL)

    assert "You wrote by mail: “Prices come on Friday.”" in words(page)
    assert [form["note"].value() for form in page.context["forms"]] == ["", ""]


def test_an_answer_counts_more_than_a_reply_before_it(client: Client, link: MailToken, deal: Deal) -> None:
    reply(link, "Prices come on Friday.", deal.commitment)
    press(client, deal.commitment, say="doubt", note="Prices came.")

    assert client.get(URL).context["forms"][0]["note"].value() == "Prices came."


def test_an_address_for_replies_opens_no_page(client: Client, link: MailToken) -> None:
    MailToken.objects.update(purpose="reply")

    assert "Nothing left to answer here" in words(client.get(URL))


# The owner's word is sealed from its receiver here too.


@pytest.fixture
def of_lena(deal: Deal, dana: Person, lena: Person) -> MailToken:
    doubt = CheckInDraft(standing="at_risk", note="The logo is missing.")  # type: ignore[arg-type]  # its own word
    check_in(actor=dana, at=NOW, commitment=deal.commitment, answer=doubt)
    return link_for(deal, lena)


def test_the_receiver_reads_that_there_is_a_word(client: Client, of_lena: MailToken) -> None:
    page = words(client.get(URL))

    assert "Dana Whitfield (Product) has answered; you read it with an answer of your own" in page
    assert ("Last word" in page, "logo" in page) == (False, False)


def test_with_an_answer_of_their_own_they_read_it(client: Client, of_lena: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="on_track")

    page = words(client.get(URL))

    assert ("Last word: some doubt, 10 Mar" in page, "You said: on track" in page) == (True, True)


def test_the_date_given_before_stands_in_its_field(client: Client, link: MailToken, deal: Deal) -> None:
    press(client, deal.commitment, say="adjust", expected_on="2027-03-22")

    assert 'value="2027-03-22"' in words(client.get(URL))
