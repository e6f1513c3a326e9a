from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import AuditEvent, Membership, Person, Team
from teams.operations.drafts import TeamDraft
from teams.operations.teams import TeamCircleError, add_member, add_team, edit_team, remove_member
from tests.factories import PersonFactory, TeamFactory
from tests.races import FEW_ROUNDS, race

LEGAL = TeamDraft(slug="legal", name="Legal")


def test_a_new_team_lives_in_the_organisation_s_zone(admin: Person, at: datetime) -> None:
    team = add_team(actor=admin, at=at, draft=LEGAL)

    assert (team.slug, team.name, team.parent, team.time_zone) == ("legal", "Legal", None, "Europe/Berlin")


def test_a_team_may_lie_below_another_and_elsewhere(admin: Person, product: Team, at: datetime) -> None:
    team = add_team(actor=admin, at=at, draft=replace(LEGAL, parent=product, time_zone="Asia/Tokyo"))

    assert (team.parent, team.time_zone) == (product, "Asia/Tokyo")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"slug": "product"}, "slug"),
        ({"slug": "le gal"}, "slug"),
        ({"name": ""}, "name"),
        ({"time_zone": "Berlin"}, "time_zone"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(
    admin: Person, product: Team, at: datetime, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_team(actor=admin, at=at, draft=replace(LEGAL, **wrong))

    assert list(refused.value.fields) == [field]
    assert (Team.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_a_team_moves_in_the_tree(admin: Person, product: Team, sales: Team, at: datetime) -> None:
    edit_team(actor=admin, at=at, team=sales, draft=replace(TeamDraft.of(sales), parent=product))

    sales.refresh_from_db()
    assert sales.parent == product
    assert AuditEvent.objects.get().data == {"team": "sales", "was": {"parent": None}, "now": {"parent": "Product"}}


def test_an_edit_that_changes_nothing_is_no_history(admin: Person, sales: Team, at: datetime) -> None:
    edit_team(actor=admin, at=at, team=sales, draft=TeamDraft.of(sales))

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_the_tree_has_no_circle(admin: Person, product: Team, at: datetime, depth: int) -> None:
    child = TeamFactory.create(name="Child", parent=product)
    lowest = TeamFactory.create(name="Lowest", parent=child)
    parent = [product, child, lowest][depth]

    with pytest.raises(TeamCircleError):
        edit_team(actor=admin, at=at, team=product, draft=replace(TeamDraft.of(product), parent=parent))

    product.refresh_from_db()
    assert product.parent is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_moves_at_once_close_no_circle(
    round_of: int, admin: Person, product: Team, sales: Team, at: datetime
) -> None:
    """Each move alone is fine; both together would put each team below the other."""
    answers = race(
        partial(edit_team, actor=admin, at=at, team=product, draft=replace(TeamDraft.of(product), parent=sales)),
        partial(edit_team, actor=admin, at=at, team=sales, draft=replace(TeamDraft.of(sales), parent=product)),
    )

    assert {type(answer) for answer in answers} == {Team, TeamCircleError}


def test_somebody_joins_a_team(admin: Person, outsider: Person, sales: Team, at: datetime) -> None:
    membership = add_member(actor=admin, at=at, team=sales, person=outsider, role="lead")

    assert (membership.team, membership.person, membership.role) == (sales, outsider, "lead")
    assert AuditEvent.objects.get().data == {
        "team": "sales",
        "person": "otto.outsider@acme.example",
        "was": None,
        "now": "lead",
    }


def test_joining_again_changes_the_role(admin: Person, lena: Person, sales: Team, at: datetime) -> None:
    add_member(actor=admin, at=at, team=sales, person=lena, role="lead")

    assert Membership.objects.get(person=lena).role == "lead"


def test_joining_again_alike_is_no_history(admin: Person, lena: Person, sales: Team, at: datetime) -> None:
    add_member(actor=admin, at=at, team=sales, person=lena, role="member")

    assert not AuditEvent.objects.exists()


def test_who_left_joins_no_team(admin: Person, sales: Team, at: datetime) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_member(actor=admin, at=at, team=sales, person=PersonFactory.create(is_active=False))

    assert list(refused.value.fields) == ["person"]


def test_somebody_leaves_a_team(admin: Person, lena: Person, at: datetime) -> None:
    membership = lena.memberships.get()
    remove_member(actor=admin, at=at, membership=membership)

    assert not lena.memberships.exists()
    assert AuditEvent.objects.get().data == {"team": "sales", "person": "lena.brandt@acme.example"}


def test_leaving_twice_is_leaving_once(admin: Person, lena: Person, at: datetime) -> None:
    membership = lena.memberships.get()
    remove_member(actor=admin, at=at, membership=membership)
    remove_member(actor=admin, at=at, membership=replace_pk(membership))

    assert AuditEvent.objects.count() == 1


def replace_pk(membership: Membership) -> Membership:
    """The same membership as somebody else still holds it in hand."""
    return Membership(pk=10**9, team=membership.team, person=membership.person)


@pytest.mark.parametrize(
    "write",
    [
        lambda actor, at, team: add_team(actor=actor, at=at, draft=LEGAL),
        lambda actor, at, team: edit_team(actor=actor, at=at, team=team, draft=LEGAL),
        lambda actor, at, team: add_member(actor=actor, at=at, team=team, person=actor),
        lambda actor, at, team: remove_member(actor=actor, at=at, membership=team.memberships.get()),
    ],
    ids=["add", "edit", "join", "leave"],
)
def test_only_administrators_shape_teams(
    tomas: Person, sales: Team, at: datetime, write: Callable[[Person, datetime, Team], object]
) -> None:
    with pytest.raises(ForbiddenError):
        write(tomas, at, sales)

    assert (Team.objects.get().slug, Membership.objects.count(), AuditEvent.objects.count()) == ("sales", 1, 0)
