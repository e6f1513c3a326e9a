"""How tests ask for a change through the API, and answer one."""

from typing import Any

from agreements.models import Alternative, Amendment, Commitment, Event
from teams.models import Person
from tests.conftest import ApiFactory

AMENDMENTS = "/api/v1/agreements/31/amendments/"
RIPPLE = "/api/v1/agreements/31/ripple/"


def later(commitment: Commitment, due_on: str = "2027-03-22", **more: Any) -> dict[str, Any]:
    """One way: that commitment by another date."""
    return {"label": "One week later", "changes": [{"commitment": commitment.pk, "due_on": due_on}]} | more


def asked(*ways: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"reason": "Rounding breaks the invoice.", "alternatives": list(ways)} | more


def ask(api: ApiFactory, person: Person, *ways: dict[str, Any]) -> dict[str, Any]:
    """What the API says of a change that was just asked for."""
    response = api(person).post(AMENDMENTS, asked(*ways))
    assert response.status_code == 201, response.json()
    found: dict[str, Any] = response.json()
    return found


def consents(amendment: dict[str, Any]) -> str:
    return f"/api/v1/amendments/{amendment['id']}/consents/"


def say(api: ApiFactory, person: Person, amendment: dict[str, Any], answer: str, **more: Any) -> Any:
    body = {"alternative": amendment["alternatives"][0]["id"], "answer": answer} | more
    return api(person).post(consents(amendment), body)


def rows_in_all() -> dict[str, int]:
    """How many rows there are of whatever asking for a change writes."""
    return {model.__name__: model.objects.count() for model in (Amendment, Alternative, Event, Commitment)}
