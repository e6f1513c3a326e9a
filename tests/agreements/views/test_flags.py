from datetime import datetime, timedelta

import pytest

from agreements.domain.drift.registry import RULES
from agreements.models import Commitment, DriftFlag
from teams.models import Person
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import DriftFlagFactory


@pytest.fixture
def early(feature: Commitment, dana: Person, at: datetime) -> DriftFlag:
    """Told to Dana only; the others see it tomorrow."""
    return DriftFlagFactory.create(
        agreement=feature.agreement,
        commitment=feature,
        rule="x_quiet",
        sentence="No update for 16 days.",
        first_told=dana,
        shown_at=at + timedelta(days=1),
    )


def test_the_register_shows_what_is_in_sight(sign_in: SignIn, early: DriftFlag, dana: Person, maya: Person) -> None:
    assert "only to you so far" in words(sign_in(dana).get("/flags/"))
    assert "Nothing is drifting." in words(sign_in(maya).get("/flags/"))


def test_one_flag_tells_its_evidence(sign_in: SignIn, early: DriftFlag, dana: Person) -> None:
    page = words(sign_in(dana).get(f"/flags/{early.pk}/"))

    assert "No update for 16 days." in page
    assert "26 Feb 2027" in page
    assert "Only you see this for now" in page


def test_a_flag_out_of_sight_is_absent(sign_in: SignIn, early: DriftFlag, maya: Person) -> None:
    assert sign_in(maya).get(f"/flags/{early.pk}/").status_code == 404


def test_cleared_ones_are_listed_apart(sign_in: SignIn, early: DriftFlag, dana: Person, at: datetime) -> None:
    DriftFlag.objects.filter(pk=early.pk).update(closed_at=at)
    browser = sign_in(dana)

    assert "Nothing is drifting." in words(browser.get("/flags/"))
    assert "No update for 16 days." in words(browser.get("/flags/?state=closed"))
    assert "The cause is gone since" in words(browser.get(f"/flags/{early.pk}/"))


def test_the_help_page_tells_every_rule(sign_in: SignIn, maya: Person) -> None:
    page = words(sign_in(maya).get("/help/drift/"))

    for rule in RULES:
        assert f'id="{rule.subject}-{rule.code}"' in page
        assert rule.title in page


def test_help_says_what_the_words_mean(sign_in: SignIn, maya: Person) -> None:
    assert "Two working days past its date with neither." in words(sign_in(maya).get("/help/"))
