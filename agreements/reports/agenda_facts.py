"""What the agendas of some syncs are made from, read once for all of them and for whoever reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Model, Q

from agreements.domain.cadence import round_of
from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind
from agreements.models import (
    Amendment,
    CheckIn,
    CheckInRole,
    Commitment,
    Concern,
    Decision,
    DriftFlag,
    Escalation,
    Party,
    Sync,
    Topic,
)
from agreements.reports.seals import half_answered
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.models import Membership
from teams.reports.calendar import working_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Rows by the key of their agreement, decisions by that of their sync; all of them open ones."""

    at: datetime
    calendar: WorkingCalendar
    flags: dict[int, list[DriftFlag]]
    commitments: dict[int, list[Commitment]]
    changes: dict[int, list[Amendment]]
    concerns: dict[int, list[Concern]]
    topics: dict[int, list[Topic]]
    escalations: dict[int, int]
    parked: dict[int, list[Decision]]  # what the last sync held put off
    decided: dict[int, set[str]]
    following: dict[int, date]  # by sync, the day of the one after it
    unanswered: dict[int, int]  # by sync, the answers of its round that nobody has given yet
    sealed: list[CheckIn]  # answers of owners that some may not read yet
    insiders: dict[int, set[int]]  # people of the parties, where a concern is for them alone


def facts_of(syncs: Collection[Sync], *, at: datetime) -> Facts:
    """The facts for ``syncs``, which bring their agreement and cadence along. Eleven queries, or thirteen."""
    agreements = {sync.agreement_id for sync in syncs}
    here = {"agreement__in": agreements}
    open_ones = Commitment.objects.open().filter(**here).annotate(waiting=Count("awaited_by"))
    commitments = list(open_ones.order_by("due_on", "number"))
    flags = DriftFlag.objects.open().filter(**here).select_related("agreement", "commitment", "metric")
    concerns = list(Concern.objects.open().filter(**here).select_related("raised_by").order_by("raised_at", "pk"))
    topics = Topic.objects.filter(closed_at=None, **here).select_related("added_by")
    counted = Escalation.objects.open().filter(**here).values_list("agreement").annotate(count=Count("pk"))
    decided, parked = _decisions(syncs)
    return Facts(
        at=at,
        calendar=working_calendar(),
        flags=_by_agreement(flags.order_by("opened_at", "pk")),
        commitments=_by_agreement(commitments),
        changes=_by_agreement(Amendment.objects.open().filter(**here).order_by("asked_at", "pk")),
        concerns=_by_agreement(concerns),
        topics=_by_agreement(topics.order_by("added_at", "pk")),
        escalations=dict(counted.order_by("agreement")),
        decided=decided,
        parked=parked,
        following=_following(syncs),
        unanswered=_unanswered(syncs, commitments),
        sealed=[
            answer
            for answer in half_answered(commitments=[one.pk for one in commitments], at=at)
            if answer.role == CheckInRole.OWNER
        ],
        insiders=_insiders({one.agreement_id for one in concerns if one.about == About.WAY_OF_WORKING}),
    )


def is_round_open(sync: Sync, facts: Facts) -> bool:
    """Whether people are asked about ``sync`` by now: its round opens on the organisation's morning of that day."""
    here = zone(sync.cadence.time_zone)
    asked = round_of(local_date(sync.starts_at, zone=here), starts_at=sync.starts_at, calendar=facts.calendar)
    return asked.opens_on <= local_date(facts.at, zone=here) and facts.at < asked.ends_at


def _by_agreement[Row: Model](rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)  # type: ignore[attr-defined]  # each of these tables has it
    return found


def _decisions(syncs: Collection[Sync]) -> tuple[dict[int, set[str]], dict[int, list[Decision]]]:
    """What is decided in each of ``syncs``, and what the last one held before put off, by agreement."""
    held = Sync.objects.filter(agreement__in={sync.agreement_id for sync in syncs}, held_at__isnull=False)
    last = held.order_by("agreement", "-starts_at").distinct("agreement")
    rows = Decision.objects.filter(Q(sync__in=[sync.pk for sync in syncs]) | Q(sync__in=last.values("pk")))
    decided: dict[int, set[str]] = defaultdict(set)
    parked: dict[int, list[Decision]] = defaultdict(list)
    for row in rows.select_related("sync__agreement", "commitment", "metric").order_by("made_at", "pk"):
        decided[row.sync_id].add(row.subject)
        if row.sync.held_at and row.kind == DecisionKind.PARK:
            parked[row.sync.agreement_id].append(row)
    return decided, parked


def _following(syncs: Collection[Sync]) -> dict[int, date]:
    ahead: dict[int, list[datetime]] = defaultdict(list)
    agreements = {sync.agreement_id for sync in syncs}
    rows = Sync.objects.outside_pauses().filter(agreement__in=agreements, cancelled_at=None)
    if syncs:
        rows = rows.filter(starts_at__gt=min(sync.starts_at for sync in syncs))
    for agreement, starts_at in rows.order_by("starts_at").values_list("agreement", "starts_at"):
        ahead[agreement].append(starts_at)
    found = {}
    for sync in syncs:
        after = next((start for start in ahead[sync.agreement_id] if start > sync.starts_at), None)
        if after:
            found[sync.pk] = local_date(after, zone=zone(sync.cadence.time_zone))
    return found


def _unanswered(syncs: Collection[Sync], commitments: Iterable[Commitment]) -> dict[int, int]:
    """Both people of each open commitment are asked in each round."""
    asked: dict[int, set[int]] = defaultdict(set)
    for one in commitments:
        asked[one.agreement_id].add(one.pk)
    slots = {sync.slot_on for sync in syncs}
    given: dict[tuple[int, date | None], int] = defaultdict(int)
    answers = CheckIn.objects.filter(commitment__agreement__in=asked, round_on__in=slots)
    for commitment, agreement, round_on in answers.values_list("commitment", "commitment__agreement", "round_on"):
        given[agreement, round_on] += commitment in asked[agreement]
    return {sync.pk: 2 * len(asked[sync.agreement_id]) - given[sync.agreement_id, sync.slot_on] for sync in syncs}


def _insiders(agreements: Collection[int]) -> dict[int, set[int]]:
    """Members and signers of the parties, and the facilitator: as ``ConcernQuerySet.visible_to`` says."""
    found: dict[int, set[int]] = defaultdict(set)
    if not agreements:
        return found
    members = Membership.objects.filter(team__parties__agreement__in=agreements)
    for agreement, person in members.values_list("team__parties__agreement", "person"):
        found[agreement].add(person)
    parties = Party.objects.filter(agreement__in=agreements)
    for agreement, *people in parties.values_list("agreement", "representative", "agreement__facilitator"):
        found[agreement].update(person for person in people if person)
    return found
