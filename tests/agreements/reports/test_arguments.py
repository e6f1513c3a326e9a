"""Topics that Product and Sales opened before, as they are offered to who names one."""

from datetime import timedelta

from agreements.domain.concerns import About
from agreements.models import Agreement
from agreements.reports.arguments import topics_between
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, ConcernFactory, PartyFactory


def between(*teams: Team, visibility: str = "organisation") -> Agreement:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    for team in teams:
        PartyFactory.create(agreement=agreement, team=team)
    return agreement


def test_each_topic_once_the_latest_first(launch: Agreement, dana: Person, product: Team, sales: Team) -> None:
    other = between(product, sales)
    for days, agreement, topic in [(3, launch, "rollout"), (2, other, "Test data"), (1, other, "Rollout")]:
        ConcernFactory.create(agreement=agreement, topic=topic, raised_at=AT - timedelta(days=days))
    assert topics_between(launch, viewer=dana) == ("Rollout", "Test data")


def test_neither_of_other_teams_nor_out_of_sight_nor_about_how_they_work(
    launch: Agreement, outsider: Person, product: Team, sales: Team
) -> None:
    ConcernFactory.create(agreement=launch, topic="Tone", about=About.WAY_OF_WORKING)
    ConcernFactory.create(agreement=between(product, sales, visibility="parties"), topic="Budget")
    ConcernFactory.create(agreement=between(product, PartyFactory.create().team), topic="Hiring")
    assert topics_between(launch, viewer=outsider) == ()
