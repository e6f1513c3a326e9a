"""From draft to readback and back: terms are frozen under their hash, or thawed again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState
from agreements.domain.lint import Problem
from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Party, Version
from agreements.operations import drift
from agreements.operations.differences import find_differences_anew
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_readback
from agreements.permissions import may_extend, may_propose, may_take_back
from agreements.reports.terms import problems_of, terms_of
from teams.domain import days
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import LAST_DAY, refuse


class TermsIncompleteError(RefusalError):
    """Something has to be mended before the terms can be proposed; ``problems`` are the linter's, blocking ones."""

    code = "terms_incomplete"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))

    @property
    def details(self) -> Mapping[str, object]:
        return {"problems": [asdict(problem) for problem in self.problems]}


@transaction.atomic
def propose(*, actor: Person, at: datetime, agreement: Agreement, reason: str = "") -> Version:
    """Freeze the draft terms for everybody to say back and sign, and open the window for answers.

    Where nobody is named to accept a commitment, it becomes whoever signs for the party that receives it. Advice of
    the linter that was passed over is recorded, with the ``reason`` if one is given.
    """
    agreement = lock_agreement(agreement)
    if not may_propose(actor, agreement):
        raise ForbiddenError(say("Only members of a party, and whoever began it, can propose a draft."))
    agreement.state = PATHS.after(AgreementState(agreement.state), AgreementMove.PROPOSE)
    problems = problems_of(agreement, as_of=_today(agreement, at))
    if blocking := [problem for problem in problems if problem.blocking]:
        raise TermsIncompleteError(blocking)
    _name_accepters(agreement)
    agreement.save()
    version = _freeze(agreement, actor=actor, at=at)
    data = {
        "version": version.number,
        "terms_hash": version.terms_hash,
        "answer_by": version.answer_by.isoformat(),
        "passed": list(dict.fromkeys(problem.code for problem in problems)),
        "reason": reason.strip(),
    }
    find_differences_anew(version=version, at=at)
    record(agreement=agreement, kind="proposed", actor=actor, at=at, data=data)
    return version


@transaction.atomic
def take_back(*, actor: Person, at: datetime, agreement: Agreement) -> Agreement:
    """Make a proposal a draft again; the signatures under it fall."""
    agreement = lock_agreement(agreement)
    if not may_take_back(actor, agreement):
        raise ForbiddenError(say("Only members of a party, and whoever began it, can take a proposal back."))
    agreement.state = PATHS.after(AgreementState(agreement.state), AgreementMove.TAKE_BACK)
    agreement.save()
    data = drop_proposal(agreement=agreement, at=at)
    record(agreement=agreement, kind="taken_back", actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    return agreement


@transaction.atomic
def extend_answers(*, actor: Person, at: datetime, agreement: Agreement, answer_by: date) -> Version:
    """Give everybody until the end of ``answer_by``, where the agreement lives, to say the terms back and sign.

    It lies after the date before it, and not in the past. Only whoever proposed the terms may.
    """
    agreement = lock_agreement(agreement)
    version = open_version(agreement)
    if version is not None and not may_extend(actor, version):
        raise ForbiddenError(say("Only the person who proposed the terms can give more time to answer."))
    require_readback(agreement)
    assert version is not None  # what is in readback has one
    _check_later(version, answer_by, today=_today(agreement, at))
    data = {
        "version": version.number,
        "was": {"answer_by": version.answer_by.isoformat()},
        "now": {"answer_by": answer_by.isoformat()},
    }
    version.answer_by = answer_by
    version.save()
    record(agreement=agreement, kind="answers_extended", actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    return version


def open_version(agreement: Agreement) -> Version | None:
    """Return the version that waits for signatures."""
    return agreement.versions.standing().filter(in_force_at=None).first()


def drop_proposal(*, agreement: Agreement, at: datetime) -> dict[str, object]:
    """Take back the version that waits for signatures, if one does, and say which and what fell with it."""
    version = open_version(agreement)
    if version is None:
        return {}
    fallen = version.signatures.order_by("party__team__name")
    data = {"version": version.number, "fallen": list(fallen.values_list("party__team__name", flat=True))}
    fallen.delete()
    version.taken_back_at = at
    version.save()
    return data


def _check_later(version: Version, answer_by: date, *, today: date) -> None:
    earliest = max(version.answer_by + timedelta(days=1), today)
    if not earliest <= answer_by <= LAST_DAY:
        refuse({"answer_by": [say("Choose a date from {day} on.", day=days.long(earliest))]})


def _today(agreement: Agreement, at: datetime) -> date:
    return local_date(at, zone=zone(agreement.time_zone))


def _name_accepters(agreement: Agreement) -> None:
    signs = Party.objects.filter(agreement=OuterRef("agreement"), team=OuterRef("for_team"))
    agreement.commitments.filter(accepted_by=None).update(
        accepted_by=Subquery(signs.values("representative")[:1]), revision=F("revision") + 1
    )


def _freeze(agreement: Agreement, *, actor: Person, at: datetime) -> Version:
    terms = terms_of(agreement)
    last = agreement.versions.standing().aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        agreement=agreement,
        number=last + 1,
        terms=json.loads(canonical(terms)),
        terms_hash=terms_hash(terms),
        proposed_by=actor,
        proposed_at=at,
        answer_by=_today(agreement, at) + timedelta(days=agreement.answer_within_days),
    )
