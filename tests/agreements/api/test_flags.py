from datetime import datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.models import Agreement, Commitment, DriftFlag, Metric
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import DriftFlagFactory

FLAGS = "/api/v1/flags/"
HOURS = timedelta(hours=1)


@pytest.fixture
def past(launch: Agreement, feature: Commitment, dana: Person, at: datetime) -> DriftFlag:
    return DriftFlagFactory.create(
        agreement=launch,
        commitment=feature,
        first_told=dana,
        evidence={"due_on": "2027-02-26"},
        opened_at=at - HOURS,
    )


@pytest.fixture
def stale(launch: Agreement, trials: Metric, at: datetime) -> DriftFlag:
    return DriftFlagFactory.create(
        agreement=launch, metric=trials, rule="metric_stale", strength="weak", opened_at=at - 2 * HOURS, closed_at=at
    )


def whole(flag: DriftFlag) -> dict[str, object]:
    return {
        "id": flag.pk,
        "rule": "past_due",
        "strength": "strong",
        "subject": f"commitment/{flag.commitment_id}",
        "agreement": 32,
        "commitment": flag.commitment_id,
        "metric": None,
        "sentence": "Its date, 26 Feb, passed 3 days ago with no outcome recorded.",
        "evidence": {"due_on": "2027-02-26"},
        "next_step": "Deliver it, or ask for a new date.",
        "opened_at": "2027-03-01T08:00:00Z",
        "closed_at": None,
        "acknowledged_at": None,
        "snoozed_until": None,
    }


def test_one_flag(api: ApiFactory, maya: Person, past: DriftFlag) -> None:
    assert api(maya).get(f"{FLAGS}{past.pk}/").json() == whole(past)


def test_flags_newest_first(api: ApiFactory, maya: Person, stale: DriftFlag, past: DriftFlag) -> None:
    said = api(maya).get(FLAGS).json()

    assert ([row["id"] for row in said["results"]], said["results"][0]) == ([past.pk, stale.pk], whole(past))
    assert (said["results"][1]["subject"], said["results"][1]["closed_at"]) == (
        f"metric/{stale.metric_id}",
        "2027-03-01T09:00:00Z",
    )


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ("open=true", ["past_due"]),
        ("open=false", ["metric_stale"]),
        ("agreement=32", ["past_due", "metric_stale"]),
        ("agreement=99", []),
        ("person=dana.whitfield@acme.example", ["past_due"]),
        ("person=tomas.lindqvist@acme.example", ["metric_stale"]),
        ("team=sales", ["past_due"]),
        ("rule=metric_stale", ["metric_stale"]),
        ("strength=strong", ["past_due"]),
    ],
)
def test_filters(
    api: ApiFactory, maya: Person, stale: DriftFlag, past: DriftFlag, query: str, rules: list[str]
) -> None:
    assert [row["rule"] for row in api(maya).get(f"{FLAGS}?{query}").json()["results"]] == rules


@pytest.mark.parametrize("query", ["colour=red", "strength=fine", "open=maybe"])
def test_other_filters_are_refused(api: ApiFactory, maya: Person, query: str) -> None:
    response = api(maya).get(f"{FLAGS}?{query}")

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [query.split("=", maxsplit=1)[0]])


def test_pages(api: ApiFactory, maya: Person, stale: DriftFlag, past: DriftFlag) -> None:
    client = api(maya)
    first = client.get(f"{FLAGS}?limit=1").json()
    second = client.get(first["next"]).json()

    assert [row["id"] for row in first["results"] + second["results"]] == [past.pk, stale.pk]


def test_the_owner_sees_it_first(
    api: ApiFactory, maya: Person, dana: Person, admin: Person, past: DriftFlag, at: datetime
) -> None:
    DriftFlag.objects.filter(pk=past.pk).update(shown_at=at + HOURS)
    statuses = [api(person).get(f"{FLAGS}{past.pk}/").status_code for person in (maya, dana, admin)]
    counts = [len(api(person).get(FLAGS).json()["results"]) for person in (maya, dana, admin)]

    assert (statuses, counts) == ([404, 200, 200], [0, 1, 1])


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement, past: DriftFlag) -> None:
    client = api(outsider)
    unseen, absent = client.get(f"{FLAGS}{past.pk}/"), client.get(f"{FLAGS}999999/")

    assert (unseen.status_code, unseen.content, client.get(FLAGS).json()["results"]) == (404, absent.content, [])


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(api: ApiFactory, maya: Person, past: DriftFlag, more: int) -> None:
    for _ in range(more):
        DriftFlagFactory.create()
    client = api(maya)
    with assertNumQueries(4):
        client.get(FLAGS)


class TestActs:
    def test_it_is_seen_once(self, api: ApiFactory, maya: Person, dana: Person, past: DriftFlag) -> None:
        first = api(maya).post(f"{FLAGS}{past.pk}/acknowledgement/")
        second = api(dana).post(f"{FLAGS}{past.pk}/acknowledgement/")

        assert (first.status_code, first.json()) == (200, whole(past) | {"acknowledged_at": "2027-03-01T09:00:00Z"})
        assert (second.status_code, second.json()["error"]["code"]) == (409, "already_acknowledged")

    def test_it_rests_until_a_date_for_a_reason(self, api: ApiFactory, dana: Person, past: DriftFlag) -> None:
        answer = api(dana).post(f"{FLAGS}{past.pk}/snooze/", {"until": "2027-03-12", "reason": "After the fair."})

        assert (answer.status_code, answer.json()) == (200, whole(past) | {"snoozed_until": "2027-03-12"})

    def test_a_snooze_says_what_is_wrong_with_it(self, api: ApiFactory, dana: Person, past: DriftFlag) -> None:
        client = api(dana)
        unlikely = client.post(f"{FLAGS}{past.pk}/snooze/", {"until": "2027-04-12", "reason": " "})
        misshapen = client.post(f"{FLAGS}{past.pk}/snooze/", {"until": "soon", "reason": "x"})

        assert (unlikely.status_code, set(unlikely.json()["error"]["fields"])) == (422, {"until", "reason"})
        assert (misshapen.status_code, set(misshapen.json()["error"]["fields"])) == (400, {"until"})

    def test_it_is_woken(self, api: ApiFactory, dana: Person, past: DriftFlag) -> None:
        client = api(dana)
        client.post(f"{FLAGS}{past.pk}/snooze/", {"until": "2027-03-12", "reason": "After the fair."})
        answers = [client.delete(f"{FLAGS}{past.pk}/snooze/").status_code for _ in range(2)]

        assert (answers, client.get(f"{FLAGS}{past.pk}/").json()) == ([204, 409], whole(past))

    def test_others_may_not(self, api: ApiFactory, outsider: Person, past: DriftFlag) -> None:
        client = api(outsider)
        rest = {"until": "2027-03-12", "reason": "Later."}
        statuses = [
            client.post(f"{FLAGS}{past.pk}/acknowledgement/").status_code,
            client.post(f"{FLAGS}{past.pk}/snooze/", rest).status_code,
            client.delete(f"{FLAGS}{past.pk}/snooze/").status_code,
        ]
        assert statuses == [403, 403, 403]

    def test_what_one_may_not_see_cannot_be_acted_on(
        self, api: ApiFactory, outsider: Person, private: Agreement, past: DriftFlag
    ) -> None:
        assert api(outsider).post(f"{FLAGS}{past.pk}/acknowledgement/").status_code == 404
