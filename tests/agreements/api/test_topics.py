from agreements.models import Agreement, Cadence, Sync, Topic
from teams.models import Person
from tests.conftest import ApiFactory

TOPICS = "/api/v1/agreements/32/topics/"
ROTA = "/api/v1/agreements/32/rota/"


def test_a_topic_is_put_on_the_agenda_and_taken_off(api: ApiFactory, maya: Person, dana: Person, sync: Sync) -> None:
    client = api(dana)
    added = client.post(TOPICS, {"text": " Who tells the pilots? ", "minutes": 8})
    said = added.json()
    agenda = api(maya).get(f"/api/v1/syncs/{sync.pk}/").json()["agenda"]

    assert (added.status_code, said["text"], said["minutes"], said["added_by"]) == (
        201,
        "Who tells the pilots?",
        8,
        dana.email,
    )
    assert [(item["subject"], item["title"], item["minutes"]) for item in agenda] == [
        (f"topic/{said['id']}", "Who tells the pilots?", 8)
    ]
    assert client.delete(f"/api/v1/topics/{said['id']}/").status_code == 204
    assert client.get(TOPICS).json()["results"] == []
    assert Topic.objects.get().closed_at is not None


def test_a_topic_needs_words_and_minutes(api: ApiFactory, dana: Person, sync: Sync) -> None:
    bodies: list[dict[str, object]] = [{"text": " "}, {"text": "x", "minutes": 0}, {"text": "x", "minutes": 121}]

    assert [api(dana).post(TOPICS, body).status_code for body in bodies] == [422, 422, 422]


def test_the_rota_is_set_and_read(api: ApiFactory, maya: Person, tomas: Person, sync: Sync) -> None:
    client = api(maya)
    answer = client.put(ROTA, {"people": [tomas.email, maya.email]})

    assert (answer.status_code, answer.json()) == (200, {"people": [tomas.email, maya.email]})
    assert client.get(ROTA).json() == {"people": [tomas.email, maya.email]}
    assert client.get(f"/api/v1/syncs/{sync.pk}/").json()["moderator"] == tomas.email


def test_nobody_takes_turns_twice(api: ApiFactory, maya: Person, sync: Sync) -> None:
    response = api(maya).put(ROTA, {"people": [maya.email, maya.email]})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["people"])


def test_without_a_cadence_there_are_no_turns(api: ApiFactory, maya: Person, launch: Agreement) -> None:
    Cadence.objects.filter(agreement=launch).delete()
    response = api(maya).put(ROTA, {"people": [maya.email]})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "no_cadence")


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement, sync: Sync) -> None:
    client = api(outsider)

    assert [client.get(address).status_code for address in (TOPICS, ROTA)] == [404, 404]
