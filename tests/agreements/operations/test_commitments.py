from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from agreements.models import Agreement, Commitment, Dependency
from agreements.operations.commitments import AwaitedError, add_commitment, edit_commitment, remove_commitment
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from agreements.operations.locks import NotDraftError, RemovedMeanwhileError
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.models import Person, Team
from tests.agreements.operations.history import count, entry, refused
from tests.factories import CommitmentFactory, DependencyFactory, TeamFactory
from tests.races import FEW_ROUNDS, race


@pytest.fixture
def draft(product: Team, sales: Team, dana: Person, lena: Person) -> CommitmentDraft:
    """What `feature` below already says."""
    return CommitmentDraft(
        deliverable="The feature",
        done_when="It works for the first customer.",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        due_on=date(2027, 3, 15),
    )


@pytest.fixture
def feature(ready: Agreement) -> Commitment:
    return ready.commitments.get(number=1)


@pytest.fixture
def outreach(ready: Agreement) -> Commitment:
    """Waits on the feature, one day."""
    return ready.commitments.get(number=2)


@pytest.fixture
def elsewhere(ready: Agreement) -> Commitment:
    """Of an agreement that everybody may read."""
    return CommitmentFactory.create(number=1)


@pytest.fixture
def hidden(ready: Agreement) -> Commitment:
    """Of an agreement that only its own parties may read."""
    return CommitmentFactory.create(agreement__visibility="parties")


def test_a_promise_is_added_under_the_next_number(
    ready: Agreement, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    commitment = add_commitment(actor=maya, at=at, agreement=ready, draft=draft)
    commitment.refresh_from_db()
    assert (commitment.number, commitment.state, commitment.deliverable, commitment.due_on) == (
        3,
        "proposed",
        "The feature",
        date(2027, 3, 15),
    )


def test_a_promise_may_begin_with_its_name_alone(
    ready: Agreement, product: Team, sales: Team, maya: Person, at: datetime
) -> None:
    bare = CommitmentDraft(deliverable="Training", team=sales, for_team=product)
    commitment = add_commitment(actor=maya, at=at, agreement=ready, draft=bare)
    assert (commitment.owner, commitment.due_on, commitment.done_when) == (None, None, "")


def test_a_new_promise_is_recorded_by_number_not_by_row(
    ready: Agreement, feature: Commitment, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    waits = (WaitDraft(commitment=feature, lag_days=2),)
    add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, deliverable="Training", waits_on=waits))
    written = entry(ready, "commitment_added")
    assert (written.actor, written.commitment, written.data) == (
        maya,
        None,
        {"number": 3, "deliverable": "Training", "waits_on": f"{feature.label} + 2 days"},
    )


def test_an_outsider_promises_nothing(ready: Agreement, draft: CommitmentDraft, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, ready):
        add_commitment(actor=outsider, at=at, agreement=ready, draft=draft)


def test_a_proposal_gains_no_promise(proposed: Agreement, draft: CommitmentDraft, maya: Person, at: datetime) -> None:
    with refused(NotDraftError, proposed):
        add_commitment(actor=maya, at=at, agreement=proposed, draft=draft)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("deliverable", {"deliverable": " "}),
        ("deliverable", {"deliverable": "a" * 241}),
        ("due_on", {"due_on": date(202, 7, 15)}),
        ("needed_by", {"needed_by": date(2200, 1, 1)}),
    ],
)
def test_a_value_that_no_rule_allows_names_its_field(
    ready: Agreement, draft: CommitmentDraft, maya: Person, at: datetime, field: str, values: dict[str, Any]
) -> None:
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, **values))
    assert list(raised.value.fields) == [field]


def test_only_parties_promise_and_receive(ready: Agreement, draft: CommitmentDraft, maya: Person, at: datetime) -> None:
    marketing, finance = TeamFactory.create(name="Marketing"), TeamFactory.create(name="Finance")
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, team=marketing, for_team=finance))
    assert raised.value.fields == {
        "team": ["Marketing is not a party of this agreement."],
        "for_team": ["Finance is not a party of this agreement."],
    }


def test_nobody_promises_to_themselves(
    ready: Agreement, draft: CommitmentDraft, product: Team, maya: Person, at: datetime
) -> None:
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, for_team=product))
    assert raised.value.fields == {"for_team": ["A promise goes to another party."]}


def test_nobody_accepts_their_own_work(
    ready: Agreement, draft: CommitmentDraft, dana: Person, maya: Person, at: datetime
) -> None:
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, accepted_by=dana))
    assert raised.value.fields == {"accepted_by": ["Somebody other than the owner accepts it."]}


def test_who_left_owns_nothing(
    ready: Agreement, draft: CommitmentDraft, dana: Person, maya: Person, at: datetime
) -> None:
    dana.is_active = False
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, owner=dana))
    assert raised.value.fields == {"owner": ["Dana Whitfield has left the organisation."]}


