from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Cadence, Change, Commitment, Consent, Metric
from agreements.operations.amendments import AlternativeDraft, ChangeDraft
from agreements.operations.checkins import NotOpenError
from agreements.operations.drafts import CadenceDraft, CommitmentDraft, WaitDraft
from teams.domain.errors import InvalidValueError, RefusalError
from teams.models import Person, Team
from tests.agreements.changing import asked
from tests.agreements.operations.amendments.conftest import leaves
from tests.agreements.operations.history import refused
from tests.factories import AgreementFactory, CadenceFactory, CommitmentFactory, MetricFactory

PLACE = "alternatives.0.changes.0."
MONDAYS = CadenceDraft(
    frequency=Frequency.WEEKLY,
    weekday=0,
    time=time(9, 30),
    time_zone="Europe/Berlin",
    starts_on=date(2027, 3, 8),
)


@pytest.fixture
def metric(launched: Agreement) -> Metric:
    return MetricFactory.create(agreement=launched, name="Qualified leads")


@pytest.fixture
def cadence(launched: Agreement) -> Cadence:
    return CadenceFactory.create(agreement=launched)


@pytest.fixture
def promise(product: Team, sales: Team, dana: Person) -> CommitmentDraft:
    return CommitmentDraft(
        deliverable="The price list",
        done_when="Sales has it.",
        team=product,
        for_team=sales,
        owner=dana,
        due_on=date(2027, 3, 10),
    )


def change(kind: ChangeKind, **about: Any) -> AlternativeDraft:
    return AlternativeDraft(label="Another way", changes=(ChangeDraft(kind=kind, **about),))


def of(commitment: Commitment, **now: object) -> AlternativeDraft:
    return change(ChangeKind.COMMITMENT, commitment=commitment, now=now)


def stored() -> Change:
    return Change.objects.get(is_ripple=False)


def people_asked() -> set[str]:
    return set(Consent.objects.values_list("person__name", flat=True))


