from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.dependencies import Dependency as Wait
from agreements.domain.ripple import Effect, Graph, Node, RippleLine, Target
from agreements.models import Agreement, Commitment, Party
from agreements.reports.ripple import RippleRow, TouchedTarget, graph_of, preview, ripple_of, rows
from teams.models import Person, Team
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    DependencyFactory,
    HolidayFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
)

WEEK_LATER = date(2027, 3, 22)


@pytest.fixture
def outreach(
    launch: Agreement, feature: Commitment, product: Team, sales: Team, lena: Person, dana: Person
) -> Commitment:
    """Lena of Sales owes it to Product by 16 March, the day after the feature; Product needs it by the 20th."""
    commitment = CommitmentFactory.create(
        agreement=launch,
        is_open=True,
        number=2,
        deliverable="The outreach",
        team=sales,
        for_team=product,
        owner=lena,
        accepted_by=dana,
        due_on=date(2027, 3, 16),
        needed_by=date(2027, 3, 20),
    )
    DependencyFactory.create(upstream=feature, downstream=commitment, lag_days=1)
    return commitment


@pytest.fixture
def tooling(organisation: object) -> Agreement:
    """In force, for its own parties' eyes alone."""
    return AgreementFactory.create(is_active=True, visibility="parties", title="Single sign-on")


@pytest.fixture
def audit(tooling: Agreement, feature: Commitment) -> Commitment:
    """An audit of two other teams that waits two days for the feature."""
    commitment = CommitmentFactory.create(
        agreement=tooling, is_open=True, deliverable="The audit", due_on=date(2027, 3, 17), needed_by=date(2027, 3, 17)
    )
    for team in (commitment.team, commitment.for_team):
        Party.objects.filter(agreement=tooling, team=team).update(representative=PersonFactory.create())
    DependencyFactory.create(upstream=feature, downstream=commitment, lag_days=2)
    return commitment


def only(found: tuple[RippleRow, ...], commitment: Commitment) -> RippleRow:
    (row,) = [row for row in found if row.commitment == commitment.pk]
    return row


def waiting(upstream: Commitment, **changes: Any) -> Commitment:
    """Something in force, due on 1 April 2027, that waits a day for ``upstream``."""
    commitment = CommitmentFactory.create(**{"is_open": True, "due_on": date(2027, 4, 1)} | changes)
    DependencyFactory.create(upstream=upstream, downstream=commitment)
    return commitment


def signer(commitment: Commitment, team: Team) -> Person:
    person = Party.objects.get(agreement=commitment.agreement, team=team).representative
    assert person is not None
    return person


def test_the_graph_holds_what_waits_and_what_that_waits_on(feature: Commitment, outreach: Commitment) -> None:
    other = CommitmentFactory.create(agreement=AgreementFactory.create(is_active=True), is_open=True)
    DependencyFactory.create(upstream=other, downstream=outreach, lag_days=0)
    metric = MetricFactory.create(agreement=feature.agreement)
    CommitmentFactory.create(agreement=feature.agreement, is_open=True)

    graph = graph_of([feature.pk])

    assert set(graph.nodes) == {
        Node(feature.pk, feature.agreement_id, date(2027, 3, 15)),
        Node(outreach.pk, feature.agreement_id, date(2027, 3, 16), date(2027, 3, 20)),
        Node(other.pk, other.agreement_id, date(2027, 3, 15)),
    }
    assert set(graph.edges) == {Wait(feature.pk, outreach.pk, 1), Wait(other.pk, outreach.pk, 0)}
    assert graph.targets == (Target(metric.pk, feature.agreement_id, date(2027, 8, 1)),)


@pytest.mark.parametrize("state", ["proposed", "delivered", "released"])
def test_what_is_not_in_force_ends_the_chain(feature: Commitment, outreach: Commitment, state: str) -> None:
    report = waiting(outreach, agreement=AgreementFactory.create(is_active=True))
    at = feature.opened_at
    Commitment.objects.filter(pk=outreach.pk).update(state=state, delivered_at=at, released_at=at)

    graph = graph_of([feature.pk])

    assert [node.id for node in graph.nodes] == [feature.pk]
    assert report.pk not in {edge.downstream for edge in graph.edges}


def test_nothing_is_waited_for_outside_what_is_in_force(feature: Commitment, outreach: Commitment) -> None:
    draft = CommitmentFactory.create()
    delivered = CommitmentFactory.create(
        agreement=feature.agreement, is_open=True, state="delivered", delivered_at=feature.opened_at
    )
    for upstream in (draft, delivered):
        DependencyFactory.create(upstream=upstream, downstream=outreach)

    assert graph_of([outreach.pk]).edges == (Wait(feature.pk, outreach.pk, 1),)


@pytest.mark.parametrize("asked", [[], [0]], ids=["nothing", "nothing there is"])
def test_the_graph_of_nothing_is_empty(organisation: object, asked: list[int]) -> None:
    assert graph_of(asked) == Graph((), (), ())


def test_an_ended_agreement_moves_no_more(feature: Commitment) -> None:
    Agreement.objects.update(state="ended", closed_at=feature.opened_at, end_reason="No longer needed.")

    assert ripple_of(asked={feature.pk: WEEK_LATER}) == ()


