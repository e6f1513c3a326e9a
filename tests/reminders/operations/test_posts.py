"""What is posted arrives as often as its channel promises, whatever happens on the way."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings
from standardwebhooks.webhooks import Webhook

from agreements.models import Event
from agreements.operations.events import record
from reminders import failpoints
from reminders.domain.channels import Channel
from reminders.domain.deliveries import LEASE
from reminders.domain.kinds import Kind
from reminders.models import Delivery, Endpoint, Reminder
from reminders.operations.attempts import Moment
from reminders.operations.audit import audit_deliveries
from reminders.operations.endpoints import EndpointDraft, add_endpoint, send_test, start_endpoint, stop_endpoint
from reminders.operations.plan import plan
from reminders.operations.post_hints import hint_posts, to_post
from reminders.operations.post_plans import plan_posts
from reminders.operations.posts import post
from reminders.operations.sweep import sweep_leases
from teams.clock import real_now
from teams.models import MembershipRole, Person, Team
from teams.operations.people import deactivate_person
from tests.factories import MembershipFactory, TeamFactory
from tests.receivers import HttpSink
from tests.reminders.conftest import Deal

CONVERSATIONS = [Channel.SLACK, Channel.TEAMS]
EVERY = [*CONVERSATIONS, Channel.WEBHOOK]

type Add = Callable[..., Endpoint]


class Died(BaseException):
    """The worker is gone, in the middle of what it did."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[HttpSink]:
    server = HttpSink()
    server.start()
    settings.OUTGOING_TEST_SINK = server.origin
    yield server
    server.stop()


@pytest.fixture
def add(receiver: HttpSink, at: datetime) -> Add:
    """`add(actor, channel, team=...)` is an endpoint that leads to the receiver, since an hour."""

    def added(actor: Person, channel: Channel, *, team: Team | None = None, events: tuple[str, ...] = ()) -> Endpoint:
        draft = EndpointDraft(
            channel=channel, name=f"My {channel}", url=f"{receiver.origin}/{channel}/key", team=team, events=events
        )
        return add_endpoint(actor=actor, at=at - timedelta(hours=1), draft=draft)[0]

    return added


@pytest.fixture
def one(add: Add, admin: Person, maya: Person, at: datetime) -> Callable[[Channel], Delivery]:
    """`one(channel)` is a test message that waits."""
    return lambda channel: send_test(
        actor=admin if channel is Channel.WEBHOOK else maya,
        at=at,
        endpoint=add(admin if channel is Channel.WEBHOOK else maya, channel),
    )


def go(at: datetime) -> int:
    """Post everything that may be posted at ``at``."""
    ids = list(to_post(at=at).values_list("pk", flat=True))
    return post(ids=ids, now=Moment(at, real_now()))


def told(person: Person, deal: Deal, at: datetime, kind: Kind = Kind.DUE_SOON, name: str = "") -> Reminder:
    return Reminder.objects.create(
        kind=kind,
        key=f"{kind}|commitment:{deal.commitment.pk}|{name}|person:{person.pk}|once",
        recipient=person,
        agreement=deal.agreement,
        commitment=deal.commitment,
        subject_on=deal.commitment.due_on,
        local_on=at.date(),
        due_at=at,
        expires_at=at + timedelta(days=7),
        headline="Due soon: Enablement deck",
    )


def carried_by_mail(reminder: Reminder) -> None:
    mail = Delivery.objects.create(
        dedupe_key=f"email|{reminder.key}",
        recipient=reminder.recipient,
        kind=reminder.kind,
        planned_at=reminder.due_at,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
        state="skipped",
        reason="a test",
    )
    mail.reminders.add(reminder)


def adds_up() -> bool:
    return audit_deliveries().differences == ()


