"""The page of a change that somebody asked for: why, the ways to make it, what each moves, and who has answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from agreements.domain.amendments import FINAL, MOST_ALTERNATIVES, AmendmentState, Answer
from agreements.models import Agreement, Alternative, Amendment, Change, Consent, Party
from agreements.reports.affected import AnswerRow, Meaning, Reader, answer_row, meanings
from agreements.reports.chain import Chain, chain_of
from agreements.reports.changes import (
    LETTERS,
    Addition,
    Facet,
    additions_of,
    asked_of,
    facets_of,
    names_of,
    stored_rows,
    subjects_of,
)
from agreements.reports.currency import standing_and_hash
from agreements.reports.forecast import chains, lines_of, notice_sentence
from agreements.reports.open_changes import waiting_among
from agreements.reports.standing import Standing
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person
from teams.reports.calendar import working_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to make the change."""

    alternative: Alternative
    letter: str
    code: str  # "asked", "agreed" or "declined"
    chain: Chain
    additions: tuple[Addition, ...]
    subjects: tuple[tuple[str, Facet], ...]  # what changes in metrics and cadence, by their names
    meanings: tuple[Meaning, ...]
    answers: tuple[AnswerRow, ...]
    may_answer: bool
    content_hash: str  # of what the page shows; of what is in force by now where that differs from what was brought
    standing: Standing

    @property
    def accepted(self) -> int:
        return sum(row.answer == Answer.ACCEPT for row in self.answers)

    @property
    def own(self) -> AnswerRow | None:
        return next((row for row in self.answers if row.is_you), None)

    @property
    def told(self) -> tuple[Person, ...]:
        """Who only hears of it."""
        asked = {row.person.pk for row in self.answers}
        return tuple(person for person in self.chain.told if person.pk not in asked)


@dataclass(frozen=True, slots=True)
class AmendmentActs:
    """What the reader may do with the change as a whole; each is one form."""

    counter: bool = False
    withdraw: bool = False
    reopen: bool = False
    choose: bool = False  # between theirs and ours, where others changed the same


@dataclass(frozen=True, slots=True)
class Became:
    """A version that an agreed change brought into force, of an agreement that the reader may read."""

    agreement: Agreement
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentPage:
    amendment: Amendment
    code: str  # of the interface's table
    options: tuple[Option, ...]
    notice: str
    acts: AmendmentActs
    touched: tuple[Agreement, ...]  # in the reader's sight, the one it was asked in first
    elsewhere: int  # how many more it touches
    became: tuple[Became, ...]

    @property
    def first(self) -> Option:
        """The one to show: the agreed one, else the first that waits for the reader, else the first still open."""
        agreed = [option for option in self.options if option.code == "agreed"]
        waiting = [option for option in self.options if option.may_answer]
        still = [option for option in self.options if option.code == "asked"]
        return [*agreed, *waiting, *still, *self.options][0]

    @property
    def is_home_seen(self) -> bool:
        """Whether the reader may read the agreement that it was asked in, and so its name."""
        return any(agreement.pk == self.amendment.agreement_id for agreement in self.touched)

    @property
    def slug(self) -> str:
        """What names the agreement in addresses."""
        agreement = self.amendment.agreement
        return agreement.slug if self.is_home_seen else str(agreement.number)

    @property
    def title(self) -> str:
        return self.amendment.agreement.title if self.is_home_seen else say("another agreement")

    @property
    def standing(self) -> Standing:
        """The worst of its open options: fresh, rebasable or conflicting."""
        return max((option.standing for option in self.options), key=list(Standing).index)

    @property
    def waited_for(self) -> tuple[Person, ...]:
        """Who has not answered an option that is still open."""
        open_ones = [option for option in self.options if option.code == "asked"]
        return waiting_among(one for option in open_ones for one in option.alternative.consents.all())


def amendment_page(*, amendment: Amendment, viewer: Person, at: datetime) -> AmendmentPage:
    """Assemble the page for ``viewer``, who may read ``amendment``; as many queries for six ways as for one."""
    touched = tuple(Agreement.objects.filter(amended__amendment=amendment).order_by("pk"))
    visible = Agreement.objects.visible_to(viewer).filter(pk__in=[agreement.pk for agreement in touched])
    seen = frozenset(visible.values_list("pk", flat=True))
    options = tuple(_options(amendment, viewer, seen, local_date(at, zone=zone(viewer.time_zone))))
    return AmendmentPage(
        amendment=amendment,
        code="asked" if amendment.state == AmendmentState.OPEN else amendment.state,
        options=options,
        notice=notice_sentence(amendment.notice_days, notice_days=amendment.agreement.notice_days),
        acts=_acts(amendment, viewer, options),
        touched=_in_sight(touched, seen, amendment),
        elsewhere=sum(agreement.pk not in seen for agreement in touched),
        became=_became(amendment, seen),
    )


