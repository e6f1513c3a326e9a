from datetime import date, datetime
from functools import partial
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.models import Commitment, Dependency
from teams.domain.errors import RefusalError
from tests.agreements.models.constraints import violates
from tests.factories import AT, CommitmentFactory, DependencyFactory, PersonFactory, TeamFactory
from tests.races import ROUNDS, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise() -> Commitment:
    return CommitmentFactory.create(is_open=True, number=1)


def update(promise: Commitment, **values: object) -> None:
    Commitment.objects.filter(pk=promise.pk).update(**values)


def test_an_owner_does_not_accept_their_own_work(promise: Commitment) -> None:
    with violates("owner_and_accepter_differ"):
        update(promise, accepted_by=promise.owner)


def test_a_promise_goes_to_another_team(promise: Commitment) -> None:
    with violates("promise_goes_to_another_team"):
        update(promise, for_team=promise.team)


def test_a_number_is_used_once_in_an_agreement(promise: Commitment) -> None:
    with violates("one_commitment_per_agreement_and_number"):
        CommitmentFactory.create(agreement=promise.agreement, number=1)


@pytest.mark.parametrize("state", ["open", "delivered", "accepted", "released", "lapsed"])
@pytest.mark.parametrize(
    "missing", [{"owner": None}, {"accepted_by": None}, {"due_on": None}, {"opened_at": None}, {"done_when": ""}]
)
def test_a_promise_in_force_is_complete(promise: Commitment, state: str, missing: dict[str, object]) -> None:
    reached: dict[str, datetime] = dict.fromkeys(["delivered_at", "accepted_at", "released_at", "lapsed_at"], AT)
    with violates("promise_in_force_is_complete"):
        update(promise, state=state, **reached, **missing)


@pytest.mark.parametrize("missing", [{"owner": None}, {"accepted_by": None}, {"due_on": None}, {"done_when": ""}])
def test_a_promise_of_a_draft_may_lack_something(missing: dict[str, object]) -> None:
    assert CommitmentFactory.create(**missing).state == "proposed"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("delivered_has_instant", {"state": "delivered"}),
        ("accepted_was_delivered", {"state": "accepted", "accepted_at": AT}),
        ("accepted_was_delivered", {"state": "accepted", "delivered_at": AT}),
        ("released_has_instant", {"state": "released"}),
        ("lapsed_has_instant", {"state": "lapsed"}),
    ],
)
def test_a_state_has_its_instant(promise: Commitment, constraint: str, values: dict[str, object]) -> None:
    with violates(constraint):
        update(promise, **values)


@pytest.mark.parametrize(
    ("constraint", "column"), [("owing_team_is_a_party", "team"), ("receiving_team_is_a_party", "for_team")]
)
def test_both_teams_are_parties(promise: Commitment, constraint: str, column: str) -> None:
    with violates(constraint):
        update(promise, **{column: TeamFactory.create()})
        connection.check_constraints()


def test_a_party_with_promises_stays(promise: Commitment) -> None:
    with violates("owing_team_is_a_party"):
        promise.agreement.parties.get(team=promise.team).delete()
        connection.check_constraints()


def test_nothing_waits_on_itself(promise: Commitment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DependencyFactory.create(downstream=promise, upstream=promise)


def test_a_pair_is_linked_once() -> None:
    edge = DependencyFactory.create()
    with violates("one_dependency_per_pair"):
        DependencyFactory.create(downstream=edge.downstream, upstream=edge.upstream)


@pytest.fixture
def chain() -> list[Commitment]:
    """The first waits on the second, that on the third."""
    chain = [CommitmentFactory.create() for _ in range(3)]
    for downstream, upstream in pairwise(chain):
        DependencyFactory.create(downstream=downstream, upstream=upstream)
    return chain


@pytest.mark.parametrize("last", [1, 2])
def test_no_chain_closes_to_a_circle(chain: list[Commitment], last: int) -> None:
    with violates("dependency_has_no_cycle"):
        DependencyFactory.create(downstream=chain[last], upstream=chain[0])


def test_no_edge_is_turned_into_a_circle(chain: list[Commitment]) -> None:
    edge = DependencyFactory.create(downstream=chain[2])
    with violates("dependency_has_no_cycle"):
        Dependency.objects.filter(pk=edge.pk).update(upstream=chain[0])


def test_a_shortcut_is_no_circle(chain: list[Commitment]) -> None:
    DependencyFactory.create(downstream=chain[0], upstream=chain[2])
    assert chain[0].waits_on.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_transactions_do_not_close_a_circle_between_them(round_of: int) -> None:
    one, other = CommitmentFactory.create(), CommitmentFactory.create()
    answers = race(partial(link, one, other), partial(link, other, one))
    assert (sum(isinstance(answer, CircleError) for answer in answers), Dependency.objects.count()) == (1, 1)


class CircleError(RefusalError):
    """What a race can carry home of an IntegrityError."""


def link(downstream: Commitment, upstream: Commitment) -> Dependency:
    try:
        with transaction.atomic():
            return Dependency.objects.create(downstream=downstream, upstream=upstream)
    except IntegrityError as error:
        raise CircleError(str(error)) from error


def test_who_accepts_may_change_while_owner_stays(promise: Commitment) -> None:
    update(promise, accepted_by=PersonFactory.create(), due_on=date(2027, 4, 1))
    promise.refresh_from_db()
    assert promise.due_on == date(2027, 4, 1)
