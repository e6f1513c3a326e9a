"""What each kind of mail says, rendered from real rows and read back from a real relay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Signature, Sync, Version
from reminders.models import Delivery, MailToken, Reminder
from reminders.operations.plan import plan
from teams.models import Invitation, Person
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    DriftFlagFactory,
    MetricFactory,
    PartyFactory,
    SyncFactory,
)
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import Words, send_all, text_of
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)


def last_to(person: Person) -> Delivery:
    return Delivery.objects.filter(recipient=person).latest("pk")


def test_a_check_in_request(deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    live(MONDAY)

    mail = sink.to(lena.email)[0]
    assert (mail["Subject"], "From Product, due Mon 15 Mar." in text_of(mail), "/?say=doubt&of=" in text_of(mail)) == (
        "Enablement deck: how is it going? (due Mon 15 Mar)",
        True,
        True,
    )


def test_a_request_about_several(deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    deal_again(deal, lena)
    live(MONDAY)

    mail = sink.to(lena.email)[0]
    assert (mail["Subject"], "All of them on one page: http" in text_of(mail)) == (
        "Pricing launch: how are 2 commitments going?",
        True,
    )


def deal_again(deal: Deal, accepted_by: Person) -> None:
    CommitmentFactory.create(
        agreement=deal.agreement,
        deliverable="Price list",
        team=deal.commitment.team,
        for_team=deal.commitment.for_team,
        owner=deal.commitment.owner,
        accepted_by=accepted_by,
        due_on=date(2027, 3, 30),
        is_open=True,
    )


def test_what_was_answered_after_planning_is_not_asked(deal: Deal, sink: SmtpSink, lena: Person, dana: Person) -> None:
    plan(at=MONDAY)
    for person, role in ((dana, "owner"), (lena, "receiver")):
        CheckInFactory.create(
            commitment=deal.commitment, person=person, role=role, round_on=date(2027, 3, 8), at=MONDAY
        )
    send_all(MONDAY)

    assert sink.to(lena.email) == []


def test_a_round_that_ended_in_the_queue_asks_nobody(deal: Deal, sink: SmtpSink, lena: Person) -> None:
    plan(at=MONDAY)
    type(deal.agreement).objects.update(activated_at=AT - timedelta(days=8))
    send_all(MONDAY)

    assert last_to(lena).reason == "the round is over"


def test_a_page_in_many_letters_travels_in_few(deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    type(deal.commitment).objects.update(deliverable="Übergabe")
    live(MONDAY)

    page = sink.to(dana.email)[0].get_body(("html",))
    assert page is not None
    assert (page["Content-Transfer-Encoding"], "&#220;bergabe" in page.get_content()) == ("7bit", True)


def test_one_thing_is_asked_about_once_in_a_mail(deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=dana, opened_at=MONDAY
    )
    live(MONDAY)

    assert text_of(sink.to(dana.email)[0]).count("  Done: ") == 1


def test_html_says_what_the_text_says(deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    live(MONDAY)

    mail = sink.to(dana.email)[0]
    said = {word for word in text_of(mail).replace(":", " ").split() if word.isalpha() and word != "http"}
    assert said - {word.strip(":.,;") for word in Words(mail).words} == set()


def test_no_mail_holds_an_image(deal: Deal, live: LiveThrough, sink: SmtpSink) -> None:
    live(MONDAY)

    assert not [mail for mail in sink.mails if "<img" in mail.as_string()]


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        (datetime(2027, 3, 12, 8, 0, tzinfo=UTC), "Due Mon 15 Mar, in 3 days: Enablement deck"),
        (datetime(2027, 3, 15, 8, 0, tzinfo=UTC), "Due today: Enablement deck"),
        (datetime(2027, 3, 16, 8, 0, tzinfo=UTC), "Past its date: Enablement deck (due Mon 15 Mar)"),
    ],
)
def test_dates(deal: Deal, sink: SmtpSink, dana: Person, at: datetime, subject: str) -> None:
    CheckInFactory.create(commitment=deal.commitment, person=dana, round_on=date(2027, 3, 8), at=MONDAY)
    plan(at=at)
    send_all(at)

    assert sink.to(dana.email)[0]["Subject"].startswith(subject)


def test_what_expired_meanwhile_is_not_said(deal: Deal, sink: SmtpSink, dana: Person) -> None:
    plan(at=MONDAY)
    Reminder.objects.update(expires_at=MONDAY)
    send_all(MONDAY)

    assert set(Delivery.objects.values_list("state", "reason")) == {("skipped", "its time was over")}


def test_a_date_that_passed_in_the_queue_is_not_announced(deal: Deal, sink: SmtpSink, dana: Person) -> None:
    at = datetime(2027, 3, 15, 8, 0, tzinfo=UTC)
    plan(at=at)
    Delivery.objects.update(expires_at=at + timedelta(days=2))
    Reminder.objects.update(expires_at=at + timedelta(days=2))
    send_all(at + timedelta(days=1))

    assert last_to(dana).reason == "its date has passed"


def test_somebody_else_s_commitment_is_not_announced(deal: Deal, sink: SmtpSink, dana: Person, maya: Person) -> None:
    CheckInFactory.create(commitment=deal.commitment, person=dana, round_on=date(2027, 3, 8), at=MONDAY)
    plan(at=MONDAY)
    deal.commitment.owner = maya
    deal.commitment.save(update_fields=["owner"])
    send_all(MONDAY)

    assert "it belongs to somebody else now" in last_to(dana).reason


# --- flags ----------------------------------------------------------------------------------------------


def test_a_flag_for_its_owner(deal: Deal, live: LiveThrough, sink: SmtpSink, maya: Person) -> None:
    metric = MetricFactory.create(agreement=deal.agreement, name="Adoption", reporter=maya)
    DriftFlagFactory.create(
        agreement=deal.agreement,
        metric=metric,
        rule="metric_stale",
        first_told=maya,
        sentence="No reading for 21 days; the cadence is weekly.",
        opened_at=AT,
        shown_at=AT + timedelta(hours=20),
    )
    plan(at=AT)
    send_all(AT)

    mail = sink.to(maya.email)[0]
    assert (
        mail["Subject"],
        "Maya, only you get this today. Tomorrow at 06:00 everybody in it sees it too." in text_of(mail),
    ) == (
        "Heads up: Adoption. No reading for 21 days",
        True,
    )


def test_a_flag_for_the_others_says_who_knew(deal: Deal, sink: SmtpSink, tomas: Person, dana: Person) -> None:
    flag(deal, dana)
    plan(at=AT)
    send_all(AT)

    mail = sink.to(tomas.email)[0]
    assert (mail["Subject"], "Dana Whitfield was told on Mon 1 Mar." in text_of(mail)) == (
        "Enablement deck (Product → Sales) is drifting",
        True,
    )


def flag(deal: Deal, first_told: Person) -> None:
    DriftFlagFactory.create(
        agreement=deal.agreement, commitment=deal.commitment, rule="off_track", first_told=first_told
    )


def test_a_flag_that_closed_is_not_told(deal: Deal, sink: SmtpSink, dana: Person, tomas: Person) -> None:
    flag(deal, dana)
    plan(at=AT)
    deal.agreement.flags.update(closed_at=AT)
    send_all(AT)

    assert last_to(tomas).reason == "the cause is gone"


def test_a_flag_is_not_told_to_who_no_longer_signs(deal: Deal, sink: SmtpSink, dana: Person, tomas: Person) -> None:
    flag(deal, dana)
    plan(at=AT)
    deal.agreement.parties.filter(representative=tomas).update(representative=None)
    send_all(AT)

    assert last_to(tomas).reason == "it belongs to somebody else now"


# --- syncs ----------------------------------------------------------------------------------------------


@pytest.fixture
def sync(deal: Deal) -> Sync:
    """Tuesday 9 March, 10:00 in Berlin; the next on the 23rd."""
    cadence = CadenceFactory.create(agreement=deal.agreement, weekday=1, starts_on=date(2027, 2, 9))
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, 23))
    return SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, 9))


def test_the_day_before_a_sync(sync: Sync, sink: SmtpSink, lena: Person) -> None:
    plan(at=MONDAY)
    send_all(MONDAY)

    mail = sink.to(lena.email)[0]
    assert (mail["Subject"].removesuffix(" (and 1 more)"), "1 of your check-ins is still open" in text_of(mail)) == (
        "Tomorrow 10:00: sync on Pricing launch, 1 item",
        True,
    )


def test_a_sync_replaces_the_request_of_that_day(sync: Sync, sink: SmtpSink, lena: Person) -> None:
    plan(at=MONDAY)
    send_all(MONDAY)

    assert "A check-in is due" not in text_of(sink.to(lena.email)[0])


def test_half_an_hour_before_a_sync_in_another_zone(sync: Sync, sink: SmtpSink, lena: Person) -> None:
    lena.time_zone = "Europe/London"
    lena.save(update_fields=["time_zone"])
    at = sync.starts_at - timedelta(minutes=30)
    plan(at=at)
    send_all(at)

    subject = sink.to(lena.email)[-1]["Subject"].strip()
    assert subject.startswith("Soon, at 09:00 London, 10:00 Berlin: sync on Pricing launch")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cancelled_at": MONDAY}, "the sync was held, cancelled or has begun"),
        ({"starts_at": datetime(2027, 3, 10, 9, 0, tzinfo=UTC)}, "the sync was moved"),
    ],
)
def test_a_sync_that_changed(sync: Sync, sink: SmtpSink, tomas: Person, change: dict[str, object], reason: str) -> None:
    plan(at=MONDAY)
    Sync.objects.filter(pk=sync.pk).update(**change)
    send_all(MONDAY)

    assert last_to(tomas).reason == reason


def test_who_left_the_agreement_is_not_told_of_its_sync(sync: Sync, sink: SmtpSink, tomas: Person) -> None:
    plan(at=MONDAY)
    sync.agreement.parties.filter(representative=tomas).update(representative=None)
    send_all(MONDAY)

    assert last_to(tomas).reason == "the person no longer takes part"


# --- signatures and invitations -------------------------------------------------------------------------


@pytest.fixture
def proposal(deal: Deal, maya: Person, tomas: Person) -> Version:
    """Another agreement of the two, proposed at AT by Maya."""
    agreement = AgreementFactory.create(title="Data rules", state="draft")
    for party in deal.agreement.parties.all():
        PartyFactory.create(agreement=agreement, team=party.team, representative=party.representative)
    type(agreement).objects.filter(pk=agreement.pk).update(state="readback")
    return Version.objects.create(
        agreement=agreement,
        number=1,
        terms={},
        terms_hash="x",
        proposed_by=maya,
        proposed_at=AT,
        answer_by=date(2027, 3, 15),
    )


def test_a_signature_is_asked_at_once(proposal: Version, sink: SmtpSink, tomas: Person) -> None:
    plan(at=AT)
    send_all(AT)

    mail = sink.to(tomas.email)[0]
    # On a Monday the week ahead of who leads a team comes with it.
    assert mail["Subject"] == "Please sign: Data rules, version 1 (and 1 more)"
    assert "You sign for Sales." in text_of(mail)


def test_who_signed_is_not_asked(proposal: Version, sink: SmtpSink, tomas: Person) -> None:
    plan(at=AT)
    party = proposal.agreement.parties.get(representative=tomas)
    Signature.objects.create(version=proposal, party=party, person=tomas, terms_hash="x", signed_at=AT)
    send_all(AT)

    assert "it was signed, or somebody else signs now" in last_to(tomas).reason


def test_a_proposal_taken_back_asks_nobody(proposal: Version, sink: SmtpSink, tomas: Person) -> None:
    plan(at=AT)
    Version.objects.update(taken_back_at=AT)
    send_all(AT)

    assert "taken back" in last_to(tomas).reason


@pytest.fixture
def invitation(outsider: Person, admin: Person) -> Invitation:
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    return Invitation.objects.create(
        person=outsider, invited_by=admin, created_at=AT, expires_at=AT + timedelta(days=14)
    )


def test_an_invitation_reaches_who_has_no_account_yet(invitation: Invitation, sink: SmtpSink) -> None:
    plan(at=AT)
    send_all(AT)

    mail = sink.mails[0]
    assert (mail["Subject"], "Choose a password: http://127.0.0.1:8000/invitation/" in text_of(mail)) == (
        "Ada Admin invites you to Holdfast at Acme",
        True,
    )


def test_an_invitation_that_was_used_is_not_sent(invitation: Invitation, sink: SmtpSink) -> None:
    plan(at=AT)
    Invitation.objects.update(accepted_at=AT)
    send_all(AT)

    assert Delivery.objects.get().reason == "the invitation was used or replaced"


# --- links ----------------------------------------------------------------------------------------------


def test_a_link_is_kept_as_its_digest_only(deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    live(MONDAY)

    plain = text_of(sink.to(lena.email)[0]).split("/c/")[1].split("/")[0]
    token = MailToken.objects.get(person=lena)
    assert (plain in token.digest, len(plain), token.round_on, token.closes_at) == (
        False,
        43,
        date(2027, 3, 8),
        datetime(2027, 3, 11, 23, 0, tzinfo=UTC),
    )


def test_a_german_reader_is_written_to_in_german(deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person) -> None:
    lena.language = "de"
    lena.save()

    live(MONDAY)

    mail = sink.to(lena.email)[0]
    assert mail["Subject"] == "Enablement deck: Wie geht es voran? (fällig Mo, 15. März)"
    assert "Sie bekommen das, weil Sie das geben oder bekommen, wonach hier gefragt wird." in text_of(mail)
    assert Reminder.objects.get(recipient=lena).headline == mail["Subject"]


def test_others_are_written_to_in_english_meanwhile(
    deal: Deal, live: LiveThrough, sink: SmtpSink, lena: Person, dana: Person
) -> None:
    lena.language = "de"
    lena.save()

    live(MONDAY)

    assert sink.to(dana.email)[0]["Subject"] == "Due Mon 15 Mar, in 7 days: Enablement deck"
