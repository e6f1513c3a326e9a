"""One signature per party under exactly the terms it saw; the last one brings them into force."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.domain.differences import Difference, differences
from agreements.models import Agreement, Party, Signature, Version
from agreements.operations import drift
from agreements.operations.assents import join_with_terms
from agreements.operations.cadences import materialise_for
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement
from agreements.operations.proposals import open_version
from agreements.permissions import may_sign
from agreements.reports.asked import has_said_back
from agreements.reports.differences import DifferenceRow, open_differences
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say, say_many
from teams.models import Person


class StaleTermsError(RefusalError):
    """The terms changed since this person read them; ``changes`` says in what, as far as the old ones are known."""

    code = "stale_terms"

    def __init__(self, changes: list[Difference]) -> None:
        self.changes = changes
        lines = "".join(f" {change.sentence}." for change in changes)
        super().__init__(
            say("The terms changed since you read them. Read them again before you sign.{lines}", lines=lines)
        )

    @property
    def details(self) -> Mapping[str, object]:
        return {"changes": [asdict(change) | {"sentence": change.sentence} for change in self.changes]}


class AlreadySignedError(RefusalError):
    """A second press of the button changes nothing."""

    code = "already_signed"


class NothingToSignError(RefusalError):
    """No terms wait for signatures: none were proposed, or they were taken back."""

    code = "nothing_to_sign"


class DifferencesOpenError(RefusalError):
    """Somebody heard something else than the terms say; ``differences`` are open, as the actor may read them."""

    code = "differences_open"

    def __init__(self, differences: Sequence[DifferenceRow]) -> None:
        self.differences = differences
        super().__init__(
            say_many(
                len(differences),
                "Signing opens once what was heard is settled: {count} difference to go.",
                "Signing opens once what was heard is settled: {count} differences to go.",
            )
        )

    @property
    def details(self) -> Mapping[str, object]:
        return {"differences": [difference.plain for difference in self.differences]}


@transaction.atomic
def sign(*, actor: Person, at: datetime, agreement: Agreement, terms_hash: str) -> Signature:
    """Sign the terms of ``terms_hash`` for every party that ``actor`` represents: one of the signatures.

    The last party's signature brings the terms into force in the same transaction. Nothing is signed while a
    difference is open; that somebody signs without having said the terms back is recorded.
    """
    agreement = lock_agreement(agreement)
    if not may_sign(actor, agreement):
        raise ForbiddenError(say("Only the person who represents a party can sign for it."))
    version = _version_to_sign(agreement, terms_hash=terms_hash, actor=actor)
    parties = _unsigned(version).filter(representative=actor).select_related("team").order_by("pk")
    signatures = [
        Signature(version=version, party=party, person=actor, terms_hash=terms_hash, signed_at=at) for party in parties
    ]
    if not signatures:
        raise AlreadySignedError(say("You have signed these terms."))
    if heard := open_differences(agreement, viewer=actor):
        raise DifferencesOpenError(heard)
    Signature.objects.bulk_create(signatures)
    data = {
        "version": version.number,
        "terms_hash": terms_hash,
        "parties": [signature.party.team.name for signature in signatures],
        "said_back": has_said_back(actor, agreement),
    }
    record(agreement=agreement, kind="signed", actor=actor, at=at, data=data)
    if not _unsigned(version).exists():
        _bring_into_force(version, actor=actor, at=at)
    return signatures[0]


def _version_to_sign(agreement: Agreement, *, terms_hash: str, actor: Person) -> Version:
    version = open_version(agreement)
    if version is None:
        if Signature.objects.filter(version__agreement=agreement, person=actor, terms_hash=terms_hash).exists():
            raise AlreadySignedError(say("You have signed these terms, and they are in force."))
        raise NothingToSignError(say("No terms wait for signatures here. They may have been taken back."))
    if version.terms_hash != terms_hash:
        seen = agreement.versions.filter(terms_hash=terms_hash).first()
        raise StaleTermsError(differences(seen.terms, version.terms) if seen else [])
    version.agreement = agreement
    return version


def _unsigned(version: Version) -> QuerySet[Party]:
    return version.agreement.parties.exclude(signatures__version=version)


def _bring_into_force(version: Version, *, actor: Person, at: datetime) -> None:
    agreement = version.agreement
    version.in_force_at = at
    version.save()
    agreement.state = PATHS.after(AgreementState(agreement.state), AgreementMove.ACTIVATE)
    agreement.activated_at = at
    agreement.save()
    agreement.commitments.filter(state=CommitmentState.PROPOSED).update(
        state=CommitmentState.OPEN,
        opened_at=at,
        original_due_on=F("due_on"),
        revision=F("revision") + 1,
    )
    join_with_terms(version, at=at)
    materialise_for(agreement=agreement, at=at)
    record(agreement=agreement, kind="activated", actor=actor, at=at, data={"version": version.number})
    drift.refresh(agreement=agreement, at=at)
