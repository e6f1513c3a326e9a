from datetime import datetime

from teams.models import Person, Priority
from teams.operations.events import record_audit
from tests.conftest import ApiFactory

PRIORITIES = "/api/v1/priorities/"


def test_an_administrator_keeps_the_priorities(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    grow = client.post(PRIORITIES, {"name": "Grow"}).json()
    hold = client.post(PRIORITIES, {"name": "Hold", "position": 0}).json()

    assert [row["name"] for row in client.get(PRIORITIES).json()["results"]] == ["Hold", "Grow"]
    assert client.patch(f"{PRIORITIES}{grow['id']}/", {"position": 0}).json()["position"] == 0
    assert client.delete(f"{PRIORITIES}{hold['id']}/").status_code == 204
    assert list(Priority.objects.values_list("name", "position")) == [("Grow", 0)]


def test_everybody_reads_them_and_members_change_none(api: ApiFactory, maya: Person) -> None:
    Priority.objects.create(name="Grow")

    assert [row["name"] for row in api(maya, "read").get(PRIORITIES).json()["results"]] == ["Grow"]
    assert api(maya).post(PRIORITIES, {"name": "Hold"}).status_code == 403


def test_administrators_read_the_audit_trail(api: ApiFactory, admin: Person, maya: Person, at: datetime) -> None:
    record_audit(kind="holiday_added", actor=admin, at=at, data={"name": "Labour Day"})

    (entry,) = api(admin, "admin").get("/api/v1/audit/?about=holidays").json()["results"]

    assert (entry["kind"], entry["actor"], entry["facts"]) == ("holiday_added", admin.email, {"name": "Labour Day"})
    assert api(maya).get("/api/v1/audit/").status_code == 403
