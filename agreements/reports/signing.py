"""The page on which terms are read and signed: the document, who signed it, and who is waited for."""

from dataclasses import dataclass
from datetime import datetime

from agreements.models import Agreement, Signature, Version
from agreements.permissions import may_sign
from agreements.reports.agreed import Agreed, agreed_under
from agreements.reports.document import Document, document_of
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True)
class SigningPage:
    """A version as a document, who signed it, and whether the reader is asked to."""

    version: Version
    document: Document
    signatures: tuple[Signature, ...]
    agreed: tuple[Agreed, ...]
    waited_for: tuple[tuple[str, str], ...]  # team and representative
    signs_for: tuple[str, ...]  # the parties that the reader's name would stand under now
    was_signed_at: datetime | None  # by the reader


def signing_page(*, agreement: Agreement, viewer: Person) -> SigningPage | None:
    """The terms proposed, else those in force, as ``viewer`` reads them; None while there are none."""
    version = agreement.versions.standing().order_by("-number").first()
    if version is None:
        return None
    signatures = tuple(version.signatures.select_related("party__team", "person").order_by("signed_at", "pk"))
    signed = {signature.party_id for signature in signatures}
    parties = agreement.parties.select_related("team", "representative").order_by("pk")
    unsigned = [party for party in parties if party.pk not in signed] if version.in_force_at is None else []
    own = [signature.signed_at for signature in signatures if signature.person_id == viewer.pk]
    return SigningPage(
        version=version,
        document=document_of(version.terms, viewer=viewer),
        signatures=signatures,
        agreed=agreed_under([version])[version.pk],
        waited_for=tuple((party.team.name, str(party.representative or say("nobody yet"))) for party in unsigned),
        signs_for=tuple(party.team.name for party in unsigned if party.representative_id == viewer.pk)
        if may_sign(viewer, agreement)
        else (),
        was_signed_at=own[0] if own else None,
    )
