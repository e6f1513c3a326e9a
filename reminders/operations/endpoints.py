"""Where messages go beyond the inbox and mail: set up, tried, stopped, started again, removed."""

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from agreements.models import Event
from agreements.reports.history import SENTENCES
from reminders.domain.addresses import Rules, host_of, problem_of
from reminders.domain.channels import NAMES, TEST, Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery, Endpoint
from reminders.permissions import may_keep
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person, Team
from teams.operations.events import record_audit
from teams.operations.sealing import reseal, seal
from teams.operations.values import refuse

MOST = 10  # of one holder: each is one more address that can get about
TEST_LIFE = timedelta(hours=1)  # a test that arrives later surprises somebody
SECRET_BYTES = 32
EVENTS = tuple(sorted(SENTENCES))


class EndpointAtWorkError(RefusalError):
    """Refuse to start what runs."""

    code = "endpoint_at_work"


class EndpointStoppedError(RefusalError):
    """Refuse to post to what was stopped."""

    code = "endpoint_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointDraft:
    """A conversation of ``team``, or of whoever adds it where that is None; a webhook belongs to everybody.

    ``events``: of a webhook the kinds it is told of; none means all.
    """

    channel: Channel
    name: str
    url: str
    team: Team | None = None
    events: Sequence[str] = ()


@transaction.atomic
def add_endpoint(*, actor: Person, at: datetime, draft: EndpointDraft) -> tuple[Endpoint, str]:
    """Set one up and return it with a webhook's signing secret, which is told this once; else ""."""
    is_webhook = draft.channel is Channel.WEBHOOK
    plain = new_secret() if is_webhook else ""
    endpoint = Endpoint(
        channel=draft.channel,
        name=draft.name.strip(),
        person=None if is_webhook or draft.team else actor,
        team=None if is_webhook else draft.team,
        events=sorted(set(draft.events)),
        created_by=actor,
        created_at=at,
        sealed_secret=seal(plain) if plain else "",
    )
    _permit(actor, endpoint)
    _check(endpoint, draft.url)
    if _of_same_holder(endpoint) >= MOST:
        refuse({"name": [say("There are {most} of them. Remove one that is of no use any more.", most=MOST)]})
    _set_address(endpoint, draft.url)
    _begin(endpoint, at=at)
    endpoint.save()
    _record("endpoint_added", endpoint, actor, at)
    return endpoint, plain


@transaction.atomic
def edit_webhook(
    *, actor: Person, at: datetime, endpoint: Endpoint, name: str, events: Collection[str], url: str = ""
) -> Endpoint:
    """Change the name and the events of a webhook; its address too where ``url`` is given."""
    endpoint = _held(endpoint, actor)
    endpoint.name, endpoint.events = name.strip(), sorted(set(events))
    _check(endpoint, url or None)
    if url:
        _set_address(endpoint, url)
    endpoint.save(update_fields=["name", "events", "sealed_url", "host"])
    _record("endpoint_edited", endpoint, actor, at)
    return endpoint


@transaction.atomic
def stop_endpoint(*, actor: Person, at: datetime, endpoint: Endpoint) -> Endpoint:
    """Post nothing there any more; what waits is let go. Stopping it again changes nothing."""
    endpoint = _held(endpoint, actor)
    if endpoint.stopped_at is None:
        endpoint.stopped_at, endpoint.stopped_by, endpoint.stopped_why = (
            at,
            actor,
            f"{actor} stopped it.",
        )
        endpoint.save(update_fields=["stopped_at", "stopped_by", "stopped_why"])
        _record("endpoint_stopped", endpoint, actor, at)
    return endpoint


@transaction.atomic
def start_endpoint(*, actor: Person, at: datetime, endpoint: Endpoint) -> Endpoint:
    """Begin again with what happens from now on."""
    endpoint = _held(endpoint, actor)
    if endpoint.stopped_at is None:
        raise EndpointAtWorkError(say("{name} is at work.", name=endpoint.name))
    endpoint.stopped_at, endpoint.stopped_by, endpoint.stopped_why = None, None, ""
    _begin(endpoint, at=at)
    endpoint.save()
    _record("endpoint_started", endpoint, actor, at)
    return endpoint


@transaction.atomic
def remove_endpoint(*, actor: Person, at: datetime, endpoint: Endpoint) -> None:
    """Forget its address, and what was posted there."""
    endpoint = _held(endpoint, actor)
    _record("endpoint_removed", endpoint, actor, at)
    endpoint.delete()


@transaction.atomic
def rotate_secret(*, actor: Person, at: datetime, endpoint: Endpoint) -> tuple[Endpoint, str]:
    """Sign with a new secret from now on, told this once; the old one signs nothing any more."""
    endpoint = _held(endpoint, actor)
    if endpoint.channel != Channel.WEBHOOK:
        raise ForbiddenError(say("Only webhooks are signed."))
    plain = new_secret()
    endpoint.sealed_secret = seal(plain)
    endpoint.save(update_fields=["sealed_secret"])
    _record("endpoint_secret_made", endpoint, actor, at)
    return endpoint, plain