def test_a_text_changes(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    asked(of(feature, deliverable=" Half of it ", done_when="It counts."), by=dana, at=at, within=launched)
    assert (stored().was, stored().now) == (
        {"deliverable": "The feature", "done_when": "It works for the first customer."},
        {"deliverable": "Half of it", "done_when": "It counts."},
    )


def test_what_its_receiver_needs_may_fall_away(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(needed_by=date(2027, 3, 17))
    asked(of(feature, needed_by=None), by=dana, at=at, within=launched)
    assert (stored().was, stored().now) == ({"needed_by": "2027-03-17"}, {"needed_by": None})


def test_an_owner_is_stored_by_address_and_asked(
    launched: Agreement, feature: Commitment, outsider: Person, maya: Person, at: datetime
) -> None:
    asked(of(feature, owner=outsider), by=maya, at=at, within=launched)
    assert (stored().was, stored().now) == (
        {"owner": "dana.whitfield@acme.example"},
        {"owner": "otto.outsider@acme.example"},
    )
    assert people_asked() == {"Dana Whitfield", "Maya Okafor", "Otto Outsider", "Tomas Lindqvist"}


def test_what_is_the_same_is_left_out(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    asked(of(feature, due_on=date(2027, 3, 22), deliverable="The feature"), by=dana, at=at, within=launched)
    assert stored().now == {"due_on": "2027-03-22"}


def test_a_date_that_cannot_hold_moves_with_what_it_waits_on(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    way = AlternativeDraft(
        label="Both",
        changes=(
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=outreach, now={"due_on": date(2027, 3, 18)}),
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": date(2027, 3, 22)}),
        ),
    )
    asked(way, by=dana, at=at, within=launched)
    assert list(Change.objects.order_by("position").values_list("now", "is_ripple")) == [
        ({"due_on": "2027-03-23"}, False),
        ({"due_on": "2027-03-22"}, False),
    ]


def test_another_text_moves_too_when_what_it_waits_on_does(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    way = AlternativeDraft(
        label="Both",
        changes=(
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=outreach, now={"deliverable": "Calls"}),
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": date(2027, 3, 22)}),
        ),
    )
    asked(way, by=dana, at=at, within=launched)
    first = Change.objects.get(position=1)
    assert (first.was, first.now) == (
        {"deliverable": "The outreach", "due_on": "2027-03-16"},
        {"deliverable": "Calls", "due_on": "2027-03-23"},
    )


def test_a_commitment_of_another_agreement_may_be_asked_for(
    launched: Agreement, report: Commitment, dana: Person, at: datetime
) -> None:
    asked(of(report, due_on=date(2027, 3, 24)), by=dana, at=at, within=launched)
    assert stored().agreement == report.agreement
    assert people_asked() == {"Dana Whitfield", "Iris Moreau", "Maya Okafor"}


@pytest.mark.parametrize(
    ("now", "field"),
    [
        ({}, "commitment"),
        ({"due_on": date(2027, 3, 15)}, "due_on"),
        ({"due_on": date(2027, 2, 28)}, "due_on"),
        ({"due_on": date(1999, 1, 1)}, "due_on"),
        ({"due_on": None}, "due_on"),
        ({"owner": None}, "owner"),
        ({"deliverable": "  "}, "deliverable"),
        ({"deliverable": "x" * 241}, "deliverable"),
        ({"done_when": ""}, "done_when"),
        ({"team": "sales"}, "team"),
    ],
)
def test_what_a_commitment_cannot_become_is_refused_by_field(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime, now: Mapping[str, object], field: str
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(of(feature, **now), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + field]


def test_who_left_does_not_become_the_owner(
    launched: Agreement, feature: Commitment, outsider: Person, dana: Person, at: datetime
) -> None:
    leaves(outsider)
    with refused(InvalidValueError, launched) as raised:
        asked(of(feature, owner=outsider), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "owner": ["Otto Outsider has left the organisation."]}


def test_who_accepts_it_does_not_become_the_owner(
    launched: Agreement, feature: Commitment, lena: Person, dana: Person, at: datetime
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(of(feature, owner=lena), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "owner": ["Somebody other than the owner accepts it."]}


@pytest.mark.parametrize("kind", [ChangeKind.COMMITMENT, ChangeKind.DROP_COMMITMENT])
def test_what_one_cannot_see_is_absent(
    launched: Agreement, page: Commitment, dana: Person, at: datetime, kind: ChangeKind
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(kind, commitment=page), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "commitment": ["There is no such commitment."]}


def test_what_is_not_named_is_absent(launched: Agreement, dana: Person, at: datetime) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.DROP_COMMITMENT), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + "commitment"]


def test_only_what_is_open_changes(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=at)
    with refused(NotOpenError, launched) as raised:
        asked(of(feature, due_on=date(2027, 3, 22)), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "commitment": ["“The feature” is delivered; only what is open can change."]}


def test_one_way_says_once_what_becomes_of_a_commitment(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    later = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"due_on": date(2027, 3, 22)})
    way = AlternativeDraft(
        label="Twice", changes=(later, ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=feature))
    )
    with refused(InvalidValueError, launched) as raised:
        asked(way, by=dana, at=at, within=launched)
    assert list(raised.value.fields) == ["alternatives.0.changes.1.commitment"]


def test_a_commitment_is_dropped_without_moving_what_waits_on_it(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    amendment = asked(change(ChangeKind.DROP_COMMITMENT, commitment=feature), by=dana, at=at, within=launched)
    found = Change.objects.get()
    assert (found.kind, found.was, found.now, amendment.notice_days) == (
        "drop_commitment",
        {"state": "open"},
        {"state": "released"},
        10,
    )


def test_a_target_changes_and_all_who_sign_are_asked(
    launched: Agreement, metric: Metric, dana: Person, at: datetime
) -> None:
    now = {"target": Decimal("450.50"), "target_on": date(2027, 9, 1)}
    amendment = asked(change(ChangeKind.METRIC, metric=metric, now=now), by=dana, at=at, within=launched)
    assert (stored().was, stored().now, stored().metric) == (
        {"target": "500", "target_on": "2027-08-01"},
        {"target": "450.5", "target_on": "2027-09-01"},
        metric,
    )
    assert people_asked() == {"Maya Okafor", "Tomas Lindqvist"}
    assert (amendment.notice_days, amendment.is_early) == (None, True)


@pytest.mark.parametrize(
    ("now", "field"),
    [
        ({}, "metric"),
        ({"target": Decimal(500)}, "target"),
        ({"target": Decimal(50)}, "target"),
        ({"target_on": date(2027, 2, 1)}, "target_on"),
        ({"name": "Leads"}, "name"),
    ],
)
def test_what_a_target_cannot_become_is_refused_by_field(
    launched: Agreement, metric: Metric, dana: Person, at: datetime, now: Mapping[str, object], field: str
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.METRIC, metric=metric, now=now), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + field]


@pytest.mark.parametrize("is_named", [True, False])
def test_a_metric_of_another_agreement_is_absent(
    launched: Agreement, dana: Person, at: datetime, is_named: bool
) -> None:
    other = MetricFactory.create(agreement=AgreementFactory.create()) if is_named else None
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.METRIC, metric=other, now={"target": Decimal(1)}), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "metric": ["There is no such metric here."]}


