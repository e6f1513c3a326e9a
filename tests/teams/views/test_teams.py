from django.test import Client

from teams.models import Membership, MembershipRole, Person, Team
from tests.visits import sent


def test_a_team_takes_its_address_from_its_name(client: Client, admin: Person) -> None:
    answer = sent(client, admin, "/settings/teams/", {"name": "IT Security", "time_zone": "Europe/Berlin"})

    assert answer.headers["Location"] == "/settings/teams/it-security/"


def test_a_team_moves_below_another(client: Client, admin: Person, product: Team, sales: Team) -> None:
    values = {"name": "Product", "slug": "product", "time_zone": "Europe/Berlin", "parent": sales.pk}

    sent(client, admin, "/settings/teams/product/", values)

    product.refresh_from_db()
    assert product.parent == sales


def test_somebody_joins_leads_and_leaves_a_team(client: Client, admin: Person, sales: Team, outsider: Person) -> None:
    members = Membership.objects.filter(team=sales, person=outsider)

    sent(client, admin, "/settings/teams/sales/members/", {"person": outsider.pk, "role": "member"})
    sent(client, admin, "/settings/teams/sales/members/", {"person": outsider.pk, "role": "lead"})
    assert members.get().role == MembershipRole.LEAD

    sent(client, admin, f"/settings/teams/sales/members/{members.get().pk}/removal/")
    assert not members.exists()


def test_nobody_is_no_member(client: Client, admin: Person, sales: Team) -> None:
    answer = sent(client, admin, "/settings/teams/sales/members/", {"role": "lead"})

    assert answer.status_code == 422
    assert "person" in answer.context["member"].errors


def test_the_tree_shows_each_team_below_its_parent(client: Client, maya: Person, product: Team) -> None:
    Team.objects.create(name="Design", slug="design", parent=product)
    client.force_login(maya)

    rows = client.get("/teams/").context["rows"]

    assert [(row.name, row.depth, row.people) for row in rows] == [("Product", 0, 1), ("Design", 1, 0)]