@pytest.mark.parametrize("channel", EVERY)
def test_a_message_is_taken_once(
    channel: Channel, one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(channel)

    assert (go(at), go(at)) == (1, 0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, len(receiver.posts)) == ("accepted", at, 1)
    assert adds_up()


@pytest.mark.parametrize("channel", EVERY)
@pytest.mark.parametrize("mode", ["429", "503"])
def test_what_was_refused_is_tried_again_and_taken_once(
    channel: Channel, mode: str, one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(channel)
    receiver.mode = mode
    go(at)
    delivery.refresh_from_db()
    assert (delivery.state, go(at)) == ("queued", 0)

    receiver.mode = "accept"
    assert go(at + timedelta(minutes=2)) == 1
    assert adds_up()


@pytest.mark.parametrize("channel", CONVERSATIONS)
def test_a_conversation_ends_after_five_refusals(
    channel: Channel, one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(channel)
    Delivery.objects.update(expires_at=at + timedelta(days=7))
    receiver.mode = "404"
    for hours in range(0, 30, 3):
        go(at + timedelta(hours=hours))

    delivery.refresh_from_db()
    assert (delivery.state, len(receiver.posts)) == ("failed", 5)
    assert adds_up()


@pytest.mark.parametrize("channel", CONVERSATIONS)
@pytest.mark.parametrize("mode", ["drop", "500"])
def test_a_conversation_is_never_told_twice_after_ambiguity(
    channel: Channel, mode: str, one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(channel)
    receiver.mode = mode
    go(at)
    receiver.mode = "accept"
    go(at + timedelta(minutes=30))

    delivery.refresh_from_db()
    assert (delivery.state, len(receiver.posts)) == ("uncertain", 1)
    assert adds_up()


@pytest.mark.parametrize("mode", ["drop", "500"])
def test_a_webhook_is_told_again_under_the_same_id(
    mode: str, one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(Channel.WEBHOOK)
    receiver.mode = mode
    go(at)
    receiver.mode = "accept"
    go(at + timedelta(minutes=2))

    delivery.refresh_from_db()
    first, second = receiver.posts
    assert delivery.state == "accepted"
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert adds_up()


def test_a_webhook_is_tried_for_72_hours_and_then_stops(
    add: Add, admin: Person, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    endpoint = add(admin, Channel.WEBHOOK)
    happened(deal, at)
    plan_posts(at=at)
    receiver.mode = "503"
    for hours in range(80):
        go(at + timedelta(hours=hours))

    delivery = Delivery.objects.get(endpoint=endpoint)
    endpoint.refresh_from_db()
    assert delivery.state == "failed"
    assert delivery.tries.order_by("-pk")[0].number > 10
    assert (endpoint.stopped_by, endpoint.stopped_why) == (None, "Nothing was taken there for 72 hours.")
    assert adds_up()


def test_a_webhook_that_is_gone_stops_at_once(
    one: Callable[[Channel], Delivery], receiver: HttpSink, at: datetime
) -> None:
    delivery = one(Channel.WEBHOOK)
    receiver.mode = "410"
    go(at)

    delivery.refresh_from_db()
    assert delivery.endpoint is not None
    assert (delivery.state, delivery.endpoint.stopped_at) == ("failed", at)


def test_administrators_hear_of_it_in_the_morning(
    one: Callable[[Channel], Delivery], receiver: HttpSink, admin: Person, at: datetime
) -> None:
    one(Channel.WEBHOOK)
    receiver.mode = "410"
    go(at)
    plan(at=at + timedelta(days=1))

    (reminder,) = Reminder.objects.filter(kind=Kind.ENDPOINT_STOPPED)
    assert (reminder.recipient, reminder.headline) == (admin, "Webhook is not reached any more: My webhook")


@pytest.mark.parametrize(
    ("point", "times"),
    [
        ("worker.before_claim", {Channel.SLACK: 1, Channel.TEAMS: 1, Channel.WEBHOOK: 1}),
        ("worker.before_handover", {Channel.SLACK: 1, Channel.TEAMS: 1, Channel.WEBHOOK: 1}),
        ("worker.after_handover", {Channel.SLACK: 0, Channel.TEAMS: 0, Channel.WEBHOOK: 1}),
        ("worker.after_reply", {Channel.SLACK: 1, Channel.TEAMS: 1, Channel.WEBHOOK: 2}),
    ],
)
@pytest.mark.parametrize("channel", EVERY)
def test_a_worker_that_dies_leaves_exactly_the_promised_number(
    point: str,
    times: dict[Channel, int],
    channel: Channel,
    one: Callable[[Channel], Delivery],
    receiver: HttpSink,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery = one(channel)

    def die(name: str) -> None:
        if name == point:
            raise Died

    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "reach", die)
        with pytest.raises(Died):
            go(at)
    sweep_leases(at=at, real_at=real_now() + LEASE + timedelta(seconds=1))
    for minutes in range(1, 40, 5):
        go(at + timedelta(minutes=minutes))

    delivery.refresh_from_db()
    is_told_again = channel is Channel.WEBHOOK or point in {"worker.before_claim", "worker.before_handover"}
    assert len(receiver.posts) == times[channel]
    assert delivery.state == ("accepted" if is_told_again else "uncertain")
    assert adds_up()


def test_a_message_is_signed_so_that_its_receiver_can_tell(
    add: Add, admin: Person, receiver: HttpSink, at: datetime
) -> None:
    draft = EndpointDraft(channel=Channel.WEBHOOK, name="Signed", url=f"{receiver.origin}/in")
    endpoint, secret = add_endpoint(actor=admin, at=at, draft=draft)
    send_test(actor=admin, at=at, endpoint=endpoint)
    go(at)

    (request,) = receiver.posts
    said = Webhook(secret).verify(request.body, request.headers)
    assert said == {
        "type": "test",
        "timestamp": "2027-03-01T09:00:00.000000Z",
        "data": {"agreement": None, "commitment": None},
    }


def happened(deal: Deal, at: datetime, kind: str = "delivered") -> Event:
    return record(
        agreement=deal.agreement, kind=kind, actor=None, at=at, data={"note": "secret"}, commitment=deal.commitment
    )


def test_a_webhook_is_told_of_each_event_since_it_began_once(
    add: Add, admin: Person, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    happened(deal, at, "sent_back")
    add(admin, Channel.WEBHOOK)
    happened(deal, at)
    for minutes in (0, 1, 90, 200):
        plan_posts(at=at + timedelta(minutes=minutes))
    go(at)

    (request,) = receiver.posts
    assert request.json["type"] == "delivered"
    assert request.json["data"] == {"agreement": deal.agreement.number, "commitment": deal.commitment.pk}
    assert b"secret" not in request.body
    assert adds_up()


def test_an_event_that_commits_after_a_later_one_is_not_skipped(
    add: Add, admin: Person, deal: Deal, at: datetime
) -> None:
    endpoint = add(admin, Channel.WEBHOOK)
    early, late = happened(deal, at), happened(deal, at)
    Endpoint.objects.filter(pk=endpoint.pk).update(seen_until=late.pk, seen_at=at)
    Delivery.objects.create(
        dedupe_key=f"webhook|endpoint:{endpoint.pk}|event:{late.pk}",
        endpoint=endpoint,
        channel=Channel.WEBHOOK,
        kind="delivered",
        event=late,
        planned_at=at,
        due_at=at,
        expires_at=at + timedelta(hours=72),
    )
    plan_posts(at=at + timedelta(minutes=1))

    assert Delivery.objects.filter(event=early).count() == 1


def test_a_webhook_is_told_of_the_kinds_it_wants(add: Add, admin: Person, deal: Deal, at: datetime) -> None:
    endpoint = add(admin, Channel.WEBHOOK, events=("signed",))
    happened(deal, at)
    wanted = happened(deal, at, "signed")
    plan_posts(at=at)

    assert list(endpoint.deliveries.values_list("event", flat=True)) == [wanted.pk]


def test_what_happened_while_it_was_stopped_is_the_past(add: Add, admin: Person, deal: Deal, at: datetime) -> None:
    endpoint = add(admin, Channel.WEBHOOK)
    stop_endpoint(actor=admin, at=at, endpoint=endpoint)
    happened(deal, at)
    start_endpoint(actor=admin, at=at, endpoint=endpoint)
    plan_posts(at=at)

    assert not endpoint.deliveries.exists()


@pytest.mark.parametrize("channel", CONVERSATIONS)
def test_a_person_s_conversation_carries_what_they_are_told_and_once(
    channel: Channel, add: Add, dana: Person, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    add(dana, channel)
    carried_by_mail(told(dana, deal, at))
    for minutes in range(3):
        plan_posts(at=at + timedelta(minutes=minutes))
    go(at + timedelta(minutes=3))

    (request,) = receiver.posts
    assert b"Enablement deck" in request.body
    assert b"/c/" in request.body
    assert adds_up()


def test_what_was_told_before_the_conversation_began_is_not_repeated(
    add: Add, dana: Person, deal: Deal, at: datetime
) -> None:
    endpoint = add(dana, Channel.SLACK)
    told(dana, deal, at - timedelta(hours=2))
    plan_posts(at=at)

    assert not endpoint.deliveries.exists()


def test_many_urgent_things_become_one_post(add: Add, dana: Person, deal: Deal, at: datetime) -> None:
    endpoint = add(dana, Channel.SLACK)
    for number in range(4):
        told(dana, deal, at, Kind.CHANGE_PROPOSED, name=str(number))
    plan_posts(at=at)

    (delivery,) = endpoint.deliveries.all()
    assert (delivery.kind, delivery.reminders.count()) == ("digest", 4)


def test_what_was_left_waiting_joins_one_post(
    add: Add, dana: Person, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    endpoint = add(dana, Channel.SLACK)
    for days in range(3):
        then = at + timedelta(days=days)
        carried_by_mail(told(dana, deal, then, Kind.CHANGE_PROPOSED, name=str(days)))
        carried_by_mail(told(dana, deal, then, name=str(days)))
        plan_posts(at=then)
    back = at + timedelta(days=3)
    plan_posts(at=back)
    plan_posts(at=back)

    (left,) = to_post(at=back)
    assert left.reminders.count() == 6
    assert set(endpoint.deliveries.exclude(pk=left.pk).values_list("state", flat=True)) == {"superseded"}
    assert adds_up()


def test_quiet_hours_hold_a_post(add: Add, dana: Person, deal: Deal, at: datetime) -> None:
    add(dana, Channel.SLACK)
    evening = at.replace(hour=21)
    told(dana, deal, evening, Kind.CHANGE_PROPOSED)
    plan_posts(at=evening)

    assert hint_posts(at=evening, real_at=real_now()) == []
    assert len(hint_posts(at=evening + timedelta(hours=12), real_at=real_now())) == 1


def test_who_left_is_posted_nothing(
    add: Add, dana: Person, deal: Deal, admin: Person, receiver: HttpSink, at: datetime
) -> None:
    endpoint = add(dana, Channel.SLACK)
    told(dana, deal, at)
    plan_posts(at=at)
    deactivate_person(actor=admin, at=at, person=dana)
    plan_posts(at=at)
    go(at)

    (delivery,) = endpoint.deliveries.all()
    assert (delivery.state, delivery.reason, receiver.posts) == ("skipped", "The account is closed.", [])


def test_what_waits_for_a_stopped_one_is_let_go(
    one: Callable[[Channel], Delivery], maya: Person, receiver: HttpSink, at: datetime
) -> None:
    delivery = one(Channel.SLACK)
    assert delivery.endpoint is not None
    stop_endpoint(actor=maya, at=at, endpoint=delivery.endpoint)
    go(at)

    delivery.refresh_from_db()
    assert (delivery.state, receiver.posts) == ("skipped", [])
    assert adds_up()


def test_a_team_s_conversation_is_told_each_thing_once(
    add: Add, maya: Person, dana: Person, lena: Person, product: Team, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    add(maya, Channel.SLACK, team=product)
    for person in (maya, dana, lena):
        carried_by_mail(told(person, deal, at, Kind.KEPT))
    for minutes in range(3):
        plan_posts(at=at + timedelta(minutes=minutes))
    go(at + timedelta(minutes=3))

    (request,) = receiver.posts
    assert b"/c/" not in request.body
    assert f"/{deal.agreement.slug}/".encode() in request.body
    assert adds_up()


def test_each_team_has_its_own_post(
    add: Add, maya: Person, tomas: Person, product: Team, sales: Team, deal: Deal, at: datetime
) -> None:
    ours, theirs = add(maya, Channel.SLACK, team=product), add(tomas, Channel.TEAMS, team=sales)
    for person in (maya, tomas):
        told(person, deal, at, Kind.KEPT)
    plan_posts(at=at)
    plan_posts(at=at)

    assert [endpoint.deliveries.count() for endpoint in (ours, theirs)] == [1, 1]
    assert [delivery.reminders.count() for delivery in Delivery.objects.all()] == [2, 2]


def test_a_team_hears_nothing_of_agreements_of_others(add: Add, maya: Person, deal: Deal, at: datetime) -> None:
    other = TeamFactory.create(name="Support")
    MembershipFactory.create(person=maya, team=other, role=MembershipRole.LEAD)
    endpoint = add(maya, Channel.SLACK, team=other)
    told(maya, deal, at, Kind.KEPT)
    plan_posts(at=at)

    assert not endpoint.deliveries.exists()


def test_nothing_that_opens_an_account_is_posted(add: Add, dana: Person, deal: Deal, at: datetime) -> None:
    endpoint = add(dana, Channel.SLACK)
    told(dana, deal, at, Kind.INVITATION)
    plan_posts(at=at)

    assert not endpoint.deliveries.exists()


def test_a_slow_endpoint_holds_up_no_other(add: Add, admin: Person, maya: Person, deal: Deal, at: datetime) -> None:
    slow, other = add(admin, Channel.WEBHOOK), add(maya, Channel.SLACK)
    for _ in range(30):
        happened(deal, at)
    plan_posts(at=at)
    send_test(actor=maya, at=at, endpoint=other)

    hinted = Delivery.objects.filter(pk__in=hint_posts(at=at, real_at=real_now()))
    assert (hinted.filter(endpoint=slow).count(), hinted.filter(endpoint=other).count()) == (10, 1)


def test_after_a_refusal_the_rest_waits_too(
    add: Add, admin: Person, deal: Deal, receiver: HttpSink, at: datetime
) -> None:
    add(admin, Channel.WEBHOOK)
    for _ in range(5):
        happened(deal, at)
    plan_posts(at=at)
    receiver.mode = "503"
    first = Delivery.objects.order_by("pk")[0]
    post(ids=[first.pk], now=Moment(at, real_now()))

    assert not to_post(at=at).exists()
