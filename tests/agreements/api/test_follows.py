from agreements.models import Agreement, Follow
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory


def test_following_and_no_longer(api: ApiFactory, maya: Person) -> None:
    agreement = AgreementFactory.create(title="Launch")
    client = api(maya)

    made = client.post("/api/v1/follows/", {"agreement": agreement.number}, format="json")
    listed = client.get("/api/v1/follows/").json()["results"]
    gone = client.delete(f"/api/v1/follows/{agreement.number}/")

    assert (made.status_code, gone.status_code) == (201, 204)
    assert [(row["agreement"], row["title"]) for row in listed] == [(agreement.number, "Launch")]
    assert not Follow.objects.exists()


def test_what_one_may_not_read_is_not_followed(api: ApiFactory, outsider: Person) -> None:
    private = AgreementFactory.create(visibility="parties")

    assert api(outsider).post("/api/v1/follows/", {"agreement": private.number}, format="json").status_code == 422


def test_what_one_may_no_longer_read_is_not_shown(api: ApiFactory, outsider: Person) -> None:
    agreement = AgreementFactory.create()
    client = api(outsider)
    client.post("/api/v1/follows/", {"agreement": agreement.number}, format="json")
    Agreement.objects.filter(pk=agreement.pk).update(visibility="parties")

    assert client.get("/api/v1/follows/").json()["results"] == []
    assert client.get(f"/api/v1/follows/{agreement.number}/").status_code == 404
