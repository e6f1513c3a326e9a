"""What people open: the executive page and a lead's home, over what the sweep has found."""

from datetime import timedelta
from typing import Any, cast

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.reports.dashboard import dashboard
from teams.models import Membership, Person
from tests.bench import floors
from tests.bench.conftest import Show
from tests.bench.measure import Act, side_by_side
from tests.bench.scene import OF, Scene


def test_dashboard_report(scene: Scene, show: Show) -> None:
    today = scene.at.date()

    def report() -> None:
        dashboard(viewer=scene.executive, at=scene.at, today=today)

    show(
        side_by_side(
            "executive dashboard, its report", of=OF, workload=report, floor=_floor_of_dashboard(scene), calls=2
        )
    )


def test_dashboard_page(scene: Scene, show: Show) -> None:
    page = _page("/dashboard/", scene.executive)
    show(side_by_side("executive dashboard, the page", of=OF, workload=page, floor=_floor_of_dashboard(scene), calls=1))


def test_dashboard_asks_little(scene: Scene) -> None:
    """Twelve queries at most, and none of them reads commitments from end to end (PERFORMANCE, W1)."""
    page = _page("/dashboard/", scene.executive)
    page()
    with CaptureQueriesContext(connection) as queries:
        page()
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    plans = [_plan(sql) for sql in asked]
    assert [plan for plan in plans if "Seq Scan on agreements_commitment" in plan] == []
    assert len(asked) <= 12


def test_home(scene: Scene, show: Show) -> None:
    team = Membership.objects.get(person=scene.lead).team_id

    def floor() -> None:
        floors.home(person=scene.lead.pk, team=team)

    show(side_by_side("a lead's home, the page", of=OF, workload=_page("/home/", scene.lead), floor=floor))


def _floor_of_dashboard(scene: Scene) -> Act:
    today = scene.at.date()
    return lambda: floors.dashboard(from_on=today - timedelta(weeks=12), until_on=today)


class Reader(Client):
    """The test client, without the copy of each template's context that it keeps for assertions."""

    def request(self, **request: Any) -> Any:
        return self.handler(cast("Any", self)._base_environ(**request))


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _page(address: str, person: Person) -> Act:
    client = Reader()
    client.force_login(person)

    def read() -> None:
        assert client.get(address).status_code == 200

    return read
