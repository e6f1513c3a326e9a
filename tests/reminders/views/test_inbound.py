from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from agreements.domain.commitments import Standing
from agreements.models import CheckIn, Commitment, Event
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.reports.history import told
from reminders.models import MailToken, Reply
from teams.models import Person
from tests.factories import CommitmentFactory
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.replying import ADDRESS, DOMAIN, NOTE, a_mail, handed_over, reply_to
from tests.sinks import SmtpSink

ROUND = datetime.fromisoformat("2027-03-08T07:30:00Z")  # its first round opens, 08:30 in Berlin


@pytest.fixture(autouse=True)
def takes_replies(settings: Settings) -> None:
    settings.REPLY_DOMAIN = DOMAIN
    settings.INBOUND_MAIL_SECRET = "a key that the relay knows"


@pytest.fixture
def asked(deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person, at: datetime) -> SmtpSink:
    """Dana and Lena have been asked how the deck stands; it is the first morning of the round."""
    Person.objects.update(time_zone="Europe/Berlin")
    live(ROUND)
    return sink


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reminders.views.inbound.clock.now", lambda: ROUND + timedelta(hours=2))


def test_a_reply_waits_for_the_answer_on_its_page(asked: SmtpSink, deal: Deal, dana: Person) -> None:
    (mail,) = asked.to(dana.email)

    answer = handed_over(reply_to(mail, by=dana))

    assert (answer.status_code, answer.content) == (202, b"")
    assert Reply.objects.values_list("text", "commitment", "message_id").get() == (
        NOTE,
        deal.commitment.pk,
        "<one@acme.example>",
    )
    link = asked.latest_link(dana.email, under="/c/")
    assert NOTE in Client().get(f"/c/{link.split('/c/')[1]}").content.decode()
    assert not CheckIn.objects.exists()


def test_a_reply_becomes_the_note_of_the_answer_of_its_round(asked: SmtpSink, deal: Deal, dana: Person) -> None:
    (mail,) = asked.to(dana.email)
    draft = CheckInDraft(standing=Standing.ON_TRACK, note="So far.")
    check_in(actor=dana, at=ROUND + timedelta(hours=1), commitment=deal.commitment, answer=draft)

    handed_over(reply_to(mail, by=dana))

    assert CheckIn.objects.get().note == f"So far.\n{NOTE}"
    (entry,) = told(Event.objects.filter(kind="reply_noted"))
    assert (entry.who, entry.what, entry.quote) == ("Dana Whitfield", "added a note by mail", f"So far.\n{NOTE}")


def test_standing_words_are_not_acted_upon(asked: SmtpSink, deal: Deal, dana: Person) -> None:
    (mail,) = asked.to(dana.email)

    handed_over(reply_to(mail, by=dana, text="On track, the guide starts today."))

    assert Reply.objects.get().text == "On track, the guide starts today."
    assert not CheckIn.objects.exists()


def test_of_several_the_first_line_names_one(
    deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person, lena: Person
) -> None:
    second = CommitmentFactory.create(
        agreement=deal.agreement,
        number=2,
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=dana,
        accepted_by=lena,
        is_open=True,
    )
    Commitment.objects.update(due_on=date(2027, 4, 15))
    live(ROUND)
    (mail,) = sink.to(dana.email)
    labels = ("2:", f"{second.label}:", "7:", f"A-{deal.agreement.number + 1}.2:", "")

    for place, label in enumerate(labels):
        handed_over(reply_to(mail, by=dana, text=f"{label} {NOTE}", message_id=f"<{place}@acme.example>"))

    assert list(Reply.objects.order_by("pk").values_list("commitment", "text")) == [
        (second.pk, NOTE),
        (second.pk, NOTE),
        (None, f"7: {NOTE}"),
        (None, f"A-{deal.agreement.number + 1}.2: {NOTE}"),
        (None, NOTE),
    ]


def test_the_same_mail_twice_is_one(asked: SmtpSink, dana: Person) -> None:
    (mail,) = asked.to(dana.email)

    answers = [handed_over(reply_to(mail, by=dana)).status_code for _ in range(2)]

    assert (answers, Reply.objects.count()) == ([202, 202], 1)


