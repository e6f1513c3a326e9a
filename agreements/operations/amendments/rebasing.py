"""Brings an alternative up to date with what is in force by now; where its content changes, people are asked again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.amendments import Answer
from agreements.domain.contents import plain
from agreements.models import Agreement, Alternative, Change, Consent
from agreements.operations.amendments.alternatives import consents, touch, write_changes
from agreements.operations.amendments.holding import Held, require_held
from agreements.operations.amendments.people import affected_by
from agreements.operations.amendments.telling import facts_of
from agreements.operations.events import record
from agreements.reports.contents import agreements_of, content, hash_of, reach_of, wanted_of, whole
from agreements.reports.standing import Clash, changes_in, look_at
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person


class AmendmentConflictError(RefusalError):
    """Others changed the same meanwhile; ``clashes`` are for whoever asked to choose about, line by line."""

    code = "amendment_conflict"

    def __init__(self, clashes: Sequence[Clash], *, viewer: Person) -> None:
        self.clashes = tuple(clashes)
        seen = Agreement.objects.visible_to(viewer).filter(pk__in={clash.change.agreement_id for clash in clashes})
        self._seen = set(seen.values_list("pk", flat=True))
        super().__init__(say("Others changed the same meanwhile. Whoever asked for the change has to choose first."))

    @property
    def details(self) -> Mapping[str, object]:
        return {"conflicts": [_line(clash) for clash in self.clashes if clash.change.agreement_id in self._seen]}


class NothingLeftError(RefusalError):
    """All that was asked for has come about without it, or was given up."""

    code = "nothing_left"


@dataclass(frozen=True, slots=True)
class Renewal:
    """An alternative that is being brought up to date; ``keep`` are the keys of people whose answers stay."""

    alternative: Alternative
    keep: Collection[int]
    actor: Person
    at: datetime


def reach_of_stored(alternatives: Sequence[Alternative]) -> set[int]:
    """Return the agreements that ``alternatives`` would touch if they were brought up to date: what is to be held."""
    stored = [[change for change in changes_in(one) if not change.is_ripple] for one in alternatives]
    return {agreement for asked in stored for agreement in reach_of(wanted_of(asked))}


def bring_up_to_date(held: Held, renewal: Renewal) -> bool:
    """Return whether the content of the alternative had to change. Raises AmendmentConflictError, NothingLeftError."""
    looks = look_at(changes_in(renewal.alternative))
    if clashes := [clash for looked in looks for clash in looked.clashes]:
        raise AmendmentConflictError(clashes, viewer=renewal.actor)
    return renew(held, renewal, asked=[change for looked in looks if (change := looked.brought_up())])


def renew(held: Held, renewal: Renewal, *, asked: Sequence[Change]) -> bool:
    """Make ``asked``, and what follows from it by now, the content; return whether it is another one.

    Answers to another content fall, but for those to keep; whom it concerns only now is asked, whom it no longer
    concerns is not.
    """
    if not asked:
        raise NothingLeftError(say("Nothing of it is left to change: it has come about already. Withdraw it."))
    changes = whole(asked)
    require_held(agreements_of(changes), held.agreements)
    is_other = hash_of(changes) != renewal.alternative.content_hash
    if is_other:
        _rewrite(renewal, changes)
    people = affected_by(changes, viewer=renewal.actor)
    are_others = _ask_these(people, renewal)
    if is_other or are_others:
        touch(held)
        _record(held, renewal)
    return is_other


def _rewrite(renewal: Renewal, changes: Sequence[Change]) -> None:
    alternative = renewal.alternative
    alternative.former = alternative.former | {alternative.content_hash: plain(map(content, changes_in(alternative)))}
    alternative.content_hash = hash_of(changes)
    alternative.save()
    write_changes(alternative, changes)
    answers = alternative.consents.exclude(person__in=renewal.keep)
    answers.update(answer=None, reason="", content_hash="", answered_at=None, asked_at=renewal.at)
    alternative.consents.filter(answer=Answer.ACCEPT).update(content_hash=alternative.content_hash)


def _ask_these(people: Sequence[Person], renewal: Renewal) -> bool:
    """Ask exactly ``people`` about the alternative, and return whether these are others than before."""
    alternative = renewal.alternative
    gone, _ = alternative.consents.exclude(person__in=people).delete()
    known = set(alternative.consents.values_list("person", flat=True))
    new = [person for person in people if person.pk not in known]
    Consent.objects.bulk_create(consents(alternative, new, at=renewal.at))
    return bool(gone or new)


def _record(held: Held, renewal: Renewal) -> None:
    waiting = renewal.alternative.consents.filter(answer=None).order_by("person__name")
    data = facts_of(held) | {
        "alternative": renewal.alternative.label,
        "asked_again": list(waiting.values_list("person__name", flat=True)),
    }
    record(agreement=held.home, kind="amendment_rebased", actor=renewal.actor, at=renewal.at, data=data)


def _line(clash: Clash) -> dict[str, object]:
    change = clash.change
    return {
        "change": change.pk,
        "commitment": change.commitment_id,
        "metric": change.metric_id,
        "field": clash.field,
        "was": clash.was,
        "theirs": clash.theirs,
        "yours": clash.ours,
    }
