"""Drift flags as one person may see them: the register and a single flag, with the sentence as of now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from agreements.domain.drift.registry import OWNERLESS, find_rule
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.handovers import HandoverRole
from agreements.models import DriftFlag
from agreements.models.flags import DriftFlagQuerySet
from agreements.reports.facts import Fact, facts
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person

TO_HAND_OVER = ("ownerless", "owner_away")
OPENS = {
    "amendment_unanswered": "Open the change",
    "readback_stalled": "Open the readback",
    "review_due": "Say that you looked at it",
}
PAGES = {"readback_stalled": "readback/", "review_due": "review/"}
ON_RECEIVER = ("unanswered_delivery",)  # rules about whoever receives a commitment, not about its owner


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """Which flags are wanted; None asks for all. `agreement` is a number, `person` a key, `team` a slug. Those that
    rest are open too.

    A flag is of a person who owns what it stands on, reports it or is to confirm it, of a team that owes or receives
    it.
    """

    is_open: bool | None = True
    rule: str | None = None
    strength: str | None = None
    agreement: int | None = None
    person: int | None = None
    team: str | None = None
    is_snoozed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """One flag. `title` names its rule, `subject` what it stands on as the API does, `subject_name` in words."""

    pk: int
    rule: str
    title: str
    strength: str
    subject: str
    subject_name: str
    agreement_number: int
    agreement_slug: str
    agreement_title: str
    commitment_id: int | None
    commitment_number: int | None
    metric_id: int | None
    sentence: str
    evidence: Mapping[str, object]
    facts: tuple[Fact, ...]
    next_step: str
    opened_at: datetime
    shown_at: datetime
    closed_at: datetime | None
    is_shown_to_all: bool
    acknowledged_at: datetime | None
    snoozed_until: date | None
    is_snoozed: bool

    @property
    def act_words(self) -> str:
        """The words of the link that its next step leads through; empty where the page of its subject offers it."""
        return "Hand it over" if self.rule in TO_HAND_OVER and self.commitment_number else self._names_signer

    @property
    def act_address(self) -> str:
        page = f"/agreements/{self.agreement_slug}/"
        if self.commitment_number:
            is_receiver = self.evidence.get("role") == "accepts"
            role = HandoverRole.RECEIVER if is_receiver else HandoverRole.OWNER
            return f"{page}commitments/{self.commitment_number}/handover/?role={role}"
        return f"{page}parties/{self.evidence.get('party')}/representative/"

    @property
    def page_words(self) -> str:
        """The words of the link to what a flag on a whole agreement is about."""
        return OPENS.get(self.rule, "Open the agreement")

    @property
    def page_address(self) -> str:
        page = f"/agreements/{self.agreement_slug}/"
        if self.rule == "amendment_unanswered":
            return f"{page}amendments/{self.evidence.get('change')}/"
        return page + PAGES.get(self.rule, "")

    @property
    def _names_signer(self) -> str:
        return "Name who signs" if self.rule == OWNERLESS.code and self.evidence.get("party") else ""


def flag_register(*, viewer: Person, at: datetime, wanted: FlagFilter) -> DriftFlagQuerySet:
    """The flags in ``viewer``'s sight that fit, newest first, for `flag_row` to be read page by page."""
    flags = DriftFlag.objects.visible_to(viewer, at=at).select_related("agreement", "commitment", "metric")
    if wanted.is_snoozed is not None:
        flags = flags.snoozed(at=at) if wanted.is_snoozed else flags.awake(at=at)
    return flags.filter(_fits(wanted)).order_by("-opened_at", "-pk")


def flag_rows(*, viewer: Person, at: datetime, wanted: FlagFilter) -> tuple[FlagRow, ...]:
    """All of the register at once, in one query."""
    return tuple(flag_row(flag, at=at) for flag in flag_register(viewer=viewer, at=at, wanted=wanted))


