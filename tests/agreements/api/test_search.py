import pytest

from agreements.models import Agreement, Commitment, Visibility
from teams.models import Person
from tests.conftest import ApiFactory

SEARCH = "/api/v1/search/"


def test_it_groups_what_it_finds(api: ApiFactory, launch: Agreement, feature: Commitment, outsider: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(deliverable="Metering API", done_when="Sales reads usage.")

    answer = api(outsider).get(SEARCH, {"q": "usage"}).json()

    assert answer == {
        "groups": [
            {
                "kind": "commitments",
                "results": [
                    {
                        "title": "Metering API",
                        "label": feature.label,
                        "state": feature.state,
                        "excerpt": "Sales reads usage.",
                        "url": f"/agreements/{launch.slug}/commitments/{feature.number}/",
                    }
                ],
                "has_more": False,
            }
        ],
        "did_you_mean": "",
    }


def test_it_says_what_was_probably_meant(api: ApiFactory, launch: Agreement, outsider: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(title="Metering")

    assert api(outsider).get(SEARCH, {"q": "metring"}).json() == {"groups": [], "did_you_mean": "Metering"}


def test_it_finds_nothing_that_one_may_not_read(
    api: ApiFactory, launch: Agreement, feature: Commitment, outsider: Person
) -> None:
    Agreement.objects.update(title="Metering", visibility=Visibility.PARTIES)

    answers = [api(outsider).get(SEARCH, {"q": text}).json() for text in ("metering", "metring", launch.label)]

    assert answers == [{"groups": [], "did_you_mean": ""}] * 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "metering", "kind": "people", "limit": 50}, 200),
        ({"q": "%'\"\\"}, 200),
        ({"q": "🎯"}, 200),
        ({"q": "a\0b"}, 400),
        ({"q": "x" * 201}, 400),
        ({"q": ""}, 400),
        ({}, 400),
        ({"q": "a", "limit": 51}, 400),
        ({"q": "a", "kind": "colours"}, 400),
        ({"q": "a", "cursor": "x"}, 400),
        ({"q": "a", "page": 2}, 400),
    ],
)
def test_a_query_is_checked(query: dict[str, str | int], status: int, api: ApiFactory, outsider: Person) -> None:
    assert api(outsider).get(SEARCH, query).status_code == status


def test_it_needs_a_token(api: ApiFactory, outsider: Person) -> None:
    client = api(outsider)
    client.credentials()

    assert client.get(SEARCH, {"q": "a"}).status_code == 401