def test_a_promise_waits_on_what_one_can_see(
    ready: Agreement, draft: CommitmentDraft, elsewhere: Commitment, maya: Person, at: datetime
) -> None:
    waits = (WaitDraft(commitment=elsewhere, lag_days=3),)
    commitment = add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, waits_on=waits))
    wait = commitment.waits_on.get()
    assert (wait.upstream, wait.lag_days) == (elsewhere, 3)


def test_what_is_hidden_is_as_if_absent(
    ready: Agreement, draft: CommitmentDraft, hidden: Commitment, maya: Person, at: datetime
) -> None:
    waits = (WaitDraft(commitment=hidden),)
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, waits_on=waits))
    assert raised.value.fields == {"waits_on": ["There is no such commitment to wait on."]}


def test_each_wait_is_named_once_with_a_lag_within_a_year(
    ready: Agreement, draft: CommitmentDraft, feature: Commitment, maya: Person, at: datetime
) -> None:
    waits = (WaitDraft(commitment=feature), WaitDraft(commitment=feature, lag_days=366))
    with refused(InvalidValueError, ready) as raised:
        add_commitment(actor=maya, at=at, agreement=ready, draft=replace(draft, waits_on=waits))
    assert raised.value.fields == {"waits_on": ["Name what it waits on once.", "A lag is between 0 and 365 days."]}


