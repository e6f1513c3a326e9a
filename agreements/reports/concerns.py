"""Concerns as people read them: how long each waits, who sees it, who may answer, and when help is at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.concerns import AGENDA_AFTER, ESCALATION_AFTER, is_aged
from agreements.models import Agreement, Concern, Escalation
from agreements.permissions import may_prepare_packet, may_raise_concern, may_resolve_concern
from teams.domain.calendar import local_date, zone
from teams.models import Person
from teams.reports.calendar import working_calendar

UNDER_WAY = (AgreementState.ACTIVE, AgreementState.READBACK)


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """``days`` since it was raised, on the calendar of the agreement; ``is_aged``: it waits on the agenda by itself."""

    concern: Concern
    days: int
    is_aged: bool

    @property
    def mark(self) -> str:
        """A code word of the interface's table."""
        if self.concern.resolved_at:
            return "kept"
        return "at_risk" if self.is_aged else "waiting"


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """``syncs`` passed since it came onto the agenda; ``packet`` is what was begun about it and one may read."""

    row: ConcernRow
    readers: tuple[str, ...]
    may_answer: bool
    is_own: bool
    syncs: int
    packet: Escalation | None
    may_ask: bool

    @property
    def offers_decision(self) -> bool:
        return self.may_ask and self.packet is None and self.syncs >= ESCALATION_AFTER


@dataclass(frozen=True, slots=True)
class Talk:
    """What is open in an agreement between people, as far as one may read it: worries, and decisions asked for."""

    concerns: tuple[ConcernRow, ...]
    packets: tuple[Escalation, ...]


def talk_of(agreement: Agreement, *, viewer: Person, at: datetime) -> Talk:
    """Read what ``viewer``, who may read ``agreement``, may know of it; a fixed number of queries."""
    concerns = Concern.objects.visible_to(viewer).open().filter(agreement=agreement)
    packets = Escalation.objects.visible_to(viewer).open().filter(agreement=agreement)
    return Talk(concern_rows(concerns.order_by("raised_at"), at=at), tuple(packets.order_by("opened_at")))


def concern_rows(concerns: QuerySet[Concern], *, at: datetime) -> tuple[ConcernRow, ...]:
    """Tell how long each waits; two queries."""
    related = ("agreement", "raised_by", "answered_by", "commitment", "metric")
    return tuple(_rows(concerns.select_related(*related), at=at))


def concern_page(concern: Concern, *, viewer: Person, at: datetime) -> ConcernPage:
    """Assemble the page for ``viewer``, who may read ``concern``."""
    agreement = concern.agreement
    (row,) = _rows([concern], at=at)
    packets = Escalation.objects.visible_to(viewer).filter(concern=concern).exclude(state="withdrawn")
    is_open = concern.resolved_at is None
    return ConcernPage(
        row=row,
        readers=party_names(agreement),
        may_answer=is_open and may_resolve_concern(viewer, concern),
        is_own=concern.raised_by_id == viewer.pk,
        syncs=_syncs_since(concern, at=at) if row.is_aged else 0,
        packet=packets.order_by("-pk").first(),
        may_ask=is_open and agreement.state in UNDER_WAY and may_prepare_packet(viewer, agreement),
    )


def party_names(agreement: Agreement) -> tuple[str, ...]:
    return tuple(agreement.parties.order_by("pk").values_list("team__name", flat=True))


def may_raise(viewer: Person, agreement: Agreement) -> bool:
    """Whether the state offers it and ``viewer`` may."""
    return agreement.state in UNDER_WAY and may_raise_concern(viewer, agreement)


def _rows(concerns: Iterable[Concern], *, at: datetime) -> Iterable[ConcernRow]:
    calendar = working_calendar()
    for concern in concerns:
        today, raised_on = _today(concern, at), _raised_on(concern)
        aged = concern.resolved_at is None and is_aged(raised_on, today=today, calendar=calendar)
        yield ConcernRow(concern=concern, days=(today - raised_on).days, is_aged=aged)


def _syncs_since(concern: Concern, *, at: datetime) -> int:
    """How many syncs have passed while it stood on their agenda."""
    on_agenda_after = working_calendar().add_working_days(_raised_on(concern), AGENDA_AFTER)
    return concern.agreement.syncs.filter(slot_on__gt=on_agenda_after, starts_at__lte=at, cancelled_at=None).count()


def _today(concern: Concern, at: datetime) -> date:
    return local_date(at, zone=zone(concern.agreement.time_zone))


def _raised_on(concern: Concern) -> date:
    return local_date(concern.raised_at, zone=zone(concern.agreement.time_zone))
