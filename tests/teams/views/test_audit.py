from datetime import datetime, timedelta

import pytest
from django.test import Client

from teams.models import AuditEvent, Person
from teams.operations.events import record_audit
from teams.reports.audit import PAGE
from tests.visits import queries


@pytest.fixture
def history(admin: Person, at: datetime) -> None:
    record_audit(kind="holiday_added", actor=admin, at=at, data={"on": "2027-05-01", "name": "Labour Day"})
    record_audit(
        kind="person_edited",
        actor=admin,
        at=at + timedelta(days=2),
        data={"person": "maya.okafor@acme.example", "was": {"role": "member"}, "now": {"role": "executive"}},
    )


@pytest.mark.usefixtures("history")
def test_who_changed_what_is_read_newest_first(client: Client, admin: Person) -> None:
    client.force_login(admin)

    rows = client.get("/settings/audit/").context["page"].rows

    assert [(row.who, row.what) for row in rows] == [
        ("Ada Admin", "changed maya.okafor@acme.example"),
        ("Ada Admin", "added the holiday “Labour Day”"),
    ]
    assert rows[0].changes == [("role", "member", "executive")]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("about=people", ["person_edited"]),
        ("person=Ada", ["person_edited", "holiday_added"]),
        ("person=maya.okafor", ["person_edited"]),
        ("since=2027-03-02", ["person_edited"]),
        ("until=2027-03-01", ["holiday_added"]),
        ("about=tokens", ["person_edited", "holiday_added"]),
    ],
)
def test_a_filter_leaves_only_what_it_asks_for(client: Client, admin: Person, query: str, kinds: list[str]) -> None:
    client.force_login(admin)

    rows = client.get(f"/settings/audit/?{query}").context["page"].rows

    numbers = [row.number for row in rows]
    found = AuditEvent.objects.filter(number__in=numbers).order_by("-number")
    assert list(found.values_list("kind", flat=True)) == kinds


@pytest.mark.usefixtures("history")
def test_an_unknown_filter_is_said(client: Client, admin: Person) -> None:
    client.force_login(admin)

    assert "colour is no filter here" in client.get("/settings/audit/?colour=red").text


def test_older_entries_follow_by_number(client: Client, admin: Person, at: datetime) -> None:
    for number in range(PAGE + 1):
        record_audit(kind="holiday_added", actor=admin, at=at, data={"name": str(number)})
    client.force_login(admin)

    first = client.get("/settings/audit/").context["page"]
    second = client.get(f"/settings/audit/?before={first.older}").context["page"]

    assert (len(first.rows), [row.what for row in second.rows]) == (PAGE, ["added the holiday “0”"])


@pytest.mark.usefixtures("history")
def test_the_page_costs_the_same_however_much_happened(client: Client, admin: Person, at: datetime) -> None:
    client.force_login(admin)
    few = queries(client, "/settings/audit/")
    record_audit(kind="holiday_added", actor=None, at=at, data={"name": "Another"})

    assert queries(client, "/settings/audit/") == few


def test_members_do_not_read_it(client: Client, executive: Person) -> None:
    client.force_login(executive)

    assert client.get("/settings/audit/").status_code == 403
