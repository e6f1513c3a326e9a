import pytest

from teams.models import MembershipRole, Person, Team
from teams.reports.tree import team_tree
from tests.factories import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def test_every_team_stands_below_its_parent() -> None:
    sales = TeamFactory.create(name="Sales")
    product = TeamFactory.create(name="Product")
    design = TeamFactory.create(name="Design", parent=product)
    TeamFactory.create(name="Research", parent=design)

    assert [(row.name, row.depth) for row in team_tree()] == [
        ("Product", 0),
        ("Design", 1),
        ("Research", 2),
        (sales.name, 0),
    ]


def test_the_page_indents_no_further_than_three() -> None:
    above: Team | None = None
    for depth in range(5):
        above = TeamFactory.create(name=f"Level {depth}", parent=above)

    assert [row.indent for row in team_tree()] == [0, 1, 2, 3, 3]


def test_only_those_who_are_here_count(maya: Person, product: Team) -> None:
    gone = PersonFactory.create(is_active=False)
    MembershipFactory.create(team=product, person=gone, role=MembershipRole.LEAD)

    (row,) = team_tree()

    assert (row.people, row.leads) == (1, (maya,))