def one_flag(*, viewer: Person, at: datetime, pk: int) -> FlagRow | None:
    """A flag, open or closed, or None when ``viewer`` may not see it, which is the same as absent."""
    flag = flag_register(viewer=viewer, at=at, wanted=FlagFilter(is_open=None)).filter(pk=pk).first()
    return flag_row(flag, at=at) if flag else None


def open_by_rule(*, viewer: Person, at: datetime) -> dict[str, int]:
    """How many open flags each rule has in ``viewer``'s sight."""
    flags = DriftFlag.objects.open().visible_to(viewer, at=at)
    return dict(flags.values_list("rule").annotate(count=Count("pk")).order_by("rule"))


def flag_row(flag: DriftFlag, *, at: datetime) -> FlagRow:
    """``flag`` comes from `flag_register`."""
    commitment, metric, agreement = flag.commitment, flag.metric, flag.agreement
    return FlagRow(
        pk=flag.pk,
        rule=flag.rule,
        title=title_of(flag),
        strength=flag.strength,
        subject=flag.subject,
        subject_name=str(commitment or metric or agreement.title),
        agreement_number=agreement.number,
        agreement_slug=agreement.slug,
        agreement_title=agreement.title,
        commitment_id=flag.commitment_id,
        commitment_number=commitment.number if commitment else None,
        metric_id=flag.metric_id,
        sentence=sentence_of(flag, at=at),
        evidence=flag.evidence,
        facts=facts(flag.evidence),
        next_step=next_step_of(flag),
        opened_at=flag.opened_at,
        shown_at=flag.shown_at,
        closed_at=flag.closed_at,
        is_shown_to_all=flag.shown_at <= at,
        acknowledged_at=flag.acknowledged_at,
        snoozed_until=flag.snoozed_until,
        is_snoozed=flag.closed_at is None and flag.is_snoozed(at=at),
    )


def title_of(flag: DriftFlag) -> str:
    """What its rule is called; its code, in words, when there is no such rule any more."""
    rule = find_rule(subject=_subject(flag), code=flag.rule)
    return say(rule.title) if rule else flag.rule.replace("_", " ").capitalize()


def next_step_of(flag: DriftFlag) -> str:
    """What its rule proposes; what it proposed when the flag was opened, when there is no such rule any more."""
    rule = find_rule(subject=_subject(flag), code=flag.rule)
    return say(rule.next_step) if rule else flag.next_step


def sentence_of(flag: DriftFlag, *, at: datetime) -> str:
    """Why it stands, with days counted up to ``at``; a closed flag speaks as of its end.

    The column `sentence` holds the words of the day on which it was opened or last changed, and serves the history.
    ``flag`` brings its agreement along.
    """
    rule = find_rule(subject=_subject(flag), code=flag.rule)
    if rule is None:
        return flag.sentence
    as_of = local_date(flag.closed_at or at, zone=zone(flag.agreement.time_zone))
    try:
        return rule.sentence(flag.evidence, strength=Strength(flag.strength), as_of=as_of)
    except KeyError:  # opened when the rule kept other evidence
        return flag.sentence


def _subject(flag: DriftFlag) -> Subject:
    if flag.commitment_id:
        return Subject.COMMITMENT
    return Subject.METRIC if flag.metric_id else Subject.AGREEMENT


def _fits(wanted: FlagFilter) -> Q:
    fits = Q() if wanted.is_open is None else Q(closed_at__isnull=wanted.is_open)
    named = {"rule": wanted.rule, "strength": wanted.strength, "agreement__number": wanted.agreement}
    fits &= Q(**{name: value for name, value in named.items() if value is not None})
    if wanted.person is not None:
        owns = Q(commitment__owner=wanted.person) & ~Q(rule__in=ON_RECEIVER)
        receives = Q(commitment__accepted_by=wanted.person, rule__in=ON_RECEIVER)
        fits &= owns | receives | Q(metric__reporter=wanted.person)
    if wanted.team is not None:
        fits &= Q(commitment__team__slug=wanted.team) | Q(commitment__for_team__slug=wanted.team)
    return fits
