"""Renders mails from what holds now: the last look, then the words."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from reminders.channels.errors import RefusedError
from reminders.channels.letter import Letter
from reminders.domain import wording
from reminders.domain.bundles import Item, newest_of_ladders, without_replaced
from reminders.domain.channels import Channel
from reminders.domain.keys import message_id
from reminders.domain.kinds import Kind
from reminders.domain.preferences import MUTED, MUTED_HERE
from reminders.models import Delivery, Reminder
from reminders.operations.compiled import render
from reminders.operations.folding import folded
from reminders.operations.links import Addressed, Links
from reminders.reports import (
    asks,
    changes,
    concerns,
    dates,
    decisions,
    deliveries,
    endpoints,
    escalations,
    flag_steps,
    flags,
    follow_through,
    handovers,
    in_force,
    invitations,
    metrics,
    proposals,
    requests,
    sync_changes,
    sync_notes,
    syncs,
    weeks,
    windows,
)
from reminders.reports.among import among
from reminders.reports.asked_today import Asked, asked_today
from reminders.reports.preferences import is_muted, unwanted
from reminders.reports.sections import Gone, Look, Section
from reminders.reports.stops import stop_url
from teams.domain.language import say, spoken
from teams.models import Person
from teams.speech import language_of, speaking, speaking_to

LOOKS = {
    Kind.INVITATION: invitations.look,
    Kind.CHANGE_PROPOSED: changes.look,
    Kind.CHANGE_DECLINED: changes.look,
    Kind.CHANGE_UNANSWERED: decisions.look,
    Kind.WINDOW_ENDED: decisions.look,
    Kind.READBACK_ASKED: proposals.look,
    Kind.SIGNATURE_ASKED: proposals.look,
    Kind.ANSWER_DUE: windows.look,
    Kind.IN_FORCE: in_force.look,
    Kind.PAST_DATE: dates.look,
    Kind.DUE_SOON: dates.look,
    Kind.SYNC_SOON: syncs.look,
    Kind.SYNC_MOVED: sync_changes.look,
    Kind.SYNC_CANCELLED: sync_changes.look,
    Kind.SYNC_NOTES: sync_notes.look,
    Kind.SYNC_TOMORROW: syncs.look,
    Kind.FLAG_OWNER: flags.look,
    Kind.FLAG_SHOWN: flags.look,
    Kind.FLAG_STILL_OPEN: flag_steps.look,
    Kind.FLAG_LEFT_OPEN: flag_steps.look,
    Kind.ASKED: asks.look,
    Kind.CHECK_IN_REQUEST: requests.look,
    Kind.HANDOVER_ASKED: handovers.look,
    Kind.METRIC_ASKED: metrics.look,
    Kind.DELIVERY_DECLARED: deliveries.look,
    Kind.DELIVERY_RETURNED: deliveries.look,
    Kind.KEPT: deliveries.look,
    Kind.CONCERN_RAISED: concerns.look,
    Kind.CONCERN_ANSWERED: concerns.look,
    Kind.DECISION_ASKED: escalations.look,
    Kind.RULING_MADE: escalations.look,
    Kind.WEEK_AHEAD: weeks.look,
    Kind.FOLLOW_THROUGH: follow_through.look,
    Kind.ENDPOINT_STOPPED: endpoints.look,
}

type Letters = Mapping[int, Letter | Gone | RefusedError]  # by delivery


def compose(*, deliveries: Sequence[Delivery], at: datetime, real_at: datetime) -> Letters:
    """The letter of each delivery, or why it has none. One that cannot be rendered never holds up the others."""
    try:
        return _compose(deliveries, at, real_at)
    except Exception as error:  # noqa: BLE001 - the top of the delivery loop: the reason is stored with the row
        if len(deliveries) == 1:
            return {deliveries[0].pk: RefusedError(f"{type(error).__name__}: {error}"[:500])}
    middle = len(deliveries) // 2  # halves again, until the one is alone
    halves = (compose(deliveries=half, at=at, real_at=real_at) for half in (deliveries[:middle], deliveries[middle:]))
    return {pk: letter for letters in halves for pk, letter in letters.items()}


def sections_of(delivery: Delivery, *, at: datetime) -> list[Section] | Gone:
    """What the reminders of one delivery have to say now, on whatever channel it travels."""
    carried = _carried([delivery])[delivery.pk]
    seen = _last_look(carried, at, channel=Channel(delivery.channel))
    return folded(_chosen(carried, seen)) or _why_empty(carried, seen)


@transaction.atomic
def _compose(deliveries: Sequence[Delivery], at: datetime, real_at: datetime) -> Letters:
    carried = _carried(deliveries)
    seen = _last_look([one for reminders in carried.values() for one in reminders], at)
    is_asking = any(said.asks_about for said in seen.values() if isinstance(said, Section))
    asked: Asked = defaultdict(frozenset, asked_today(deliveries, at=at) if is_asking else {})
    letters: dict[int, Letter | Gone | RefusedError] = {}
    links = Links(at=at, real_at=real_at)
    for one in deliveries:
        assert one.recipient is not None  # the database holds that for every mail
        with speaking_to(one.recipient):
            sections = folded(_chosen(carried[one.pk], seen), asked=asked[one.recipient_id])
            letters[one.pk] = _letter(one, sections, links) if sections else _why_empty(carried[one.pk], seen)
        asked[one.recipient_id] = asked[one.recipient_id].union(*(section.asks_about for section in sections))
    links.write()
    return letters


def _carried(deliveries: Sequence[Delivery]) -> dict[int, list[Reminder]]:
    carried: dict[int, list[Reminder]] = {one.pk: [] for one in deliveries}
    readers = {one.recipient_id: one.recipient for one in deliveries}
    rows = Reminder.objects.filter(deliveries__in=among(carried)).annotate(carrier=F("deliveries"))
    for reminder in rows.order_by("pk"):
        if reader := readers.get(reminder.recipient_id):
            reminder.recipient = reader
        carried[vars(reminder)["carrier"]].append(reminder)
    return carried


def _last_look(reminders: Sequence[Reminder], at: datetime, *, channel: Channel = Channel.EMAIL) -> Look:
    """What each reminder has to say now, read at once for all of a kind that speak the same language."""
    seen: Look = {}
    alike: dict[tuple[Kind, str], list[Reminder]] = defaultdict(list)
    muted = unwanted(people={one.recipient_id for one in reminders}, channel=channel)
    for one in reminders:
        if not one.recipient.is_active and one.kind != Kind.INVITATION:
            seen[one.pk] = Gone("the account is closed")
        elif one.expires_at <= at:
            seen[one.pk] = Gone("its time was over")
        elif is_muted(Kind(one.kind), recipient=one.recipient_id, unwanted=muted):
            seen[one.pk] = Gone(MUTED if channel is Channel.EMAIL else MUTED_HERE)
        else:
            alike[Kind(one.kind), language_of(one.recipient)].append(one)
    for (kind, language), group in alike.items():
        with speaking(language):
            seen |= LOOKS[kind](group, at=at)
    return seen


def _why_empty(reminders: Sequence[Reminder], seen: Look) -> Gone:
    reasons = dict.fromkeys(said.reason for one in reminders if isinstance(said := seen[one.pk], Gone))
    return Gone("; ".join(reasons) or "another mail of the day asked about it")


def _letter(delivery: Delivery, sections: Sequence[Section], links: Links) -> Letter:
    assert delivery.recipient is not None
    addressed = [Addressed(section, delivery.recipient) for section in sections]
    reply_to = links.reply_address(addressed)
    return _written(delivery, delivery.recipient, links.given_to(addressed), at=links.at, reply_to=reply_to)


def _chosen(reminders: Sequence[Reminder], seen: Look) -> list[Section]:
    """What still holds, in order: of a ladder the newest step, of a round announced with its sync only the sync."""
    holds = {one.pk: section for one in reminders if isinstance(section := seen[one.pk], Section)}
    if len(holds) < 2:
        return list(holds.values())
    items = newest_of_ladders(_item(one) for one in reminders if one.pk in holds)
    return [holds[item.id] for item in without_replaced(items)]


def _item(reminder: Reminder) -> Item:
    return Item(
        id=reminder.pk,
        kind=Kind(reminder.kind),
        subject=_subject(reminder),
        local_on=reminder.local_on,
        agreement=reminder.agreement_id,
    )


def _subject(reminder: Reminder) -> str:
    """What it is about, as far as the steps of a ladder share it."""
    for name in ("sync", "amendment", "version"):
        if number := getattr(reminder, f"{name}_id"):
            return f"{name}:{number}"
    return f"commitment:{reminder.commitment_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What the templates of a mail read."""

    language: str
    subject: str
    reader: str
    sections: Sequence[Section]
    reasons: Sequence[str]
    base_url: str
    settings_url: str
    stop_url: str


