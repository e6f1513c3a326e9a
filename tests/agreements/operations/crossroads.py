"""Where everything can happen at once: terms that lack one signature, and a change that lacks one answer.

`launch` and `campaign` are in force: in the first Dana owes the feature, in the second Lena owes the page a day after
it. Maya asked for a later date of the feature, which moves the page too; all but Tomas have accepted. `rollout` waits
for signatures; its training waits on the page, and only Design, for which Iris signs, promises something else there.
"""

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from agreements.domain.amendments import Answer, ChangeKind
from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Alternative, Amendment, Commitment, Party, Signature, Version
from agreements.operations.agreements import withdraw_agreement
from agreements.operations.amendments.answers import answer
from agreements.operations.amendments.asking import ask_for_change
from agreements.operations.amendments.closing import withdraw_amendment
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft, AnswerDraft, ChangeDraft
from agreements.operations.commitments import edit_commitment, remove_commitment
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.parties import remove_party
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from agreements.reports.terms import terms_of
from teams.domain.errors import RefusalError
from teams.models import MembershipRole, Person, Role, Team
from teams.operations.people import deactivate_person
from tests.factories import (
    AT,
    AgreementFactory,
    DependencyFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
)

NOW = AT + timedelta(days=1)
DUE = date(2027, 3, 15)
WEEK = timedelta(days=7)
IN_FORCE = ("Launch", "Campaign")
NEVER_READ: dict[str, list[object]] = {"commitments": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    product: Team
    sales: Team
    design: Team
    maya: Person
    tomas: Person
    iris: Person
    dana: Person
    lena: Person
    admin: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`feature` and `alternative` are there where a change is part of the race."""

    cast: Cast
    leaver: Person
    rollout: Agreement
    proposed: Version
    design: Party  # as a page showed it before
    feature: Commitment | None = None
    alternative: Alternative | None = None


type Act = Callable[[Scene], object]


def gather() -> Cast:
    """The people, who stay from race to race."""
    OrganisationFactory.create()
    product, sales, design = (TeamFactory.create(name=name) for name in ("Product", "Sales", "Design"))
    lead = MembershipRole.LEAD
    return Cast(
        product=product,
        sales=sales,
        design=design,
        maya=_member("Maya Okafor", product, lead),
        tomas=_member("Tomas Lindqvist", sales, lead),
        iris=_member("Iris Moreau", design, lead),
        dana=_member("Dana Whitfield", product),
        lena=_member("Lena Brandt", sales),
        admin=PersonFactory.create(name="Ada Admin", role=Role.ADMINISTRATOR),
    )


def set_scene(cast: Cast, *, place: int, unsigned: Collection[Person], with_change: bool) -> Scene:
    """The `place`-th one: by turns `rollout` is the first agreement or the last, and who leaves signs or owes."""
    Person.objects.update(is_active=True)
    if not with_change:
        rollout, feature, page = _rollout(cast), None, None
    elif place % 4 < 2:
        rollout, (feature, page) = _rollout(cast), _in_force(cast)
    else:
        (feature, page), rollout = _in_force(cast), _rollout(cast)
    return Scene(
        cast=cast,
        leaver=cast.dana if place % 2 else cast.tomas,
        rollout=rollout,
        proposed=_proposed(rollout, cast, waits_on=page, unsigned=unsigned),
        design=rollout.parties.select_related("agreement", "team").get(team=cast.design),
        feature=feature,
        alternative=_asked(cast, feature) if feature else None,
    )


def sign_by_a(scene: Scene) -> None:
    _sign(scene.rollout, scene.proposed, scene.cast.maya)


def sign_by_b(scene: Scene) -> None:
    _sign(scene.rollout, scene.proposed, scene.cast.tomas)


def amend_by_a(scene: Scene) -> None:
    """Ask for yet another date of the feature."""
    assert scene.feature is not None
    _ask(scene.cast.maya, scene.feature, DUE + 2 * WEEK)


def amend_by_b(scene: Scene) -> None:
    """Give the one answer that is missing, to what was read."""
    assert scene.alternative is not None
    read = scene.alternative.content_hash
    answer(
        actor=scene.cast.tomas,
        at=NOW,
        alternative=scene.alternative,
        draft=AnswerDraft(answer=Answer.ACCEPT, content_hash=read),
    )


def withdraw(scene: Scene) -> None:
    """Take the change off the table where there is one, else put the proposal aside."""
    if scene.alternative is None:
        withdraw_agreement(actor=scene.cast.maya, at=NOW, agreement=scene.rollout)
    else:
        withdraw_amendment(actor=scene.cast.maya, at=NOW, amendment=scene.alternative.amendment)


def leave_out_party(scene: Scene) -> None:
    """Propose the rollout again without Design."""
    actor = scene.cast.maya
    _take_back(scene, actor)
    for commitment in scene.rollout.commitments.filter(team=scene.design.team):
        remove_commitment(actor=actor, at=NOW, commitment=commitment)
    remove_party(actor=actor, at=NOW, party=scene.design)
    propose(actor=actor, at=NOW, agreement=scene.rollout)


def change_deadline(scene: Scene) -> None:
    """Propose the rollout again with the training a week later."""
    actor = scene.cast.tomas
    _take_back(scene, actor)
    training = scene.rollout.commitments.get(team=scene.cast.sales)
    draft = CommitmentDraft.of(training)
    edit_commitment(actor=actor, at=NOW, commitment=training, draft=replace(draft, due_on=DUE + WEEK))
    propose(actor=actor, at=NOW, agreement=scene.rollout)


def deactivate(scene: Scene) -> None:
    deactivate_person(actor=scene.cast.admin, at=NOW, person=scene.leaver)


ACTS: tuple[Act, ...] = (
    sign_by_a,
    sign_by_b,
    amend_by_a,
    amend_by_b,
    withdraw,
    leave_out_party,
    change_deadline,
    deactivate,
)


def _sign(agreement: Agreement, version: Version, person: Person) -> None:
    sign(actor=person, at=NOW, agreement=agreement, terms_hash=version.terms_hash)


def _take_back(scene: Scene, actor: Person) -> None:
    """As a person presses it: where somebody else was sooner, the terms are a draft already."""
    with suppress(RefusalError):
        take_back(actor=actor, at=NOW, agreement=scene.rollout)


def _in_force(cast: Cast) -> tuple[Commitment, Commitment]:
    """The feature and the page, each in an agreement of its own."""
    launch, campaign = (AgreementFactory.create(is_active=True, title=title) for title in IN_FORCE)
    for agreement in (launch, campaign):
        _enter(agreement, {cast.product: cast.maya, cast.sales: cast.tomas})
    opened = {"state": "open", "opened_at": AT, "original_due_on": DUE}
    feature = _promised(launch, cast.dana, cast.product, cast.sales, accepted_by=cast.tomas, **opened)
    page = _promised(campaign, cast.lena, cast.sales, cast.product, accepted_by=cast.maya, **opened)
    page.due_on = DUE + timedelta(days=1)
    page.save()
    DependencyFactory.create(upstream=feature, downstream=page, lag_days=1)
    for agreement in (launch, campaign):
        _signed(_version(agreement, in_force_at=AT, terms=NEVER_READ), by={cast.maya, cast.tomas})
    return feature, page


def _proposed(
    rollout: Agreement, cast: Cast, *, unsigned: Collection[Person], waits_on: Commitment | None = None
) -> Version:
    """Each party promises one thing; signed by all but the `unsigned`."""
    signers = {cast.product: cast.maya, cast.sales: cast.tomas, cast.design: cast.iris}
    _enter(rollout, signers)
    _promised(rollout, cast.dana, cast.product, cast.sales, accepted_by=cast.tomas)
    training = _promised(rollout, cast.lena, cast.sales, cast.product, accepted_by=cast.maya)
    _promised(rollout, cast.iris, cast.design, cast.product, accepted_by=cast.maya)
    if waits_on:
        DependencyFactory.create(upstream=waits_on, downstream=training, lag_days=1)
    terms = terms_of(rollout)
    version = _version(rollout, terms=json.loads(canonical(terms)), terms_hash=terms_hash(terms))
    _signed(version, by=set(signers.values()) - set(unsigned))
    return version


def _rollout(cast: Cast) -> Agreement:
    return AgreementFactory.create(title="Rollout", created_by=cast.maya, state="readback")


def _enter(agreement: Agreement, signers: Mapping[Team, Person]) -> None:
    parties = [Party(agreement=agreement, team=team, representative=person) for team, person in signers.items()]
    Party.objects.bulk_create(parties)


def _promised(agreement: Agreement, owner: Person, team: Team, for_team: Team, **values: object) -> Commitment:
    number = agreement.commitments.count() + 1
    return Commitment.objects.create(
        agreement=agreement,
        number=number,
        deliverable=f"Deliverable {number}",
        done_when="The first customer uses it.",
        owner=owner,
        team=team,
        for_team=for_team,
        due_on=DUE,
        **values,
    )


def _version(agreement: Agreement, **values: object) -> Version:
    proposed = {"proposed_by": agreement.created_by, "proposed_at": AT, "answer_by": DUE}
    return Version.objects.create(agreement=agreement, number=1, **proposed, **values)


def _signed(version: Version, *, by: Collection[Person]) -> None:
    signature = partial(Signature, version=version, terms_hash=version.terms_hash, signed_at=AT)
    parties = version.agreement.parties.filter(representative__in=by).select_related("representative")
    Signature.objects.bulk_create(signature(party=party, person=party.representative) for party in parties)


def _asked(cast: Cast, feature: Commitment) -> Alternative:
    """The change that Maya asked for, accepted by everybody but Tomas: the one way to make it."""
    alternative = _ask(cast.maya, feature, DUE + WEEK).alternatives.get()
    accepted = {"answer": Answer.ACCEPT, "answered_at": AT, "content_hash": alternative.content_hash}
    alternative.consents.exclude(person=cast.tomas).update(**accepted)
    return alternative


def _ask(actor: Person, feature: Commitment, due_on: date) -> Amendment:
    later = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": due_on})
    way = AlternativeDraft(label=f"By {due_on:%-d %B}", changes=(later,))
    draft = AmendmentDraft(reason="Rounding breaks the invoice.", alternatives=(way,))
    return ask_for_change(actor=actor, at=AT, agreement=feature.agreement, draft=draft)


def _member(name: str, team: Team, role: MembershipRole = MembershipRole.MEMBER) -> Person:
    person = PersonFactory.create(name=name)
    MembershipFactory.create(person=person, team=team, role=role)
    return person
