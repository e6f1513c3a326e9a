from agreements.models import Agreement, Commitment
from teams.models import Person
from tests.conftest import ApiFactory


def test_it_says_what_the_page_says(api: ApiFactory, launch: Agreement, feature: Commitment, dana: Person) -> None:
    told = api(dana).get("/api/v1/home/").json()

    assert list(told) == ["needs_you", "i_promised", "i_am_owed", "agreements", "coming", "follow_through"]
    assert [(row["id"], row["owner"]) for row in told["i_promised"]["results"]] == [(feature.pk, dana.email)]
    assert told["i_promised"]["count"] == 1
    assert [row["number"] for row in told["agreements"]["results"]] == [launch.number]
    assert told["follow_through"] == {"in_time": 0, "came_due": 0}


def test_a_newcomer_has_nothing(api: ApiFactory, outsider: Person) -> None:
    told = api(outsider).get("/api/v1/home/").json()

    assert (told["needs_you"], told["i_promised"]["count"], told["agreements"]["count"]) == ([], 0, 0)
