from agreements.models import Agreement, Commitment
from teams.models import Person
from tests.conftest import ApiFactory


def asks(commitment: Commitment) -> str:
    return f"/api/v1/commitments/{commitment.pk}/asks/"


def test_anybody_of_a_party_asks(api: ApiFactory, feature: Commitment, lena: Person) -> None:
    client = api(lena)
    asked = client.post(asks(feature), {"note": "How far are you?"})
    row = {
        "id": asked.json()["id"],
        "commitment": feature.pk,
        "asked_by": "lena.brandt@acme.example",
        "asked_at": "2027-03-01T09:00:00Z",
        "asked_on": "2027-03-01",
        "note": "How far are you?",
    }
    assert (asked.status_code, asked.json()) == (201, row)
    assert client.get(asks(feature)).json() == {"results": [row], "next": None}


def test_once_a_day(api: ApiFactory, feature: Commitment, lena: Person, tomas: Person) -> None:
    api(lena).post(asks(feature))
    second = api(tomas).post(asks(feature))
    assert (second.status_code, second.json()["error"]["code"]) == (409, "asked_today")


def test_not_its_owner_nor_a_stranger(api: ApiFactory, feature: Commitment, dana: Person, outsider: Person) -> None:
    assert [api(person).post(asks(feature)).status_code for person in (dana, outsider)] == [403, 403]


def test_not_out_of_sight(api: ApiFactory, private: Agreement, feature: Commitment, outsider: Person) -> None:
    client = api(outsider)
    assert [client.get(asks(feature)).status_code, client.post(asks(feature)).status_code] == [404, 404]
