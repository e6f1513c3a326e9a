from typing import Any

from agreements.models import Agreement
from teams.models import Organisation, Person
from tests.conftest import ApiFactory

OF_ALL = "/api/v1/organisation/drift/"
OWN = "/api/v1/agreements/32/drift/"


def would(answer: Any, rule: str) -> list[dict[str, object]]:
    return [one for one in answer.json()["would_flag"] if one["rule"] == rule]


class TestOfAll:
    def test_administrators_try_them_without_a_change(self, api: ApiFactory, admin: Person, launch: Agreement) -> None:
        answer = api(admin, "admin").patch(OF_ALL, {"thresholds": {"due_soon_days": 11}, "dry_run": True})
        assert answer.status_code == 200
        assert answer.json()["thresholds"] == {"due_soon_days": 11}
        assert would(answer, "due_soon_unsaid") == [
            {"rule": "due_soon_unsaid", "subject": "commitment", "now": 0, "would": 2}
        ]
        assert Organisation.objects.get().thresholds == {}

    def test_and_set_them(self, api: ApiFactory, admin: Person) -> None:
        client = api(admin, "admin")
        answer = client.patch(OF_ALL, {"thresholds": {"due_soon_days": 11}})
        assert (answer.status_code, answer.json()["effective"]["due_soon_days"]) == (200, 11)
        assert client.get(OF_ALL).json() == answer.json()

    def test_others_do_not(self, api: ApiFactory, maya: Person, organisation: Organisation) -> None:
        tries: list[dict[str, object]] = [{"thresholds": {}, "dry_run": dry} for dry in (True, False)]
        assert [api(maya, "write").patch(OF_ALL, one).status_code for one in tries] == [403, 403]


class TestOfOne:
    def test_who_signs_tries_and_sets_them(self, api: ApiFactory, maya: Person, launch: Agreement) -> None:
        client = api(maya)
        tried = client.patch(OWN, {"thresholds": {"due_soon_days": 11}, "dry_run": True})
        before = client.get(OWN).json()
        after = client.patch(OWN, {"thresholds": {"due_soon_days": 11}}).json()
        assert would(tried, "due_soon_unsaid")[0]["would"] == 2
        assert (before["thresholds"], before["effective"]["due_soon_days"], before["would_flag"]) == ({}, 5, None)
        assert (after["thresholds"], after["effective"]["due_soon_days"]) == ({"due_soon_days": 11}, 11)

    def test_others_read_them(self, api: ApiFactory, dana: Person, launch: Agreement) -> None:
        client = api(dana)
        tries: list[dict[str, object]] = [{"thresholds": {}, "dry_run": dry} for dry in (True, False)]
        assert client.get(OWN).status_code == 200
        assert [client.patch(OWN, one).status_code for one in tries] == [403, 403]

    def test_impossible_numbers_are_named(self, api: ApiFactory, maya: Person, launch: Agreement) -> None:
        for dry_run in (True, False):
            answer = api(maya).patch(OWN, {"thresholds": {"due_soon_days": 99, "moons": 1}, "dry_run": dry_run})
            assert (answer.status_code, set(answer.json()["error"]["fields"])) == (422, {"due_soon_days", "moons"})

    def test_absent_out_of_sight(self, api: ApiFactory, outsider: Person, private: Agreement) -> None:
        assert api(outsider).get(OWN).status_code == 404
