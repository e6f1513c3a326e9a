"""While somebody is away nothing is bundled for them, and whoever stands in is asked in their place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from agreements.models import CheckIn, CheckInRole, Visibility
from reminders.domain.kinds import Kind
from reminders.models import Delivery, Reminder
from reminders.operations.plan import plan
from teams.models import Person, Team
from tests.factories import CommitmentFactory, MembershipFactory, PersonFactory
from tests.reminders.conftest import Deal, LiveThrough
from tests.reminders.mails import reason_of, send_all, text_of
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # 09:00 in Berlin: the first round opens; the deck is due in a week
DAY = timedelta(days=1)


@pytest.fixture
def kim(product: Team) -> Person:
    """Stands in for Dana, who owns the deck and is away until Wednesday."""
    person = PersonFactory.create(name="Kim Novak", time_zone="Europe/Berlin")
    MembershipFactory.create(person=person, team=product)
    return person


@pytest.fixture(autouse=True)
def away(dana: Person, kim: Person) -> None:
    dana.away_until, dana.delegate = date(2027, 3, 10), kim
    dana.save(update_fields=["away_until", "delegate"])


def told(person: Person) -> list[str]:
    return list(Reminder.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_nothing_is_bundled_for_who_is_away(deal: Deal, dana: Person) -> None:
    for at in (MONDAY, MONDAY + DAY, MONDAY + 2 * DAY):
        plan(at=at)

    assert not Delivery.objects.filter(recipient=dana).exists()


def test_not_even_what_comes_on_days_off(deal: Deal, dana: Person) -> None:
    deal.commitment.due_on = date(2027, 3, 9)
    deal.commitment.save(update_fields=["due_on"])
    plan(at=MONDAY + DAY)

    assert told(dana) == []


def test_a_date_that_passed_meanwhile_is_told_as_passed(deal: Deal, dana: Person) -> None:
    deal.commitment.due_on = date(2027, 3, 9)
    deal.commitment.save(update_fields=["due_on"])
    for day in range(4):
        plan(at=MONDAY + day * DAY)

    assert [kind for kind in told(dana) if kind != Kind.CHECK_IN_REQUEST] == [Kind.PAST_DATE]


def test_coming_back_brings_one_mail_with_what_still_stands(
    deal: Deal, dana: Person, sink: SmtpSink, live: LiveThrough
) -> None:
    for day in range(4):
        live(MONDAY + day * DAY)

    (mail,) = sink.to(dana.email)
    assert mail["Date"].datetime.date() == date(2027, 3, 11)
    assert "Enablement deck" in text_of(mail)


def test_the_delegate_is_asked_in_their_place(deal: Deal, kim: Person, sink: SmtpSink, live: LiveThrough) -> None:
    live(MONDAY)

    (mail,) = sink.to(kim.email)
    assert mail["Subject"].startswith("For Dana Whitfield: Enablement deck")
    assert "for Dana Whitfield, who is away until Wed 10 Mar" in " ".join(text_of(mail).split())


def test_the_delegate_is_asked_once_a_round(deal: Deal, kim: Person) -> None:
    for at in (MONDAY, MONDAY + DAY, MONDAY + 2 * DAY):
        plan(at=at)

    assert told(kim) == [Kind.CHECK_IN_REQUEST]


def test_the_delegate_of_somebody_at_work_is_not_asked(deal: Deal, dana: Person, kim: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(away_until=None)
    plan(at=MONDAY)

    assert told(kim) == []


def test_the_delegate_at_the_other_end_is_asked_once_only(deal: Deal, dana: Person, lena: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(delegate=lena)
    plan(at=MONDAY)

    assert told(lena) == [Kind.CHECK_IN_REQUEST]


def test_a_delegate_who_may_not_read_it_is_not_asked(deal: Deal, dana: Person) -> None:
    deal.agreement.visibility = Visibility.PARTIES
    deal.agreement.save(update_fields=["visibility"])
    stranger = PersonFactory.create(time_zone="Europe/Berlin")
    Person.objects.filter(pk=dana.pk).update(delegate=stranger)
    plan(at=MONDAY)

    assert told(stranger) == []


def test_what_is_their_own_and_what_is_not_stand_apart(
    deal: Deal, kim: Person, sales: Team, sink: SmtpSink, live: LiveThrough
) -> None:
    own = CommitmentFactory.create(
        agreement=deal.agreement,
        number=2,
        deliverable="Price list",
        team=deal.commitment.team,
        for_team=sales,
        owner=kim,
        due_on=date(2027, 4, 20),
        is_open=True,
    )
    live(MONDAY)

    (mail,) = sink.to(kim.email)
    assert told(kim) == [Kind.CHECK_IN_REQUEST, Kind.CHECK_IN_REQUEST]
    assert text_of(mail).count(own.deliverable) >= 1
    assert text_of(mail).count("for Dana Whitfield") == 1


def test_once_back_the_delegate_is_not_mailed_any_more(deal: Deal, dana: Person, kim: Person, sink: SmtpSink) -> None:
    plan(at=MONDAY)
    Person.objects.filter(pk=dana.pk).update(away_until=None)
    send_all(MONDAY)

    assert (sink.to(kim.email), reason_of(kim)) == ([], "whom it stood in for is back")


def test_another_delegate_stands_in_now(deal: Deal, dana: Person, maya: Person, kim: Person, sink: SmtpSink) -> None:
    plan(at=MONDAY)
    Person.objects.filter(pk=dana.pk).update(delegate=maya)
    send_all(MONDAY)

    assert reason_of(kim) == "whom it stood in for is back"


def test_the_link_lets_the_delegate_answer(
    deal: Deal, kim: Person, sink: SmtpSink, live: LiveThrough, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(MONDAY)
    monkeypatch.setattr("teams.clock.now", lambda: MONDAY + timedelta(hours=1))
    link = "/c/" + sink.latest_link(kim.email, under="/c/").split("/c/")[1].split("?")[0]
    page = " ".join(client.get(link).content.decode().split())
    client.post(link, {f"{deal.commitment.pk}-say": "on_track"})
    plan(at=MONDAY + 3 * DAY)

    assert "You answer for Dana Whitfield, away until Wed 10 Mar" in page
    assert CheckIn.objects.values_list("person", "role").get() == (kim.pk, CheckInRole.OWNER)


def test_who_was_answered_for_is_not_asked_on_coming_back(
    deal: Deal,
    dana: Person,
    kim: Person,
    sink: SmtpSink,
    live: LiveThrough,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live(MONDAY)
    monkeypatch.setattr("teams.clock.now", lambda: MONDAY + timedelta(hours=1))
    link = "/c/" + sink.latest_link(kim.email, under="/c/").split("/c/")[1].split("?")[0]
    client.post(link, {f"{deal.commitment.pk}-say": "on_track"})
    plan(at=MONDAY + 3 * DAY)

    assert Kind.CHECK_IN_REQUEST not in told(dana)
