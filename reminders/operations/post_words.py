"""Writes posts from what holds now: the last look, then the words, then the shape of the channel."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import pgettext

from reminders.channels import slack, teams, webhook
from reminders.channels.errors import RefusedError
from reminders.domain import wording
from reminders.domain.channels import TEST, Channel
from reminders.domain.keys import webhook_id
from reminders.domain.posts import Button, Part, Post, post_of, without_links
from reminders.models import Delivery, Endpoint, Reminder
from reminders.operations.attempts import Moment
from reminders.operations.endpoints import hosts_of
from reminders.operations.letters import sections_of
from reminders.operations.links import Addressed, with_links
from reminders.reports.endpoints import page_of
from reminders.reports.sections import Gone, Section
from reminders.reports.team_posts import RELATED, team_part
from teams.domain.language import ENGLISH, say
from teams.models import Person
from teams.operations.sealing import SealBrokenError, unseal
from teams.speech import language_of, speaking

SHAPES = {Channel.SLACK: (slack.body_of, slack.HEADERS), Channel.TEAMS: (teams.body_of, teams.HEADERS)}


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be posted. ``hosts``: the only ones it may go to; none means any public one."""

    url: str
    body: bytes
    headers: webhook.Headers
    hosts: Sequence[str]


@transaction.atomic
def compose_post(delivery: Delivery, *, now: Moment) -> Request | Gone:
    """The request of a claimed delivery, or why nothing is posted. Raises RefusedError when it cannot be made."""
    endpoint = delivery.endpoint
    assert endpoint is not None  # every channel but mail has one
    if gone := _why_not(endpoint):
        return gone
    try:
        return _request(delivery, endpoint, now)
    except SealBrokenError as error:
        raise RefusedError(str(error)) from error


def _why_not(endpoint: Endpoint) -> Gone | None:
    if endpoint.stopped_at is not None:
        return Gone("it was stopped before this was posted")
    if endpoint.person is not None and not endpoint.person.is_active:
        return Gone("the account is closed")
    return None


def _request(delivery: Delivery, endpoint: Endpoint, now: Moment) -> Request | Gone:
    channel = Channel(endpoint.channel)
    url = unseal(endpoint.sealed_url)
    if channel is Channel.WEBHOOK:
        body = webhook.body_of(_happened(delivery))
        message, secret = webhook_id(delivery.dedupe_key), unseal(endpoint.sealed_secret)
        headers = webhook.headers_of(body, message=message, secret=secret, real_at=now.real_at)
        return Request(url, body, headers, ())
    with speaking(language_of(endpoint.person) if endpoint.person else ENGLISH):
        post = _post(delivery, endpoint, now)
    if isinstance(post, Gone):
        return post
    body_of, headers = SHAPES[channel]
    return Request(url, body_of(post), headers, hosts_of(channel))


def _happened(delivery: Delivery) -> webhook.Happened:
    event = delivery.event
    if event is None:
        return webhook.Happened(kind=TEST, at=delivery.planned_at)
    return webhook.Happened(
        kind=event.kind, at=event.at, agreement=event.agreement.number, commitment=event.commitment_id
    )


def _post(delivery: Delivery, endpoint: Endpoint, now: Moment) -> Post | Gone:
    if delivery.kind == TEST:
        return _test(endpoint)
    if endpoint.person is not None:
        return _for_person(delivery, endpoint.person, now)
    return _for_team(delivery, endpoint, now)


def _test(endpoint: Endpoint) -> Post:
    page = Button(say("Look after it"), settings.BASE_URL + page_of(endpoint))
    text = say("Holdfast posts here for {holder}.", holder=endpoint.holder_words)
    part = Part(headline=say("It works"), text=text, buttons=(page,))
    return post_of(part.headline, [part], foot="", rest=page)


def _for_person(delivery: Delivery, reader: Person, now: Moment) -> Post | Gone:
    found = sections_of(delivery, at=now.at)
    if isinstance(found, Gone):
        return found
    sections = with_links([Addressed(one, reader) for one in found], at=now.at, real_at=now.real_at)
    first, others = sections[0].headline, len(sections) - 1
    reasons = dict.fromkeys(say(section.kind.manner.why) for section in sections)
    return post_of(
        wording.digest(first, others=others) if others else first,
        [_part(section) for section in sections],
        foot=say("You get this because {reasons}.", reasons="; ".join(reasons)),
        rest=Button(say("Open the inbox"), settings.BASE_URL + reverse("inbox")),
    )


def _part(section: Section) -> Part:
    """What the mail says, with its links as buttons; the page behind them acts only when it is pressed there."""
    text = render_to_string(f"{section.template}.txt", {"section": section, "mail": {"base_url": settings.BASE_URL}})
    buttons = [Button(say("Answer"), section.answer_url)] if section.answer_url else []
    if section.path:
        buttons.append(Button(pgettext("verb", "Open"), settings.BASE_URL + section.path))
    return Part(headline=section.headline, text=without_links(text), buttons=tuple(buttons))


def _for_team(delivery: Delivery, endpoint: Endpoint, now: Moment) -> Post | Gone:
    reminder = Reminder.objects.select_related(*RELATED).filter(deliveries=delivery).order_by("pk").first()
    if reminder is None or endpoint.team_id is None:
        return Gone("what it was about is gone")
    part = team_part(reminder, team=endpoint.team_id, at=now.at)
    if isinstance(part, Gone):
        return part
    foot = say("Holdfast tells {team} what concerns its agreements.", team=endpoint.team)
    return post_of(part.headline, [part], foot=foot, rest=part.buttons[0])
