"""What the palette offers for what is typed."""

from collections.abc import Callable

import pytest
from django.test.utils import CaptureQueriesContext

from agreements.models import Follow, Visibility
from agreements.reports.jump import jump_groups
from teams.models import Person
from tests.factories import AT, AgreementFactory, CommitmentFactory


def offered(viewer: Person, text: str) -> dict[str, list[str]]:
    groups = jump_groups(viewer=viewer, text=text)
    return {group.title: ["".join(piece.text for piece in link.words) for link in group.links] for group in groups}


def test_before_anything_is_typed_it_offers_what_there_always_is(outsider: Person) -> None:
    assert offered(outsider, "  ") == {
        "Do": ["Capture a commitment", "Start an agreement"],
        "Go to": ["Home", "Agreements", "Syncs", "Dashboard", "Teams and people"],
    }


def test_it_offers_what_one_follows_and_may_read(outsider: Person) -> None:
    seen, hidden = AgreementFactory.create(title="Seen"), AgreementFactory.create(visibility=Visibility.PARTIES)
    for agreement in (seen, hidden):
        Follow.objects.create(person=outsider, agreement=agreement, since=AT)

    assert offered(outsider, "")["Following"] == ["Seen"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dash", {"Go to": ["Dashboard"]}),
        ("MEETINGS", {"Go to": ["Syncs"]}),
        ("what owe", {"Go to": ["What I owe", "What I am owed"]}),
        ("start agr", {"Do": ["Start an agreement"]}),
        ("@dana to ship it", {"Do": ["Capture this"]}),
        ("ship it by Friday", {"Do": ["Capture this"]}),
        ("people inv", {}),
    ],
)
def test_it_offers_what_is_typed(text: str, expected: dict[str, list[str]], outsider: Person) -> None:
    assert offered(outsider, text) == expected | {"Search": [f"Search everything for “{text}”"]}


def test_an_administrator_has_more_places(admin: Person) -> None:
    assert offered(admin, "people inv")["Go to"] == ["People and invitations"]


def test_it_offers_what_is_found(outsider: Person, lena: Person) -> None:
    CommitmentFactory.create(agreement=AgreementFactory.create(title="Lending"), deliverable="Length of trials")

    found = offered(outsider, "len")

    assert [found[kind] for kind in ("Agreements", "Commitments", "People")] == [
        ["Lending"],
        ["Length of trials"],
        ["Lena Brandt"],
    ]


def test_it_asks_what_was_meant(outsider: Person) -> None:
    AgreementFactory.create(title="Metering")

    assert offered(outsider, "metring")["Did you mean"] == ["Metering"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(
    many: int, outsider: Person, django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for number in range(many):
        CommitmentFactory.create(agreement=AgreementFactory.create(title="Lending"), deliverable=f"Length {number}")

    with django_assert_num_queries(4):
        jump_groups(viewer=outsider, text="len")