def test_nothing_is_kept_of_what_is_no_answer_and_all_is_answered_alike(
    asked: SmtpSink, deal: Deal, dana: Person, outsider: Person
) -> None:
    (mail,) = asked.to(dana.email)
    address = str(mail["Reply-To"])
    contents = [
        reply_to(mail, by=outsider),
        reply_to(mail, by=dana).replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:"),
        reply_to(mail, by=dana).replace(b"Subject:", b"Precedence: bulk\nSubject:"),
        a_mail(to=f"reply+{'a' * 52}@{DOMAIN}", by=dana),
        a_mail(to=address.replace(DOMAIN, "elsewhere.example"), by=dana),
        a_mail(to=address, by=dana, text="> quoted"),
        b"\n",
        b"\x00\xff no mail at all",
    ]

    answers = {(answer.status_code, answer.content) for answer in map(handed_over, contents)}

    assert answers == {(202, b"")}
    assert not Reply.objects.exists()


def test_after_the_round_nothing_is_taken_in(asked: SmtpSink, dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    (mail,) = asked.to(dana.email)
    monkeypatch.setattr("reminders.views.inbound.clock.now", lambda: ROUND + timedelta(days=60))

    handed_over(reply_to(mail, by=dana))

    assert not Reply.objects.exists()


def test_whoever_left_is_not_heard(asked: SmtpSink, dana: Person) -> None:
    (mail,) = asked.to(dana.email)
    Person.objects.filter(pk=dana.pk).update(is_active=False)

    handed_over(reply_to(mail, by=dana))

    assert not Reply.objects.exists()


def test_a_delegate_answers_too(asked: SmtpSink, dana: Person, maya: Person) -> None:
    (mail,) = asked.to(dana.email)
    Person.objects.filter(pk=dana.pk).update(delegate=maya)

    handed_over(reply_to(mail, by=maya))

    assert Reply.objects.count() == 1


def test_the_address_opens_no_page_and_the_link_takes_no_mail(asked: SmtpSink, dana: Person) -> None:
    (mail,) = asked.to(dana.email)
    plain = str(mail["Reply-To"]).partition("+")[2].partition("@")[0]

    page = Client().get(f"/c/{plain}/")

    assert "Enablement deck" not in page.content.decode()
    assert len(str(mail["Reply-To"]).partition("@")[0]) <= 64
    assert set(MailToken.objects.filter(person=dana).values_list("purpose", flat=True)) == {"answer", "reply"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Holdfast-Signature": "sha256=" + "0" * 64}, 403),
        ({"X-Holdfast-Signature": ""}, 403),
        ({"X-Holdfast-Signature": "ü"}, 403),
        ({"X-Holdfast-Timestamp": ""}, 403),
        ({"X-Holdfast-Timestamp": "soon"}, 403),
        ({"X-Holdfast-Timestamp": "9" * 30}, 403),
    ],
)
def test_what_is_not_signed_is_not_read(headers: dict[str, Any], status: int, db: None) -> None:
    assert handed_over(b"From: a@b\n\nx", **headers).status_code == status


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_request_is_good_for_five_minutes(minutes: int, db: None) -> None:
    sent_at = datetime.now().timestamp() + 60 * minutes

    assert handed_over(b"From: a@b\n\nx", sent_at=sent_at).status_code == 403


def test_what_is_too_large_or_no_mail_is_not_read(db: None) -> None:
    large = handed_over(b"x" * 1_000_001)
    other = Client().post(ADDRESS, b"x", content_type="application/json")

    assert (large.status_code, other.status_code) == (413, 415)


def test_only_posts_are_taken(db: None) -> None:
    answer = Client().get(ADDRESS)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_without_a_key_there_is_no_such_address(settings: Settings, db: None) -> None:
    settings.INBOUND_MAIL_SECRET = ""

    assert (Client().get(ADDRESS).status_code, handed_over(b"x").status_code) == (404, 404)


@pytest.mark.parametrize("missing", ["REPLY_DOMAIN", "INBOUND_MAIL_SECRET"])
def test_without_domain_and_key_no_mail_asks_for_replies(
    missing: str, settings: Settings, deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person
) -> None:
    setattr(settings, missing, "")

    live(ROUND)

    assert [mail["Reply-To"] for mail in sink.to(dana.email)] == [None] * len(sink.to(dana.email))
    assert not MailToken.objects.filter(purpose="reply").exists()
