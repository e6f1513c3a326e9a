"""Every two acts at the same moment, on PostgreSQL as it runs: whatever comes first, what has to hold holds.

The races of one pair follow each other on fresh agreements. Nothing touches those again, so that all are looked at,
and the tables emptied, once a pair.
"""

import time
from collections.abc import Iterator
from functools import partial
from itertools import combinations_with_replacement

import pytest

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import AmendmentState, Answer
from agreements.models import Agreement, Amendment, Version
from agreements.operations.history import broken_histories
from tests.agreements.operations import crossroads
from tests.agreements.operations.crossroads import ACTS, Act, Cast, Scene
from tests.races import ROUNDS, lanes, run

PAIRS = list(combinations_with_replacement(ACTS, 2))
LATE = (0, 0.002, 0.01, 0.03, 0.08)  # seconds
AMENDING = {crossroads.amend_by_a, crossroads.amend_by_b}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return crossroads.gather()


@pytest.mark.parametrize(
    ("first", "second"), PAIRS, ids=[f"{first.__name__}-{second.__name__}" for first, second in PAIRS]
)
def test_whatever_comes_first_what_has_to_hold_holds(first: Act, second: Act, cast: Cast) -> None:
    with lanes(2) as threads:
        for place in ROUNDS:
            scene = _scene(cast, {first, second}, place)
            run(
                threads,
                *[partial(_begin, act, scene, at) for act, at in zip((first, second), _starts(place), strict=True)],
            )
    assert list(_broken()) == []
    assert broken_histories() == []


def _starts(place: int) -> tuple[float, float]:
    """When each act begins, in seconds: by turns one is a little late, so that every step meets every other."""
    late = LATE[place % len(LATE)]  # an odd number of them: ten places are all of both
    return (late, 0) if place % 2 else (0, late)


def _begin(act: Act, scene: Scene, seconds: float) -> None:
    time.sleep(seconds)
    act(scene)


def _scene(cast: Cast, acts: set[Act], place: int) -> Scene:
    signers = {crossroads.sign_by_a: cast.maya, crossroads.sign_by_b: cast.tomas}
    unsigned = {signers[act] for act in acts if act in signers} or {cast.tomas}
    return crossroads.set_scene(cast, place=place, unsigned=unsigned, with_change=not acts.isdisjoint(AMENDING))


def _broken() -> Iterator[str]:
    """What does not hold, a sentence each."""
    related = ("versions__signatures", "parties", "commitments", "events")
    for agreement in Agreement.objects.prefetch_related(*related).order_by("pk"):
        for said in (*_about_versions(agreement), *_about_signatures(agreement), *_about_entries(agreement)):
            yield f"{agreement}: {said}"
    related = ("touched", "versions", "agreed__consents", "agreed__changes__commitment")
    for amendment in Amendment.objects.prefetch_related(*related).order_by("pk"):
        for said in _about_change(amendment):
            yield f"{amendment}: {said}"


def _about_versions(agreement: Agreement) -> Iterator[str]:
    standing = [version for version in agreement.versions.all() if version.taken_back_at is None]
    in_force = [version for version in standing if version.in_force_at is not None]
    if sorted(version.number for version in standing) != list(range(1, len(standing) + 1)):
        yield "its versions are not numbered one after the other"
    if bool(in_force) != (agreement.state == AgreementState.ACTIVE):
        yield f"it is {agreement.state} with {len(in_force)} versions in force"
    if len(standing) - len(in_force) != (agreement.state == AgreementState.READBACK):
        yield f"it is {agreement.state} with {len(standing) - len(in_force)} open proposals"
    if {commitment.state for commitment in agreement.commitments.all()} != {"open" if in_force else "proposed"}:
        yield f"it is {agreement.state} and its commitments are not"
    latest = max(standing, key=lambda version: version.number, default=None)
    if latest is not None and latest.terms != crossroads.NEVER_READ and _said(latest) != _promised(agreement):
        yield "its commitments say something else than its latest version"


def _said(latest: Version) -> set[tuple[int, str]]:
    return {(line["id"], line["due_on"]) for line in latest.terms["commitments"]}


def _promised(agreement: Agreement) -> set[tuple[int, str]]:
    return {(commitment.pk, str(commitment.due_on)) for commitment in agreement.commitments.all()}


def _about_signatures(agreement: Agreement) -> Iterator[str]:
    parties = {party.pk for party in agreement.parties.all()}
    for version in agreement.versions.all():
        signatures = version.signatures.all()
        signed = {signature.party_id for signature in signatures}
        if any(signature.terms_hash != version.terms_hash for signature in signatures):
            yield f"somebody signed other terms than those of version {version.number}"
        if version.taken_back_at is not None and signed:
            yield "a signature stands under what was taken back"
        if version.amendment_id is None and (signed == parties) != (version.in_force_at is not None):
            yield f"version {version.number} is signed for {signed} of {parties}"


def _about_entries(agreement: Agreement) -> Iterator[str]:
    kinds = [event.kind for event in agreement.events.all()]
    in_force = [version for version in agreement.versions.all() if version.in_force_at is not None]
    signed = sum(version.amendment_id is None for version in in_force)
    was_set = signed - kinds.count("activated")  # the scene brings some into force, and tells no history of it
    if signed > 1 or kinds.count("activated") > 1 or was_set != (agreement.title in crossroads.IN_FORCE):
        yield f"{kinds.count('activated')} entries say that {signed} signed versions came into force"
    if kinds.count("amended") != len(in_force) - signed:
        yield f"{kinds.count('amended')} entries tell of {len(in_force) - signed} changes"


def _about_change(amendment: Amendment) -> Iterator[str]:
    touched = sorted(row.agreement_id for row in amendment.touched.all())
    made = sorted(version.agreement_id for version in amendment.versions.all())
    if made != (touched if amendment.state == AmendmentState.AGREED else []):
        yield f"it touches {touched}, is {amendment.state}, and made versions of {made}"
    if amendment.agreed is None:
        return
    said = {(consent.answer, consent.content_hash) for consent in amendment.agreed.consents.all()}
    if said != {(Answer.ACCEPT, amendment.agreed.content_hash)}:
        yield f"it was agreed by {said}"