@transaction.atomic
def send_test(*, actor: Person, at: datetime, endpoint: Endpoint) -> Delivery:
    """Plan one message that shows that the endpoint works; it goes the way of every other."""
    endpoint = _held(endpoint, actor)
    if endpoint.stopped_at is not None:
        raise EndpointStoppedError(say("{name} is stopped. Start it first.", name=endpoint.name))
    number = Delivery.objects.filter(endpoint=endpoint, kind=TEST).count() + 1
    delivery, _ = Delivery.objects.get_or_create(
        dedupe_key=f"{endpoint.channel}|endpoint:{endpoint.pk}|{TEST}|{number}",
        defaults={
            "endpoint": endpoint,
            "channel": endpoint.channel,
            "kind": TEST,
            "state": DeliveryState.QUEUED,
            "planned_at": at,
            "due_at": at,
            "expires_at": at + TEST_LIFE,
        },
    )
    return delivery


def stop_by_itself(*, endpoint: Endpoint, at: datetime, why: str) -> None:
    """Stop what cannot be posted to; who looks after it is told in the morning. Called inside a transaction."""
    stopped = Endpoint.objects.at_work().filter(pk=endpoint.pk).update(stopped_at=at, stopped_by=None, stopped_why=why)
    if stopped:
        _record("endpoint_stopped", endpoint, None, at)


def held_endpoints(**of: object) -> list[Endpoint]:
    """Endpoints at work, held to the end of the transaction: each is planned for by one planner at a time."""
    rows = Endpoint.objects.at_work().filter(**of).select_related("person")
    return list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))


@transaction.atomic
def reseal_all() -> int:
    """Seal every address and secret with the first key; how many endpoints. Raises SealBrokenError."""
    rows = list(Endpoint.objects.select_for_update().order_by("pk"))
    for row in rows:
        row.sealed_url = reseal(row.sealed_url)
        row.sealed_secret = reseal(row.sealed_secret) if row.sealed_secret else ""
    Endpoint.objects.bulk_update(rows, ["sealed_url", "sealed_secret"], batch_size=500)
    return len(rows)


def new_secret() -> str:
    """A signing key as Standard Webhooks writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def hosts_of(channel: Channel) -> Sequence[str]:
    """The only hosts messages of ``channel`` go to; none means any public one."""
    return {Channel.SLACK: settings.SLACK_HOSTS, Channel.TEAMS: settings.TEAMS_HOSTS}.get(channel, [])


def _permit(actor: Person, endpoint: Endpoint) -> None:
    if not may_keep(actor, endpoint):
        raise ForbiddenError(say("Webhooks are the administrators' work, a team's conversation that of who leads it."))


def _held(endpoint: Endpoint, actor: Person) -> Endpoint:
    held = Endpoint.objects.select_for_update(of=("self",)).select_related("team").get(pk=endpoint.pk)
    _permit(actor, held)
    return held


def _check(endpoint: Endpoint, url: str | None) -> None:
    sentences: dict[str, list[str]] = {}
    if not endpoint.name or len(endpoint.name) > 80:
        sentences["name"] = [say("Say in up to 80 letters where it leads, to know it again.")]
    if unknown := sorted(set(endpoint.events) - set(EVENTS)):
        sentences["events"] = [say("There is no event called {unknown}.", unknown=unknown[0])]
    if url is not None and (problem := _problem(Channel(endpoint.channel), url.strip())):
        sentences["url"] = [problem]
    refuse(sentences)


def _problem(channel: Channel, url: str) -> str:
    if settings.OUTGOING_TEST_SINK and url.startswith(f"{settings.OUTGOING_TEST_SINK}/"):
        return ""
    return problem_of(url, rules=Rules(hosts=hosts_of(channel), ports=settings.OUTGOING_PORTS))


def _set_address(endpoint: Endpoint, url: str) -> None:
    endpoint.sealed_url, endpoint.host = seal(url.strip()), host_of(url.strip())


def _begin(endpoint: Endpoint, *, at: datetime) -> None:
    """What was told, or happened, before is the past."""
    endpoint.seen_at = at
    if endpoint.channel == Channel.WEBHOOK:
        endpoint.told_until = endpoint.seen_until = Event.objects.aggregate(last=Max("pk"))["last"] or 0


def _of_same_holder(endpoint: Endpoint) -> int:
    same = Endpoint.objects.filter(person=endpoint.person, team=endpoint.team)
    return same.filter(channel=Channel.WEBHOOK).count() if endpoint.channel == Channel.WEBHOOK else same.count()


def _record(kind: str, endpoint: Endpoint, actor: Person | None, at: datetime) -> None:
    """Never with the address: history is kept for good and read by many."""
    told = {"endpoint": endpoint.pk, "name": endpoint.name, "channel": NAMES[Channel(endpoint.channel)]}
    record_audit(kind=kind, actor=actor, at=at, data=told | {"host": endpoint.host, "events": list(endpoint.events)})
