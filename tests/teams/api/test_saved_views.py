from teams.models import Person, SavedView
from tests.conftest import ApiFactory

VIEW = {"page": "commitments", "name": "Sales owes us", "query": "team=sales"}


def test_a_view_is_kept_named_anew_and_let_go(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    made = client.post("/api/v1/views/", VIEW, format="json").json()
    named = client.patch(f"/api/v1/views/{made['id']}/", {"name": "Sales"}, format="json").json()
    listed = client.get("/api/v1/views/?page=commitments").json()["results"]
    gone = client.delete(f"/api/v1/views/{made['id']}/")

    assert made == VIEW | {"id": made["id"]}
    assert named == VIEW | {"id": made["id"], "name": "Sales"}
    assert (listed, gone.status_code) == ([named], 204)


def test_views_are_ones_own(api: ApiFactory, maya: Person, tomas: Person) -> None:
    made = api(maya).post("/api/v1/views/", VIEW, format="json").json()

    assert api(tomas).get("/api/v1/views/").json()["results"] == []
    assert api(tomas).delete(f"/api/v1/views/{made['id']}/").status_code == 404
    assert SavedView.objects.count() == 1


def test_one_name_stands_once_above_a_list(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    client.post("/api/v1/views/", VIEW, format="json")

    again = client.post("/api/v1/views/", VIEW | {"query": ""}, format="json")

    assert again.status_code == 422
    assert list(again.json()["error"]["fields"]) == ["name"]