def test_the_golden_chain_runs_from_the_16th_to_the_23rd(feature: Commitment, outreach: Commitment) -> None:
    lines = ripple_of(asked={feature.pk: WEEK_LATER})

    assert [(line.commitment, line.was, line.now, line.effect) for line in lines] == [
        (feature.pk, date(2027, 3, 15), WEEK_LATER, Effect.CHANGED),
        (outreach.pk, date(2027, 3, 16), date(2027, 3, 23), Effect.MOVED),
    ]


def test_the_organisations_holidays_are_marked(feature: Commitment, outreach: Commitment) -> None:
    HolidayFactory.create(on=date(2027, 3, 23))

    assert [line.is_working_day for line in ripple_of(asked={feature.pk: WEEK_LATER})] == [True, False]


def test_a_row_says_what_moves_and_who_has_a_say(
    feature: Commitment, outreach: Commitment, maya: Person, tomas: Person, lena: Person, dana: Person
) -> None:
    metric = MetricFactory.create(agreement=feature.agreement, name="Trials", target_on=date(2027, 3, 18))

    row = only(preview(asked={feature.pk: WEEK_LATER}, viewer=maya), outreach)

    assert row == RippleRow(
        depth=1,
        effect=Effect.MOVED,
        was=date(2027, 3, 16),
        now=date(2027, 3, 23),
        breaks_needed_by=True,
        is_new_break=True,
        is_working_day=True,
        must_consent=(lena, tomas, maya),
        commitment=outreach.pk,
        number=2,
        label=outreach.label,
        deliverable="The outreach",
        owner=lena,
        team="Sales",
        for_team="Product",
        agreement_number=feature.agreement.number,
        agreement_slug=feature.agreement.slug,
        agreement_title="Feature launch",
        needed_by=date(2027, 3, 20),
        slack_was=0,
        slack_now=0,
        before_upstream=False,
        targets=(TouchedTarget(metric.pk, "Trials", date(2027, 3, 18)),),
        told=(dana,),
    )


def test_who_only_has_to_hear_of_it_is_not_asked(
    feature: Commitment, outreach: Commitment, maya: Person, tomas: Person, lena: Person, dana: Person
) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(due_on=date(2027, 3, 31))

    row = only(preview(asked={feature.pk: WEEK_LATER}, viewer=maya), outreach)

    assert (row.effect, row.is_change, row.slack_was, row.slack_now) == (Effect.SLACK_SHRINKS, False, 15, 8)
    assert (row.must_consent, row.told) == ((), (lena, tomas, maya, dana))


def test_nobody_is_named_twice_and_a_party_may_lack_who_signs(
    feature: Commitment, outreach: Commitment, maya: Person, lena: Person, sales: Team, product: Team
) -> None:
    Party.objects.filter(team=sales).update(representative=lena)
    Party.objects.filter(team=product).update(representative=None)

    row = only(preview(asked={feature.pk: WEEK_LATER}, viewer=maya), outreach)

    assert row.must_consent == (lena,)


def test_what_may_not_be_read_says_only_what_the_change_does(
    feature: Commitment, outreach: Commitment, audit: Commitment, maya: Person
) -> None:
    MetricFactory.create(agreement=audit.agreement, target_on=date(2027, 3, 18))

    row = preview(asked={feature.pk: WEEK_LATER}, viewer=maya)[-1]

    assert audit.owner is not None
    assert row.is_veiled
    assert row == RippleRow(
        depth=1,
        effect=Effect.MOVED,
        now=date(2027, 3, 24),
        breaks_needed_by=True,
        is_new_break=True,
        must_consent=(audit.owner, signer(audit, audit.team), signer(audit, audit.for_team)),
        deliverable="a commitment in another agreement",
    )


def test_what_may_not_be_read_and_does_not_move_says_only_that_it_is_there(
    feature: Commitment, audit: Commitment, maya: Person
) -> None:
    row = preview(asked={feature.pk: date(2027, 3, 8)}, viewer=maya)[-1]

    assert row == RippleRow(depth=1, effect=Effect.STAYS)


def test_its_own_people_read_their_line_and_not_the_others(
    feature: Commitment, outreach: Commitment, audit: Commitment
) -> None:
    Agreement.objects.update(visibility="parties")
    assert audit.owner is not None

    found = preview(asked={feature.pk: WEEK_LATER}, viewer=audit.owner)

    assert [row.deliverable for row in found] == [
        "a commitment in another agreement",
        "a commitment in another agreement",
        "The audit",
    ]


@pytest.mark.parametrize("role", ["administrator", "executive"])
def test_a_role_in_the_organisation_lifts_no_veil(feature: Commitment, audit: Commitment, role: str) -> None:
    viewer = PersonFactory.create(role=role)

    assert [row.is_veiled for row in preview(asked={feature.pk: WEEK_LATER}, viewer=viewer)] == [False, True]


def test_no_lines_have_no_rows(maya: Person) -> None:
    lines: tuple[RippleLine, ...] = ()

    assert rows(lines=lines, viewer=maya) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_lines_takes_nine_queries(feature: Commitment, maya: Person, count: int) -> None:
    for number in range(count):
        agreement = AgreementFactory.create(is_active=True, visibility=["organisation", "parties"][number % 2])
        PartyFactory.create(agreement=agreement)
        commitment = waiting(feature, agreement=agreement, due_on=date(2027, 3, 16))
        waiting(commitment, agreement=agreement)
        MetricFactory.create(agreement=agreement, target_on=date(2027, 3, 20))

    with CaptureQueriesContext(connection) as queries:
        found = preview(asked={feature.pk: WEEK_LATER}, viewer=maya)

    assert (len(queries), len(found)) == (9, 1 + 2 * count)
