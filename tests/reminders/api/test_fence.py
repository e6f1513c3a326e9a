import pytest

from reminders.models import Fence
from reminders.operations.fence import close_fence, settle
from teams.models import AuditEvent, Person
from tests.conftest import ApiFactory
from tests.factories import AT

pytestmark = pytest.mark.django_db

FENCE, RELEASE = "/api/v1/fence/", "/api/v1/fence/release/"


def test_an_open_one(api: ApiFactory, admin: Person) -> None:
    assert api(admin, scope="admin").get(FENCE).json() == {
        "is_closed": False,
        "closed_at": None,
        "why": "",
        "may_release": False,
        "waiting": 0,
        "released_at": None,
        "released_by": "",
    }


def test_it_is_opened_once_all_is_planned(api: ApiFactory, admin: Person) -> None:
    close_fence(real_at=AT)
    client = api(admin, scope="admin")
    early = client.post(RELEASE)
    settle(closed_at=AT)
    answer = client.post(RELEASE)

    assert (early.status_code, early.json()["error"]["code"]) == (409, "fence_not_settled")
    assert (answer.status_code, answer.json()["is_closed"], answer.json()["released_by"]) == (201, False, "Ada Admin")
    assert AuditEvent.objects.latest("number").kind == "fence_released"


def test_others_open_nothing(api: ApiFactory, admin: Person, executive: Person) -> None:
    close_fence(real_at=AT)
    settle(closed_at=AT)

    assert [api(one).post(RELEASE).status_code for one in (executive, admin)] == [403, 403]
    assert api(executive).get(FENCE).status_code == 403
    assert Fence.objects.get().closed_at == AT