def test_an_edit_replaces_what_a_promise_says(
    feature: Commitment, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    edit_commitment(actor=maya, at=at, commitment=feature, draft=replace(draft, due_on=date(2027, 3, 22), owner=maya))
    feature.refresh_from_db()
    assert (feature.due_on, feature.owner, feature.revision) == (date(2027, 3, 22), maya, 2)


def test_an_edit_is_recorded_with_what_was_and_is(
    ready: Agreement, feature: Commitment, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    changed = replace(draft, due_on=date(2027, 3, 22), needed_by=date(2027, 3, 20), owner=maya)
    edit_commitment(actor=maya, at=at, commitment=feature, draft=changed)
    assert entry(ready, "commitment_edited").data == {
        "number": 1,
        "deliverable": "The feature",
        "was": {"owner": "Dana Whitfield", "needed_by": None, "due_on": "2027-03-15"},
        "now": {"owner": "Maya Okafor", "needed_by": "2027-03-20", "due_on": "2027-03-22"},
    }


def test_an_edit_that_changes_nothing_is_not_recorded(
    ready: Agreement, feature: Commitment, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    edit_commitment(actor=maya, at=at, commitment=feature, draft=draft)
    assert count(ready, "commitment_edited") == 0


@pytest.fixture
def awaiting(outreach: Commitment) -> CommitmentDraft:
    """What `outreach` already says, but for what it waits on."""
    return CommitmentDraft(
        deliverable=outreach.deliverable,
        done_when=outreach.done_when,
        team=outreach.team,
        for_team=outreach.for_team,
        owner=outreach.owner,
        due_on=outreach.due_on,
    )


def test_an_edit_replaces_what_a_promise_waits_on(
    feature: Commitment,
    outreach: Commitment,
    awaiting: CommitmentDraft,
    elsewhere: Commitment,
    maya: Person,
    at: datetime,
) -> None:
    waits = (WaitDraft(commitment=feature, lag_days=5), WaitDraft(commitment=elsewhere))
    edit_commitment(actor=maya, at=at, commitment=outreach, draft=replace(awaiting, waits_on=waits))
    rows = outreach.waits_on.order_by("lag_days").values_list("upstream", "lag_days")
    assert list(rows) == [(elsewhere.pk, 0), (feature.pk, 5)]


def test_a_wait_that_is_left_out_is_dropped(
    outreach: Commitment, awaiting: CommitmentDraft, maya: Person, at: datetime
) -> None:
    edit_commitment(actor=maya, at=at, commitment=outreach, draft=awaiting)
    assert not outreach.waits_on.exists()


def test_other_waits_are_recorded(
    ready: Agreement,
    feature: Commitment,
    outreach: Commitment,
    awaiting: CommitmentDraft,
    elsewhere: Commitment,
    maya: Person,
    at: datetime,
) -> None:
    waits = (WaitDraft(commitment=elsewhere, lag_days=2),)
    edit_commitment(actor=maya, at=at, commitment=outreach, draft=replace(awaiting, waits_on=waits))
    assert entry(ready, "commitment_edited").data == {
        "number": 2,
        "deliverable": "The outreach",
        "was": {"waits_on": f"{feature.label} + 1 days"},
        "now": {"waits_on": f"commitment {elsewhere.pk} + 2 days"},
    }


def test_a_wait_that_others_set_stays_though_hidden(
    outreach: Commitment, awaiting: CommitmentDraft, hidden: Commitment, maya: Person, at: datetime
) -> None:
    DependencyFactory.create(downstream=outreach, upstream=hidden)
    waits = (WaitDraft(commitment=hidden, lag_days=1),)
    edit_commitment(actor=maya, at=at, commitment=outreach, draft=replace(awaiting, waits_on=waits))
    assert outreach.waits_on.get().upstream == hidden


def test_nothing_waits_on_itself(outreach: Commitment, awaiting: CommitmentDraft, maya: Person, at: datetime) -> None:
    waits = (WaitDraft(commitment=outreach),)
    with refused(InvalidValueError, outreach) as raised:
        edit_commitment(actor=maya, at=at, commitment=outreach, draft=replace(awaiting, waits_on=waits))
    assert raised.value.fields == {"waits_on": ["It cannot wait on itself."]}


def test_nothing_waits_on_itself_through_others(
    feature: Commitment, outreach: Commitment, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    waits = (WaitDraft(commitment=outreach),)
    with refused(InvalidValueError, feature) as raised:
        edit_commitment(actor=maya, at=at, commitment=feature, draft=replace(draft, waits_on=waits))
    assert raised.value.fields == {"waits_on": ["It would wait, through others, on itself."]}


def test_an_outsider_edits_no_promise(
    feature: Commitment, draft: CommitmentDraft, outsider: Person, at: datetime
) -> None:
    with refused(ForbiddenError, feature):
        edit_commitment(actor=outsider, at=at, commitment=feature, draft=replace(draft, due_on=date(2027, 4, 1)))


def test_a_promise_in_force_is_not_edited(
    launch: Agreement, draft: CommitmentDraft, product: Team, sales: Team, maya: Person, at: datetime
) -> None:
    promised = CommitmentFactory.create(agreement=launch, is_open=True, team=product, for_team=sales)
    with refused(NotDraftError, promised):
        edit_commitment(actor=maya, at=at, commitment=promised, draft=draft)


def test_a_promise_leaves_a_draft(ready: Agreement, outreach: Commitment, maya: Person, at: datetime) -> None:
    remove_commitment(actor=maya, at=at, commitment=outreach)
    assert (ready.commitments.count(), Dependency.objects.count()) == (1, 0)


def test_a_promise_added_by_mistake_leaves_with_its_history_kept(
    ready: Agreement, draft: CommitmentDraft, maya: Person, at: datetime
) -> None:
    commitment = add_commitment(actor=maya, at=at, agreement=ready, draft=draft)
    remove_commitment(actor=maya, at=at, commitment=commitment)
    assert (count(ready, "commitment_added"), entry(ready, "commitment_removed").data) == (
        1,
        {"number": 3, "deliverable": "The feature"},
    )


def test_what_another_waits_on_stays(feature: Commitment, maya: Person, at: datetime) -> None:
    with refused(AwaitedError, feature):
        remove_commitment(actor=maya, at=at, commitment=feature)


def test_a_promise_is_removed_once(ready: Agreement, outreach: Commitment, maya: Person, at: datetime) -> None:
    remove_commitment(actor=maya, at=at, commitment=outreach)
    with refused(RemovedMeanwhileError, ready):
        remove_commitment(actor=maya, at=at, commitment=outreach)


def test_an_outsider_removes_no_promise(outreach: Commitment, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, outreach):
        remove_commitment(actor=outsider, at=at, commitment=outreach)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_the_two_halves_of_a_circle_at_once_close_none(
    round_of: int, draft: CommitmentDraft, ready: Agreement, maya: Person, at: datetime
) -> None:
    here = add_commitment(actor=maya, at=at, agreement=ready, draft=draft)
    other = CommitmentFactory.create(
        agreement__created_by=maya, number=1, team=draft.team, for_team=draft.for_team, owner=maya
    )
    answers = race(
        partial(_wait, actor=maya, at=at, commitment=here, on=other, draft=draft),
        partial(_wait, actor=maya, at=at, commitment=other, on=here, draft=draft),
    )
    assert (sum(isinstance(answer, RefusalError) for answer in answers), _edges(here, other)) == (1, 1)


def _wait(*, actor: Person, at: datetime, commitment: Commitment, on: Commitment, draft: CommitmentDraft) -> Commitment:
    waits = (WaitDraft(commitment=on),)
    return edit_commitment(actor=actor, at=at, commitment=commitment, draft=replace(draft, waits_on=waits))


def _edges(*commitments: Commitment) -> int:
    return Dependency.objects.filter(downstream__in=commitments).count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_nothing_comes_to_wait_on_what_is_removed_at_once(
    round_of: int, draft: CommitmentDraft, ready: Agreement, maya: Person, at: datetime
) -> None:
    other = CommitmentFactory.create(agreement__created_by=maya, number=1)
    waits = (WaitDraft(commitment=other),)
    race(
        partial(remove_commitment, actor=maya, at=at, commitment=other),
        partial(add_commitment, actor=maya, at=at, agreement=ready, draft=replace(draft, waits_on=waits)),
    )
    kept = Commitment.objects.filter(pk=other.pk).exists()
    assert kept == ready.commitments.filter(number=3).exists()
