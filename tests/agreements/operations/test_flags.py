"""Seen, snoozed and woken: flags in the launch of a feature that Dana of Product owes Lena of Sales by 15 March."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Commitment, DriftFlag, Event, Metric
from agreements.operations.drift import recompute
from agreements.operations.flags import (
    AlreadyAcknowledgedError,
    AlreadySnoozedError,
    FlagClosedError,
    NotSnoozedError,
    acknowledge_flag,
    snooze_flag,
    unsnooze_flag,
)
from agreements.reports.history import events_of, told
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.factories import AT, DriftFlagFactory, MetricFactory
from tests.races import FEW_ROUNDS, race

UNTIL = date(2027, 3, 12)
WHY = "The supplier answers on Friday."


@pytest.fixture
def flag(feature: Commitment, dana: Person) -> DriftFlag:
    return DriftFlagFactory.create(
        agreement=feature.agreement,
        commitment=feature,
        rule="at_risk",
        strength="weak",
        first_told=dana,
        evidence={},
        sentence="Dana sees some doubt.",
    )


@pytest.fixture
def on_agreement(launch: Agreement) -> DriftFlag:
    return DriftFlagFactory.create(agreement=launch, rule="sync_not_held", strength="weak")


@pytest.fixture
def on_metric(launch: Agreement, lena: Person) -> DriftFlag:
    metric: Metric = MetricFactory.create(agreement=launch, reporter=lena)
    return DriftFlagFactory.create(agreement=launch, metric=metric, rule="metric_stale", strength="weak")


def entries(agreement: Agreement, viewer: Person) -> list[str]:
    return [f"{one.who} {one.what}" for one in told(events_of(agreement, viewer=viewer))]


class TestAcknowledging:
    def test_it_is_known_who_has_seen_it_and_when(self, flag: DriftFlag, tomas: Person) -> None:
        seen = acknowledge_flag(actor=tomas, at=AT, flag=flag)
        seen.refresh_from_db()
        assert (seen.acknowledged_by, seen.acknowledged_at, seen.closed_at) == (tomas, AT, None)

    def test_it_is_told_in_the_history(self, flag: DriftFlag, tomas: Person, maya: Person) -> None:
        acknowledge_flag(actor=tomas, at=AT, flag=flag)
        assert entries(flag.agreement, maya) == ["Tomas Lindqvist has seen the sign of drift “Some doubt”"]

    def test_once_for_all(self, flag: DriftFlag, tomas: Person, maya: Person) -> None:
        acknowledge_flag(actor=tomas, at=AT, flag=flag)
        with pytest.raises(AlreadyAcknowledgedError, match="Tomas Lindqvist has said already"):
            acknowledge_flag(actor=maya, at=AT, flag=flag)

    def test_what_has_closed_needs_no_word(self, flag: DriftFlag, tomas: Person) -> None:
        DriftFlag.objects.update(closed_at=AT)
        with pytest.raises(FlagClosedError):
            acknowledge_flag(actor=tomas, at=AT, flag=flag)

    def test_others_do_not(self, flag: DriftFlag, outsider: Person, admin: Person) -> None:
        for person in (outsider, admin):
            with pytest.raises(ForbiddenError):
                acknowledge_flag(actor=person, at=AT, flag=flag)

    def test_what_only_its_owner_was_shown_is_kept_from_the_others(
        self, flag: DriftFlag, dana: Person, maya: Person, admin: Person
    ) -> None:
        DriftFlag.objects.update(shown_at=AT + timedelta(days=1))
        acknowledge_flag(actor=dana, at=AT, flag=flag)
        assert [len(entries(flag.agreement, person)) for person in (maya, dana, admin)] == [0, 1, 1]


class TestSnoozing:
    def test_it_rests_until_the_end_of_that_day_where_its_agreement_lives(self, flag: DriftFlag, dana: Person) -> None:
        snoozed = snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=f" {WHY} ")
        snoozed.refresh_from_db()
        midnight = datetime(2027, 3, 12, 23, 0, tzinfo=UTC)  # the first instant of 13 March in Berlin
        moments = [midnight - timedelta(seconds=1), midnight]
        assert [snoozed.is_snoozed(at=at) for at in moments] == [True, False]
        assert [DriftFlag.objects.snoozed(at=at).count() for at in moments] == [1, 0]
        assert [DriftFlag.objects.awake(at=at).count() for at in moments] == [0, 1]
        assert (snoozed.snoozed_by, snoozed.snoozed_at, snoozed.snooze_reason) == (dana, AT, WHY)

    def test_it_is_told_in_the_history_with_its_reason(self, flag: DriftFlag, dana: Person, maya: Person) -> None:
        snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY)
        (entry,) = told(events_of(flag.agreement, viewer=maya))
        assert (entry.who, entry.what, entry.quote) == (
            "Dana Whitfield",
            "let “Some doubt” rest until 12 Mar 2027",
            WHY,
        )

    def test_it_counts_all_the_same(self, flag: DriftFlag, dana: Person) -> None:
        Commitment.objects.update(health="watch", shown_health="watch")
        Agreement.objects.update(health="watch", shown_health="watch")
        snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY)
        assert recompute(at=AT) == ()

    @pytest.mark.parametrize("until", [date(2027, 2, 28), date(2027, 3, 16)])
    def test_not_into_the_past_nor_past_its_date(self, flag: DriftFlag, dana: Person, until: date) -> None:
        with pytest.raises(InvalidValueError) as refusal:
            snooze_flag(actor=dana, at=AT, flag=flag, until=until, reason=WHY)
        assert refusal.value.fields == {"until": ["Choose a day from today to 15 Mar 2027."]}

    def test_what_is_past_its_date_rests_five_working_days(self, flag: DriftFlag, dana: Person) -> None:
        Commitment.objects.update(due_on=date(2027, 2, 26))
        with pytest.raises(InvalidValueError) as refusal:
            snooze_flag(actor=dana, at=AT, flag=flag, until=date(2027, 3, 9), reason=WHY)
        assert refusal.value.fields == {"until": ["Choose a day from today to 8 Mar 2027."]}

    @pytest.mark.parametrize(
        ("reason", "sentence"),
        [
            ("  ", "Say why, so that the others know what to wait for."),
            ("x" * 501, "Say it in 500 letters at most."),
        ],
    )
    def test_it_needs_a_reason(self, flag: DriftFlag, dana: Person, reason: str, sentence: str) -> None:
        with pytest.raises(InvalidValueError) as refusal:
            snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=reason)
        assert refusal.value.fields == {"reason": [sentence]}

    def test_who_may(
        self, flag: DriftFlag, on_agreement: DriftFlag, on_metric: DriftFlag, dana: Person, lena: Person, maya: Person
    ) -> None:
        """Owner and receiver of a commitment, the reporter of a metric, whoever signs; not the other members."""
        allowed = {"commitment": {dana, lena, maya}, "metric": {lena, maya}, "agreement": {maya}}
        for name, one in {"commitment": flag, "metric": on_metric, "agreement": on_agreement}.items():
            assert {person for person in (dana, lena, maya) if self._may(person, one)} == allowed[name]

    def _may(self, person: Person, flag: DriftFlag) -> bool:
        try:
            snooze_flag(actor=person, at=AT, flag=flag, until=UNTIL, reason=WHY)
        except ForbiddenError:
            return False
        unsnooze_flag(actor=person, at=AT, flag=flag)
        return True

    def test_who_moderates_may_too(self, flag: DriftFlag, outsider: Person) -> None:
        Agreement.objects.update(facilitator=outsider)
        assert self._may(outsider, flag)

    def test_one_rest_ends_before_another_begins(self, flag: DriftFlag, dana: Person, maya: Person) -> None:
        snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY)
        with pytest.raises(AlreadySnoozedError, match="Dana Whitfield lets it rest until 12 Mar 2027 already"):
            snooze_flag(actor=maya, at=AT, flag=flag, until=UNTIL, reason=WHY)

    def test_once_its_day_has_passed_it_may_rest_again(self, flag: DriftFlag, dana: Person, maya: Person) -> None:
        snooze_flag(actor=dana, at=AT, flag=flag, until=date(2027, 3, 2), reason=WHY)
        again = snooze_flag(actor=maya, at=AT + timedelta(days=2), flag=flag, until=UNTIL, reason="Until Friday.")
        assert (again.snoozed_by, again.snoozed_until) == (maya, UNTIL)

    def test_what_has_closed_rests_no_more(self, flag: DriftFlag, dana: Person) -> None:
        DriftFlag.objects.update(closed_at=AT)
        with pytest.raises(FlagClosedError):
            snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY)


class TestWaking:
    def test_it_is_as_if_it_had_never_rested(self, flag: DriftFlag, dana: Person, maya: Person) -> None:
        snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY)
        woken = unsnooze_flag(actor=maya, at=AT, flag=flag)
        woken.refresh_from_db()
        assert (woken.snoozed_until, woken.snoozed_by, woken.snooze_reason) == (None, None, "")
        assert entries(flag.agreement, dana)[0] == "Maya Okafor ended the rest of “Some doubt”"

    def test_only_what_rests(self, flag: DriftFlag, dana: Person) -> None:
        with pytest.raises(NotSnoozedError):
            unsnooze_flag(actor=dana, at=AT, flag=flag)


class TestRaces:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("_", FEW_ROUNDS)
    def test_two_snooze_at_once_and_one_does(self, flag: DriftFlag, dana: Person, maya: Person, _: int) -> None:
        self._one_of(
            lambda: snooze_flag(actor=dana, at=AT, flag=flag, until=UNTIL, reason=WHY),
            lambda: snooze_flag(actor=maya, at=AT, flag=flag, until=UNTIL, reason=WHY),
            refusal=AlreadySnoozedError,
        )

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("_", FEW_ROUNDS)
    def test_two_acknowledge_at_once_and_one_does(self, flag: DriftFlag, dana: Person, maya: Person, _: int) -> None:
        self._one_of(
            lambda: acknowledge_flag(actor=dana, at=AT, flag=flag),
            lambda: acknowledge_flag(actor=maya, at=AT, flag=flag),
            refusal=AlreadyAcknowledgedError,
        )

    def _one_of(self, *acts: Callable[[], DriftFlag], refusal: type[Exception]) -> None:
        done = race(*acts)
        assert {type(one) for one in done} == {DriftFlag, refusal}
        assert Event.objects.count() == 1
