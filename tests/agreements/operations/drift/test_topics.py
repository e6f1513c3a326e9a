"""Topics that two teams open again and again: by concerns about the work and by changes, within 180 days."""

from datetime import timedelta
from itertools import count

import pytest

from agreements.domain.concerns import About
from agreements.models import Agreement, Amendment, DriftFlag
from agreements.operations.drift import sweep
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, ConcernFactory, PartyFactory

SAID = "“Rollout” came up {times} times between Product and Sales within 180 days: a shared goal may be missing."
numbers = count(1)


def flags() -> list[tuple[int, str]]:
    found = DriftFlag.objects.open().filter(rule="reopened", strength="weak").order_by("agreement")
    return list(found.values_list("agreement", "sentence"))


def between(*teams: Team, visibility: str = "organisation") -> Agreement:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    for team in teams:
        PartyFactory.create(agreement=agreement, team=team)
    return agreement


def worry(agreement: Agreement, topic: str = "Rollout", *, days_ago: int = 1, about: About = About.WORK) -> None:
    raised_at = AT - timedelta(days=days_ago)
    answered = {"resolved_at": raised_at, "answered_by": agreement.created_by, "answer": "Two are ours."}
    ConcernFactory.create(agreement=agreement, topic=topic, about=about, raised_at=raised_at, **answered)


def ask(agreement: Agreement, person: Person, topic: str = "Rollout", *, state: str = "declined") -> None:
    Amendment.objects.create(
        agreement=agreement,
        number=next(numbers),
        reason="It takes longer.",
        topic=topic,
        state=state,
        asked_by=person,
        asked_at=AT - timedelta(days=20),
        answer_by=AT.date() - timedelta(days=10),
        is_early=True,
        closed_at=AT - timedelta(days=10),
    )


def test_the_third_time_is_a_sign(launch: Agreement, lena: Person) -> None:
    worry(launch, days_ago=3)
    ask(launch, lena)
    sweep(at=AT)
    before = flags()
    worry(launch, " rollout ", days_ago=2)
    sweep(at=AT)
    assert (before, [sentence for _, sentence in flags()]) == (
        [],
        [SAID.format(times=3).replace("“Rollout”", "“rollout”")],
    )


def test_it_counts_over_agreements_of_the_same_two_teams_and_stands_on_each_where_it_came_up(
    launch: Agreement, product: Team, sales: Team
) -> None:
    other, silent = between(sales, product), between(product, sales)
    for agreement in (launch, launch, other):
        worry(agreement)
    sweep(at=AT)
    assert flags() == [(launch.pk, SAID.format(times=3)), (other.pk, SAID.format(times=3))]
    assert silent.flags.count() == 0


def test_what_others_may_not_read_counts_only_where_it_is_read(launch: Agreement, product: Team, sales: Team) -> None:
    hidden = between(product, sales, visibility="parties")
    for agreement in (launch, launch, hidden):
        worry(agreement)
    sweep(at=AT)
    assert flags() == [(hidden.pk, SAID.format(times=3))]


@pytest.mark.parametrize(("days_ago", "flagged"), [(180, 1), (181, 0)])
def test_what_is_long_ago_counts_no_more(launch: Agreement, days_ago: int, flagged: int) -> None:
    worry(launch)
    worry(launch)
    worry(launch, days_ago=days_ago)
    sweep(at=AT)
    assert len(flags()) == flagged


def test_other_topics_other_teams_and_how_we_work_count_apart(launch: Agreement, product: Team) -> None:
    worry(launch)
    worry(launch)
    worry(launch, "Rollouts")
    worry(launch, about=About.WAY_OF_WORKING)
    worry(between(product, PartyFactory.create().team))
    sweep(at=AT)
    assert flags() == []


def test_a_withdrawn_change_does_not_count(launch: Agreement, lena: Person) -> None:
    worry(launch)
    worry(launch)
    ask(launch, lena, state="withdrawn")
    sweep(at=AT)
    assert flags() == []