def test_one_way_says_once_what_becomes_of_a_metric(
    launched: Agreement, metric: Metric, dana: Person, at: datetime
) -> None:
    once = ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": Decimal(600)})
    with refused(InvalidValueError, launched) as raised:
        asked(AlternativeDraft(label="Twice", changes=(once, once)), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == ["alternatives.0.changes.1.metric"]


def test_the_cadence_changes_as_a_whole(launched: Agreement, cadence: Cadence, dana: Person, at: datetime) -> None:
    asked(change(ChangeKind.CADENCE, cadence=MONDAYS), by=dana, at=at, within=launched)
    assert stored().was == {
        "frequency": "weekly",
        "interval": 2,
        "weekday": "monday",
        "nth": None,
        "time": "10:00",
        "minutes": 30,
        "time_zone": "Europe/Berlin",
        "starts_on": "2027-02-01",
    }
    assert stored().now == stored().was | {"interval": 1, "time": "09:30", "starts_on": "2027-03-08"}


def test_a_first_cadence_starts_from_nothing(launched: Agreement, dana: Person, at: datetime) -> None:
    asked(change(ChangeKind.CADENCE, cadence=MONDAYS), by=dana, at=at, within=launched)
    assert (stored().was, stored().now["weekday"]) == ({}, "monday")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (None, "cadence"),
        (replace(MONDAYS, weekday=7), "weekday"),
        (replace(MONDAYS, minutes=0), "minutes"),
        (replace(MONDAYS, starts_on=date(2027, 2, 28)), "starts_on"),
        (replace(MONDAYS, time_zone="Europe/Nowhere"), "time_zone"),
    ],
)
def test_what_a_cadence_cannot_become_is_refused_by_field(
    launched: Agreement, dana: Person, at: datetime, draft: CadenceDraft | None, field: str
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.CADENCE, cadence=draft), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + field]


def test_to_meet_as_one_does_already_is_no_change(launched: Agreement, dana: Person, at: datetime) -> None:
    CadenceFactory.create(agreement=launched, interval=1, time=time(9, 30), starts_on=date(2027, 3, 8))
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.CADENCE, cadence=MONDAYS), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "cadence": ["You meet like this already."]}