def _acts(amendment: Amendment, viewer: Person, options: Sequence[Option]) -> AmendmentActs:
    is_open, is_expired = amendment.state == AmendmentState.OPEN, amendment.state == AmendmentState.EXPIRED
    is_asker = viewer.pk == amendment.asked_by_id
    return AmendmentActs(
        counter=is_open and len(options) < MOST_ALTERNATIVES and any(option.may_answer for option in options),
        withdraw=is_asker and (is_open or is_expired),
        reopen=is_asker and is_expired,
        choose=is_asker and any(option.standing is Standing.CONFLICTING for option in options),
    )


def _in_sight(touched: Sequence[Agreement], seen: frozenset[int], amendment: Amendment) -> tuple[Agreement, ...]:
    shown = [agreement for agreement in touched if agreement.pk in seen]
    return tuple(sorted(shown, key=lambda agreement: agreement.pk != amendment.agreement_id))


def _became(amendment: Amendment, seen: frozenset[int]) -> tuple[Became, ...]:
    versions = amendment.versions.filter(agreement__in=seen).select_related("agreement").order_by("agreement")
    return tuple(Became(version.agreement, version.number) for version in versions)


def _options(amendment: Amendment, viewer: Person, seen: frozenset[int], today: date) -> Iterator[Option]:
    alternatives = _alternatives(amendment)
    changes = [list(alternative.changes.all()) for alternative in alternatives]
    every = [change for found in changes for change in found]
    parties = Party.objects.filter(agreement__in={change.agreement_id for change in every})
    reader = Reader(viewer, seen, names_of(every), tuple(parties.select_related("team").order_by("team__name")))
    drawn = _chains(amendment, changes, reader, today)
    for alternative, found, chain in zip(alternatives, changes, drawn, strict=True):
        yield _option(amendment, alternative, found, chain, reader)


def _alternatives(amendment: Amendment) -> list[Alternative]:
    changes = Change.objects.select_related(
        "agreement", "metric", "commitment__agreement", "commitment__team", "commitment__for_team", "commitment__owner"
    ).order_by("position")
    consents = Consent.objects.select_related("person").order_by("answered_at", "pk")
    found = amendment.alternatives.select_related("brought_by").order_by("position")
    return list(found.prefetch_related(Prefetch("changes", changes), Prefetch("consents", consents)))


def _chains(amendment: Amendment, changes: Sequence[Sequence[Change]], reader: Reader, today: date) -> list[Chain]:
    """Worked out as things are while it is open; afterwards as it was, for dates have moved on."""
    facets = [facets_of(found, reader.names) for found in changes]
    if amendment.state == AmendmentState.OPEN:
        lines = lines_of([asked_of(found) for found in changes], calendar=working_calendar())
        return chains(lines, viewer=reader.viewer, today=today, facets=facets)
    return [
        chain_of(stored_rows(found, seen=reader.seen), viewer=reader.viewer, today=today, facets=said)
        for found, said in zip(changes, facets, strict=True)
    ]


def _option(
    amendment: Amendment, alternative: Alternative, changes: Sequence[Change], chain: Chain, reader: Reader
) -> Option:
    answers = tuple(answer_row(consent, changes, reader) for consent in alternative.consents.all())
    code = _code(amendment, alternative, answers)
    is_open = code == "asked" and amendment.state == AmendmentState.OPEN
    standing, content_hash = standing_and_hash(alternative, changes, chain) if is_open else (Standing.FRESH, "")
    is_asked = any(row.is_you and row.answer not in FINAL for row in answers)
    return Option(
        alternative=alternative,
        letter=LETTERS[alternative.position - 1],
        code=code,
        chain=chain,
        additions=additions_of(changes, reader.names, seen=reader.seen),
        subjects=subjects_of(changes, reader.names, seen=reader.seen),
        meanings=tuple(meanings(alternative, chain, reader)),
        answers=answers,
        may_answer=is_asked and is_open,
        content_hash=content_hash,
        standing=standing,
    )


def _code(amendment: Amendment, alternative: Alternative, answers: Sequence[AnswerRow]) -> str:
    if amendment.agreed_id == alternative.pk:
        return "agreed"
    return "declined" if any(row.answer == Answer.DECLINE for row in answers) else "asked"
