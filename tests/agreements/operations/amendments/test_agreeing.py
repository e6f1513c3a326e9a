"""The golden story at the level of operations, and everything else that a change may bring about once it is agreed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.domain.cadence import Frequency
from agreements.domain.commitments import Standing
from agreements.domain.terms import terms_hash
from agreements.models import Agreement, Alternative, Amendment, Commitment, DriftFlag, Event, Sync, Version
from agreements.operations.amendments import AlternativeDraft, ChangeDraft
from agreements.operations.cadences import materialise_for, materialise_syncs
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import accept, deliver
from agreements.operations.drafts import CadenceDraft, CheckInDraft, CommitmentDraft, WaitDraft
from agreements.operations.history import broken_histories
from agreements.operations.lapses import lapse_commitments
from agreements.reports.terms import terms_of
from teams.models import Person, Team
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import count, entry
from tests.factories import CadenceFactory, MetricFactory, ReadingFactory

FOURTH = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
ELEVENTH = datetime(2027, 3, 11, 9, 0, tzinfo=UTC)


def way(*changes: ChangeDraft) -> AlternativeDraft:
    return AlternativeDraft(label="Another way", changes=changes)


def of(commitment: Commitment, **now: object) -> ChangeDraft:
    return ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now=now)


def agree(amendment: Amendment, *, at: datetime) -> Amendment:
    """Let everybody who has not answered the first alternative accept it."""
    alternative = Alternative.objects.get(amendment=amendment, position=1)
    for consent in alternative.consents.filter(answer=None).select_related("person").order_by("pk"):
        amendment = accepted(amendment, by=consent.person, at=at)
    return amendment


@pytest.fixture
def golden(launched: Agreement, feature: Commitment, dana: Person) -> Amendment:
    """On 4 March Dana says off track, expects the 22nd, and asks for a week more."""
    answer = CheckInDraft(standing=Standing.OFF_TRACK, expected_on=date(2027, 3, 22), note="Rounding")
    check_in(actor=dana, at=FOURTH, commitment=feature, answer=answer)
    return asked(later(feature), by=dana, at=FOURTH, within=launched)


@pytest.fixture
def agreed(golden: Amendment) -> Amendment:
    """Everybody has accepted by 11 March."""
    return agree(golden, at=ELEVENTH)


def fresh[Row: (Commitment, Agreement)](row: Row) -> Row:
    row.refresh_from_db()
    return row


def test_the_feature_moves_to_the_22nd(agreed: Amendment, feature: Commitment) -> None:
    fresh(feature)
    assert (feature.due_on, feature.original_due_on, feature.moves, feature.state) == (
        date(2027, 3, 22),
        date(2027, 3, 15),
        1,
        "open",
    )


def test_the_outreach_follows_to_the_23rd(agreed: Amendment, outreach: Commitment) -> None:
    fresh(outreach)
    assert (outreach.due_on, outreach.original_due_on, outreach.moves, outreach.adjusted, outreach.outcome) == (
        date(2027, 3, 23),
        date(2027, 3, 16),
        1,
        None,
        None,
    )


def test_what_was_asked_early_is_adjusted_early_from_that_moment(agreed: Amendment, feature: Commitment) -> None:
    fresh(feature)
    assert (agreed.notice_days, agreed.is_early, feature.adjusted, feature.outcome) == (
        7,
        True,
        "early",
        "adjusted_early",
    )


def test_the_notice_counts_from_the_day_it_was_asked(launched: Agreement, feature: Commitment, dana: Person) -> None:
    amendment = asked(later(feature), by=dana, at=ELEVENTH, within=launched)
    agree(amendment, at=ELEVENTH)
    assert (fresh(feature).adjusted, feature.outcome) == ("late", "adjusted_late")


def test_nothing_lapses_of_what_was_adjusted(agreed: Amendment, feature: Commitment) -> None:
    assert lapse_commitments(at=datetime(2027, 3, 22, 22, 0, tzinfo=UTC)) == 0


def test_what_is_delivered_by_its_new_date_stays_adjusted(
    agreed: Amendment, feature: Commitment, dana: Person, lena: Person
) -> None:
    at = datetime(2027, 3, 22, 9, 0, tzinfo=UTC)
    delivered = deliver(actor=dana, at=at, commitment=feature, evidence="Release 4.2")
    assert delivered.outcome == "adjusted_early"
    assert accept(actor=lena, at=at, commitment=feature).outcome == "adjusted_early"


def test_what_followed_is_judged_on_its_new_date(
    agreed: Amendment, outreach: Commitment, lena: Person, maya: Person
) -> None:
    at = datetime(2027, 3, 23, 9, 0, tzinfo=UTC)
    deliver(actor=lena, at=at, commitment=outreach, evidence="Calls")
    assert accept(actor=maya, at=at, commitment=outreach).outcome == "kept"


def test_what_was_adjusted_lapses_like_anything_else(agreed: Amendment, feature: Commitment) -> None:
    lapse_commitments(at=datetime(2027, 4, 1, 9, 0, tzinfo=UTC))
    assert (fresh(feature).state, feature.outcome) == ("lapsed", "lapsed")


def test_what_the_owner_said_about_the_former_date_is_over(agreed: Amendment, feature: Commitment) -> None:
    fresh(feature)
    assert (feature.standing, feature.expected_on, feature.recent, feature.standing_at) == (None, None, [], FOURTH)


def test_the_flags_of_the_former_date_close_at_once(agreed: Amendment, feature: Commitment) -> None:
    assert (DriftFlag.objects.filter(commitment=feature).count(), DriftFlag.objects.open().count()) == (2, 0)


def test_the_next_version_is_in_force(agreed: Amendment, launched: Agreement, dana: Person) -> None:
    version = launched.versions.get(number=2)
    assert (
        version.in_force_at,
        version.amendment,
        version.proposed_by,
        version.proposed_at,
        version.taken_back_at,
    ) == (
        ELEVENTH,
        agreed,
        dana,
        FOURTH,
        None,
    )


def test_the_next_version_says_what_is_in_force(agreed: Amendment, launched: Agreement) -> None:
    version = launched.versions.get(number=2)
    assert version.terms_hash == terms_hash(terms_of(fresh(launched)))
    assert [row["due_on"] for row in version.terms["commitments"]] == ["2027-03-22", "2027-03-23"]


def test_the_first_version_stays_as_it_was_signed(agreed: Amendment, launched: Agreement) -> None:
    first = launched.versions.get(number=1)
    assert [row["due_on"] for row in first.terms["commitments"]] == ["2027-03-15", "2027-03-16"]


def test_the_amendment_names_what_was_agreed(agreed: Amendment) -> None:
    agreed.refresh_from_db()
    assert (agreed.state, agreed.agreed, agreed.closed_at, agreed.revision) == (
        "agreed",
        agreed.alternatives.get(),
        ELEVENTH,
        4,
    )


def test_the_change_is_recorded_with_was_and_now(
    agreed: Amendment, launched: Agreement, feature: Commitment, outreach: Commitment
) -> None:
    assert entry(launched, "amended").data == {
        "amendment": 1,
        "amendment_id": agreed.pk,
        "version": 2,
        "alternative": "A week later",
        "notice_days": 7,
        "is_early": True,
        "changes": [
            {
                "kind": "commitment",
                "is_ripple": False,
                "commitment": feature.pk,
                "number": 1,
                "deliverable": "The feature",
                "was": {"due_on": "2027-03-15"},
                "now": {"due_on": "2027-03-22"},
            },
            {
                "kind": "commitment",
                "is_ripple": True,
                "commitment": outreach.pk,
                "number": 2,
                "deliverable": "The outreach",
                "was": {"due_on": "2027-03-16"},
                "now": {"due_on": "2027-03-23"},
            },
        ],
    }


def test_history_ends_with_the_change_after_the_last_answer(agreed: Amendment, launched: Agreement) -> None:
    kinds = Event.objects.filter(agreement=launched, at=ELEVENTH).order_by("number").values_list("kind", flat=True)
    assert [kind for kind in kinds if kind.startswith("amend")] == ["amendment_answered"] * 3 + ["amended"]
    assert broken_histories() == []


def test_late_stays_late(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    Commitment.objects.filter(pk=feature.pk).update(adjusted="late")
    agree(asked(later(feature), by=dana, at=at, within=launched), at=at)
    assert fresh(feature).adjusted == "late"


def test_each_touched_agreement_gets_its_version_and_its_own_lines(
    launched: Agreement, feature: Commitment, report: Commitment, dana: Person, at: datetime
) -> None:
    agree(asked(later(feature), by=dana, at=at, within=launched), at=at)
    campaign = Agreement.objects.get(title="Campaign")
    assert sorted(Version.objects.filter(number=2).values_list("agreement", flat=True)) == [
        launched.pk,
        campaign.pk,
        report.agreement_id,
    ]
    lines = [line["deliverable"] for line in entry(campaign, "amended").data["changes"]]
    assert lines == ["The page"]


def test_an_alternative_that_lost_leaves_what_it_alone_would_touch(
    launched: Agreement, outreach: Commitment, page: Commitment, lena: Person, at: datetime
) -> None:
    sooner = later(outreach, due_on=date(2027, 3, 12), label="Sooner")
    amendment = asked(sooner, later(outreach), by=lena, at=at, within=launched)
    agree(amendment, at=at)
    assert page.agreement.versions.count() == 1


def test_another_owner_begins_without_a_word(
    launched: Agreement, feature: Commitment, outsider: Person, maya: Person, dana: Person, at: datetime
) -> None:
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.AT_RISK))
    agree(asked(way(of(feature, owner=outsider)), by=maya, at=at, within=launched), at=at)
    fresh(feature)
    assert (feature.owner, feature.standing, feature.standing_at, feature.recent, feature.moves) == (
        outsider,
        None,
        None,
        [],
        0,
    )


def test_history_calls_owners_by_name(
    launched: Agreement, feature: Commitment, outsider: Person, maya: Person, at: datetime
) -> None:
    agree(asked(way(of(feature, owner=outsider)), by=maya, at=at, within=launched), at=at)
    (line,) = entry(launched, "amended").data["changes"]
    assert (line["was"], line["now"]) == ({"owner": "Dana Whitfield"}, {"owner": "Otto Outsider"})


def test_another_text_leaves_what_was_said(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(needed_by=date(2027, 3, 14))
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.AT_RISK))
    agree(asked(way(of(feature, deliverable="Half of it", needed_by=None)), by=dana, at=at, within=launched), at=at)
    fresh(feature)
    assert (feature.deliverable, feature.needed_by, feature.standing, feature.outcome) == (
        "Half of it",
        None,
        "at_risk",
        "adjusted_early",
    )


def test_what_is_dropped_is_released(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    drop = ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=feature)
    agree(asked(way(drop), by=dana, at=at, within=launched), at=at)
    fresh(feature)
    assert (feature.state, feature.released_at, feature.outcome, feature.moves) == ("released", at, "released", 0)


def test_what_is_added_is_promised_from_now_on(
    launched: Agreement, feature: Commitment, product: Team, sales: Team, dana: Person, lena: Person, at: datetime
) -> None:
    draft = CommitmentDraft(
        deliverable="The price list",
        done_when="Sales has it.",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        needed_by=date(2027, 3, 20),
        due_on=date(2027, 3, 18),
        waits_on=(WaitDraft(commitment=feature, lag_days=2),),
    )
    added = ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=draft)
    agree(asked(way(added), by=dana, at=at, within=launched), at=at)
    row = launched.commitments.get(number=3)
    assert (row.deliverable, row.done_when, row.team, row.for_team, row.owner, row.accepted_by) == (
        "The price list",
        "Sales has it.",
        product,
        sales,
        dana,
        lena,
    )
    assert (row.state, row.opened_at, row.due_on, row.original_due_on, row.needed_by, row.adjusted) == (
        "open",
        at,
        date(2027, 3, 18),
        date(2027, 3, 18),
        date(2027, 3, 20),
        None,
    )
    assert list(row.waits_on.values_list("upstream", "lag_days")) == [(feature.pk, 2)]


def test_history_calls_what_is_added_by_names(
    launched: Agreement, product: Team, sales: Team, dana: Person, at: datetime
) -> None:
    draft = CommitmentDraft(
        deliverable="The price list",
        done_when="Sales has it.",
        team=product,
        for_team=sales,
        owner=dana,
        due_on=date(2027, 3, 18),
    )
    agree(asked(way(ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=draft)), by=dana, at=at, within=launched), at=at)
    (line,) = entry(launched, "amended").data["changes"]
    assert (line["kind"], line["now"]["team"], line["now"]["owner"]) == ("add_commitment", "Product", "Dana Whitfield")


def test_a_target_moves_and_its_forecast_is_counted_again(launched: Agreement, dana: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launched, name="Qualified leads", looked_at=at, reporter=dana)
    for week in range(1, 5):
        ReadingFactory.create(metric=metric, on=date(2027, 2, 7 * week), value=Decimal(100))
    now = {"target": Decimal(600), "target_on": date(2027, 9, 1)}
    amendment = asked(way(ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now=now)), by=dana, at=at, within=launched)
    agree(amendment, at=ELEVENTH)
    metric.refresh_from_db()
    assert (metric.target, metric.target_on, metric.revision, metric.looked_at) == (
        Decimal(600),
        date(2027, 9, 1),
        2,
        ELEVENTH,
    )
    (line,) = entry(launched, "amended").data["changes"]
    assert (line["metric"], line["name"], line["now"]["target"]) == (metric.pk, "Qualified leads", "600")


TUESDAYS = CadenceDraft(
    frequency=Frequency.WEEKLY,
    weekday=1,
    time=time(9, 30),
    time_zone="Europe/Berlin",
    starts_on=date(2027, 3, 8),
    minutes=45,
)


def change_cadence(launched: Agreement, dana: Person, draft: CadenceDraft = TUESDAYS) -> None:
    cadence = ChangeDraft(kind=ChangeKind.CADENCE, cadence=draft)
    agree(asked(way(cadence), by=dana, at=FOURTH, within=launched), at=ELEVENTH)


def slots(launched: Agreement) -> list[tuple[int, date]]:
    return list(launched.syncs.order_by("slot_on").values_list("number", "slot_on"))


def test_another_cadence_replaces_the_syncs_to_come(launched: Agreement, dana: Person, at: datetime) -> None:
    CadenceFactory.create(agreement=launched, weekday=2, starts_on=date(2027, 3, 3))
    materialise_for(agreement=launched, at=at)
    change_cadence(launched, dana)
    assert slots(launched)[:3] == [(1, date(2027, 3, 3)), (2, date(2027, 3, 16)), (3, date(2027, 3, 23))]
    assert launched.syncs.get(number=2).starts_at == datetime(2027, 3, 16, 8, 30, tzinfo=UTC)


def test_a_sync_called_off_stays_called_off(launched: Agreement, dana: Person, at: datetime) -> None:
    CadenceFactory.create(agreement=launched, weekday=2, starts_on=date(2027, 3, 3))
    materialise_for(agreement=launched, at=at)
    Sync.objects.filter(slot_on=date(2027, 3, 31)).update(cancelled_at=at, cancel_reason="Easter")
    change_cadence(launched, dana, replace(TUESDAYS, weekday=2))
    assert [slot for _, slot in slots(launched)][:4] == [
        date(2027, 3, 3),
        date(2027, 3, 17),
        date(2027, 3, 24),
        date(2027, 3, 31),
    ]
    assert launched.syncs.get(slot_on=date(2027, 3, 31)).cancel_reason == "Easter"


def test_a_first_cadence_has_no_syncs_in_the_past(launched: Agreement, dana: Person) -> None:
    change_cadence(launched, dana)
    assert slots(launched)[0] == (1, date(2027, 3, 16))
    assert launched.cadence.minutes == 45


def test_the_clock_adds_nothing_to_a_changed_cadence(launched: Agreement, dana: Person, at: datetime) -> None:
    CadenceFactory.create(agreement=launched)
    change_cadence(launched, dana)
    assert materialise_syncs(at=ELEVENTH) == 0


def test_two_changes_of_one_agreement_make_two_versions(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    first = asked(way(of(feature, deliverable="Half")), by=dana, at=at, within=launched)
    second = asked(way(of(outreach, deliverable="Calls")), by=lena, at=at, within=launched)
    agree(second, at=at)
    agree(first, at=ELEVENTH)
    assert list(launched.versions.order_by("number").values_list("number", "amendment__number")) == [
        (1, None),
        (2, 2),
        (3, 1),
    ]
    assert count(launched, "amended") == 2
