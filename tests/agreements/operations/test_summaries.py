"""Whatever happens to commitments and agreements, the sums come to what a count of all rows comes to."""

from datetime import date

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.models import Agreement, Commitment, PairNow, PairWeek, TeamWeek
from agreements.operations.summaries import (
    SummariesDifferError,
    SummaryDifference,
    compare_summaries,
    fold_summaries,
    mend_summaries,
    prove_summaries,
)
from teams.models import Team
from tests.factories import AT, AgreementFactory, CommitmentFactory, TeamFactory

DONE = {"delivered_at": AT, "accepted_at": AT}
LIFE = st.sampled_from(
    [
        {"state": "proposed"},
        {"state": "open"},
        {"state": "open", "health": "drifting"},
        {"state": "open", "health": "drifting", "shown_health": "watch"},
        {"state": "open", "outcome": "adjusted_early", "due_on": date(2027, 4, 1)},
        {"state": "delivered", "delivered_at": AT},
        {"state": "accepted", "outcome": "kept", **DONE},
        {"state": "lapsed", "outcome": "lapsed", "lapsed_at": AT, "due_on": date(2027, 1, 4)},
        {"state": "released", "outcome": "released", "released_at": AT},
    ]
)
FATE = st.sampled_from(
    [
        {"state": "draft", "activated_at": None},
        {"state": "active", "activated_at": AT},
        {"state": "active", "activated_at": AT, "paused_until": date(2027, 5, 1), "pause_reason": "Summer."},
        {"state": "completed", "activated_at": AT, "closed_at": AT},
        {"state": "active", "activated_at": AT, "visibility": "parties"},
        {"state": "draft", "activated_at": None, "visibility": "organisation"},
    ]
)
# Which of two agreements or of three commitments, and what becomes of it; None: it goes.
STEP = st.one_of(
    st.tuples(st.just("agreement"), st.integers(0, 1), FATE),
    st.tuples(st.just("commitment"), st.integers(0, 2), LIFE),
    st.tuples(st.just("all"), st.just(0), LIFE),
    st.tuples(st.just("gone"), st.integers(0, 2), st.none()),
    st.tuples(st.just("fold"), st.just(0), st.none()),
)


class AnyLife(TestCase):
    @given(steps=st.lists(STEP, max_size=12))
    def test_sums_come_to_what_there_is(self, steps: list[tuple[str, int, dict[str, object] | None]]) -> None:
        product, sales = TeamFactory.create(), TeamFactory.create()
        agreements = [AgreementFactory.create(is_active=True), AgreementFactory.create()]
        sides = [(product, sales), (sales, product), (product, sales)]
        commitments = [
            CommitmentFactory.create(agreement=agreements[n % 2], team=team, for_team=for_team, opened_at=AT)
            for n, (team, for_team) in enumerate(sides)
        ]
        for what, which, change in steps:
            if what == "agreement" and change:
                Agreement.objects.filter(pk=agreements[which].pk).update(**change)
            elif what == "fold":
                fold_summaries()
            elif what == "gone":
                Commitment.objects.filter(pk=commitments[which].pk).delete()
            elif change:
                among = Commitment.objects.filter(agreement__in=agreements)
                (among if what == "all" else among.filter(pk=commitments[which].pk)).update(**change)
        assert compare_summaries() == ()


@pytest.mark.django_db
def test_open_ones_are_counted_in_agreements_in_force_paused_or_not(product: Team, sales: Team) -> None:
    pair = {"team": product, "for_team": sales}
    for agreement in (
        AgreementFactory.create(is_active=True),
        AgreementFactory.create(is_active=True, paused_until=date(2027, 5, 1), pause_reason="Summer."),
        AgreementFactory.create(),
        AgreementFactory.create(state="ended", activated_at=AT, closed_at=AT, end_reason="Done."),
    ):
        CommitmentFactory.create(is_open=True, agreement=agreement, health="drifting", shown_health="watch", **pair)

    found = PairNow.objects.aggregate(*map(Sum, ("open", "watch", "drifting", "known_drifting")))
    assert tuple(found.values()) == (2, 2, 0, 2)


@pytest.mark.django_db
def test_what_became_of_promises_stays_wherever_the_agreement_is(product: Team, sales: Team) -> None:
    closed = AgreementFactory.create(state="completed", activated_at=AT, closed_at=AT)
    kept = {"state": "accepted", "outcome": "kept", "due_on": date(2027, 2, 21), "opened_at": AT, **DONE}
    CommitmentFactory.create(agreement=closed, team=product, for_team=sales, **kept)

    rows = PairWeek.objects.order_by("week").values_list("week", "kept", "made")
    assert list(rows) == [(date(2027, 2, 15), 1, 0), (date(2027, 3, 1), 0, 1)]
    assert list(TeamWeek.objects.order_by("week").values_list("week", "kept", "made")) == list(rows)


@pytest.mark.django_db
def test_a_word_about_it_adds_nothing(product: Team, sales: Team) -> None:
    commitment = CommitmentFactory.create(
        is_open=True, agreement=AgreementFactory.create(is_active=True), team=product, for_team=sales
    )
    before = PairNow.objects.count(), PairWeek.objects.count()
    Commitment.objects.filter(pk=commitment.pk).update(standing="at_risk", standing_at=AT, evidence="A note.")
    assert (PairNow.objects.count(), PairWeek.objects.count()) == before


@pytest.mark.django_db
def test_folding_leaves_one_row_a_key(product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True)
    for _ in range(3):
        CommitmentFactory.create(is_open=True, agreement=agreement, team=product, for_team=sales)
    fold_summaries()
    assert list(PairNow.objects.values_list("open", flat=True)) == [3]
    assert compare_summaries() == ()


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_put_right(product: Team, sales: Team) -> None:
    CommitmentFactory.create(
        is_open=True, agreement=AgreementFactory.create(is_active=True), team=product, for_team=sales
    )
    PairNow.objects.update(open=7)
    TeamWeek.objects.all().delete()
    wrong = (SummaryDifference("agreements_pairnow", 1), SummaryDifference("agreements_teamweek", 1))
    assert (compare_summaries(), mend_summaries(), compare_summaries()) == (wrong, wrong, ())


@pytest.mark.django_db
def test_a_proof_that_finds_something_says_so_after_its_work(product: Team, sales: Team) -> None:
    CommitmentFactory.create(
        is_open=True, agreement=AgreementFactory.create(is_active=True), team=product, for_team=sales
    )
    PairNow.objects.all().delete()
    with pytest.raises(SummariesDifferError, match="Put right: agreements_pairnow: 1 sums"):
        prove_summaries()
    prove_summaries()