def test_one_way_says_once_how_often_one_meets(launched: Agreement, dana: Person, at: datetime) -> None:
    once = ChangeDraft(kind=ChangeKind.CADENCE, cadence=MONDAYS)
    with refused(InvalidValueError, launched) as raised:
        asked(AlternativeDraft(label="Twice", changes=(once, once)), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == ["alternatives.0.changes.1.cadence"]


def test_a_new_promise_is_kept_whole_and_accepted_by_who_signs(
    launched: Agreement, feature: Commitment, promise: CommitmentDraft, lena: Person, at: datetime
) -> None:
    waiting = replace(promise, waits_on=(WaitDraft(commitment=feature, lag_days=2),))
    asked(change(ChangeKind.ADD_COMMITMENT, added=waiting), by=lena, at=at, within=launched)
    assert (stored().was, stored().now) == (
        {},
        {
            "deliverable": "The price list",
            "done_when": "Sales has it.",
            "team": "product",
            "for_team": "sales",
            "owner": "dana.whitfield@acme.example",
            "accepted_by": "tomas.lindqvist@acme.example",
            "needed_by": None,
            "due_on": "2027-03-10",
            "waits_on": [{"commitment": feature.pk, "lag_days": 2}],
        },
    )
    assert people_asked() == {"Dana Whitfield", "Maya Okafor", "Tomas Lindqvist"}


def test_several_promises_may_be_added_at_once(
    launched: Agreement, promise: CommitmentDraft, dana: Person, at: datetime
) -> None:
    added = ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=promise)
    amendment = asked(AlternativeDraft(label="Two", changes=(added, added)), by=dana, at=at, within=launched)
    assert (Change.objects.count(), amendment.notice_days) == (2, None)


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"owner": None}, "owner"),
        ({"due_on": None}, "due_on"),
        ({"done_when": " "}, "done_when"),
        ({"deliverable": ""}, "deliverable"),
    ],
)
def test_a_new_promise_is_complete(
    launched: Agreement, promise: CommitmentDraft, dana: Person, at: datetime, lacking: dict[str, Any], field: str
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT, added=replace(promise, **lacking)), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + field]


def test_a_new_promise_says_what_is_promised(launched: Agreement, dana: Person, at: datetime) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + "added"]


def test_a_new_promise_goes_to_another_party(
    launched: Agreement, promise: CommitmentDraft, product: Team, dana: Person, at: datetime
) -> None:
    own = replace(promise, for_team=product)
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT, added=own), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + "for_team"]


def test_who_signs_does_not_accept_their_own_promise(
    launched: Agreement, promise: CommitmentDraft, tomas: Person, dana: Person, at: datetime
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT, added=replace(promise, owner=tomas)), by=dana, at=at, within=launched)
    assert raised.value.fields == {PLACE + "accepted_by": ["Somebody other than the owner accepts it."]}


def test_somebody_accepts_a_new_promise(
    launched: Agreement, promise: CommitmentDraft, dana: Person, at: datetime
) -> None:
    launched.parties.filter(team=promise.for_team).update(representative=None)
    with refused(RefusalError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT, added=promise), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + "accepted_by"]


def test_a_new_promise_waits_on_what_one_can_see(
    launched: Agreement, promise: CommitmentDraft, page: Commitment, dana: Person, at: datetime
) -> None:
    waiting = replace(promise, waits_on=(WaitDraft(commitment=page),))
    with refused(InvalidValueError, launched) as raised:
        asked(change(ChangeKind.ADD_COMMITMENT, added=waiting), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == [PLACE + "waits_on"]


def test_a_commitment_elsewhere_that_never_came_into_force_is_not_open(
    launched: Agreement, product: Team, sales: Team, dana: Person, at: datetime
) -> None:
    draft = CommitmentFactory.create(agreement=AgreementFactory.create(created_by=dana), team=product, for_team=sales)
    with refused(NotOpenError, launched):
        asked(of(draft, due_on=date(2027, 3, 22)), by=dana, at=at, within=launched)