def _written(delivery: Delivery, reader: Person, sections: Sequence[Section], *, at: datetime, reply_to: str) -> Letter:
    first, others = sections[0].headline, len(sections) - 1
    words = _Words(
        language=spoken(),
        subject=wording.digest(first, others=others) if others else first,
        reader=reader.get_short_name(),
        sections=sections,
        reasons=list(dict.fromkeys(say(section.kind.manner.why) for section in sections)),
        base_url=settings.BASE_URL,
        settings_url=settings.BASE_URL + _settings_path(),
        stop_url=_stop_url(reader, sections),
    )
    return Letter(
        to=reader.email,
        subject=words.subject,
        text=_tidy(render("reminders/email/letter.txt", mail=words)),
        html=_in_ascii(render("reminders/email/letter.html", mail=words)),
        message_id=message_id(delivery.dedupe_key, host=urlsplit(settings.BASE_URL).hostname or "holdfast"),
        delivery=delivery.pk,
        written_at=at,
        reply_to=reply_to,
        stop_url=words.stop_url,
        attachments=tuple(file for section in sections for file in section.attachments),
    )


@cache
def _settings_path() -> str:
    return reverse("settings_mail")


def _stop_url(reader: Person, sections: Sequence[Section]) -> str:
    """Empty where all of it is what only the reader can do."""
    topics = {topic for section in sections if (topic := section.kind.manner.topic)}
    return stop_url(person=reader.pk, topics=topics)


def _in_ascii(html: str) -> str:
    """The same page; what is not ASCII stands there by its number, so that it travels as it is."""
    return html if html.isascii() else html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _tidy(text: str) -> str:
    """One blank line where templates left several, and none at either end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
