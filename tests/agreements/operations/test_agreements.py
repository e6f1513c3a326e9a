from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Commitment, Event, Signature
from agreements.operations.agreements import (
    UnfinishedError,
    complete_agreement,
    draft_agreement,
    edit_agreement,
    end_agreement,
    withdraw_agreement,
)
from agreements.operations.drafts import AgreementDraft, PartyDraft
from agreements.operations.locks import NotDraftError, RemovedMeanwhileError
from agreements.operations.signatures import sign
from teams.domain.calendar import UnknownZoneError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.agreements.operations.history import entry, refused
from tests.factories import DriftFlagFactory, MetricFactory, ReadingFactory

DRAFT = AgreementDraft(title="Feature launch", time_zone="Europe/Berlin")


@pytest.fixture
def draft(maya: Person, at: datetime) -> Agreement:
    """Maya began it; it has no parties yet."""
    return draft_agreement(actor=maya, at=at, draft=DRAFT)


def test_anybody_begins_a_draft(outsider: Person, at: datetime) -> None:
    agreement = draft_agreement(actor=outsider, at=at, draft=DRAFT)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.title, agreement.created_by, agreement.created_at) == (
        "draft",
        "Feature launch",
        outsider,
        at,
    )


def test_a_draft_begins_with_its_first_parties(
    maya: Person, tomas: Person, product: Team, sales: Team, at: datetime
) -> None:
    parties = (PartyDraft(team=product, representative=maya), PartyDraft(team=sales, gains="An early start"))
    agreement = draft_agreement(actor=maya, at=at, draft=DRAFT, parties=parties)
    rows = agreement.parties.order_by("pk").values_list("team", "representative", "gains")
    assert list(rows) == [(product.pk, maya.pk, ""), (sales.pk, None, "An early start")]


def test_a_draft_begins_its_history(maya: Person, product: Team, at: datetime) -> None:
    agreement = draft_agreement(actor=maya, at=at, draft=DRAFT, parties=(PartyDraft(team=product),))
    event = Event.objects.get(agreement=agreement)
    assert (event.kind, event.number, event.actor, event.at, event.data) == (
        "drafted",
        1,
        maya,
        at,
        {"title": "Feature launch", "parties": ["Product"]},
    )


def test_what_comes_back_is_as_fresh_as_the_row(draft: Agreement) -> None:
    assert draft.revision == Agreement.objects.get(pk=draft.pk).revision


def test_numbers_follow_each_other(maya: Person, at: datetime) -> None:
    first = draft_agreement(actor=maya, at=at, draft=DRAFT)
    second = draft_agreement(actor=maya, at=at, draft=DRAFT)
    assert second.number == first.number + 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "a" * 161}),
        ("visibility", {"visibility": "secret"}),
        ("notice_days", {"notice_days": 366}),
        ("notice_days", {"notice_days": -1}),
        ("answer_within_days", {"answer_within_days": 0}),
        ("starts_on", {"starts_on": date(1999, 12, 31)}),
        ("review_on", {"review_on": date(2200, 1, 1)}),
        ("review_on", {"starts_on": date(2027, 3, 2), "review_on": date(2027, 3, 1)}),
    ],
)
def test_a_value_that_no_rule_allows_names_its_field(
    maya: Person, at: datetime, field: str, values: dict[str, Any]
) -> None:
    wrong = replace(DRAFT, **values)
    with refused(InvalidValueError) as raised:
        draft_agreement(actor=maya, at=at, draft=wrong)
    assert list(raised.value.fields) == [field]


def test_a_zone_has_to_exist(maya: Person, at: datetime) -> None:
    with refused(UnknownZoneError):
        draft_agreement(actor=maya, at=at, draft=AgreementDraft(title="Launch", time_zone="Mars/Olympus"))


def test_a_facilitator_is_still_there(maya: Person, lena: Person, at: datetime) -> None:
    lena.is_active = False
    wrong = AgreementDraft(title="Launch", time_zone="Europe/Berlin", facilitator=lena)
    with refused(InvalidValueError) as raised:
        draft_agreement(actor=maya, at=at, draft=wrong)
    assert raised.value.fields == {"facilitator": ["Lena Brandt has left the organisation."]}


def test_a_refused_draft_leaves_nothing(maya: Person, product: Team, at: datetime) -> None:
    twice = (PartyDraft(team=product), PartyDraft(team=product))
    with refused(InvalidValueError):
        draft_agreement(actor=maya, at=at, draft=DRAFT, parties=twice)
    assert not Agreement.objects.exists()


def test_an_edit_replaces_what_a_draft_says(draft: Agreement, maya: Person, lena: Person, at: datetime) -> None:
    changed = AgreementDraft(title=" Launch in spring ", time_zone="Europe/Oslo", facilitator=lena)
    edit_agreement(actor=maya, at=at, agreement=draft, draft=changed)
    draft.refresh_from_db()
    assert (draft.title, draft.time_zone, draft.facilitator) == ("Launch in spring", "Europe/Oslo", lena)


def test_an_edit_is_recorded_with_what_was_and_is(draft: Agreement, maya: Person, lena: Person, at: datetime) -> None:
    changed = AgreementDraft(
        title="Feature launch", time_zone="Europe/Berlin", facilitator=lena, review_on=date(2027, 9, 1), notice_days=3
    )
    edit_agreement(actor=maya, at=at, agreement=draft, draft=changed)
    assert entry(draft, "edited").data == {
        "was": {"facilitator": None, "notice_days": 5, "review_on": None},
        "now": {"facilitator": "Lena Brandt", "notice_days": 3, "review_on": "2027-09-01"},
    }


def test_an_edit_that_changes_nothing_is_not_recorded(draft: Agreement, maya: Person, at: datetime) -> None:
    edit_agreement(actor=maya, at=at, agreement=draft, draft=DRAFT)
    assert not Event.objects.filter(kind="edited").exists()


def test_a_member_of_a_party_edits_a_draft(draft: Agreement, maya: Person, dana: Person, at: datetime) -> None:
    draft.parties.create(team=dana.memberships.get().team)
    edit_agreement(actor=dana, at=at, agreement=draft, draft=AgreementDraft(title="Launch", time_zone="UTC"))
    draft.refresh_from_db()
    assert draft.title == "Launch"


def test_nobody_else_edits_a_draft(draft: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, draft):
        edit_agreement(actor=outsider, at=at, agreement=draft, draft=AgreementDraft(title="Mine", time_zone="UTC"))


def test_what_is_in_force_is_no_draft(launch: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotDraftError, launch) as raised:
        edit_agreement(actor=maya, at=at, agreement=launch, draft=DRAFT)
    assert raised.value.code == "not_a_draft"


def test_what_is_gone_is_told(draft: Agreement, maya: Person, at: datetime) -> None:
    gone = Agreement(pk=draft.pk + 1)
    with refused(RemovedMeanwhileError):
        edit_agreement(actor=maya, at=at, agreement=gone, draft=DRAFT)


def test_a_draft_is_withdrawn(draft: Agreement, maya: Person, at: datetime) -> None:
    withdraw_agreement(actor=maya, at=at, agreement=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.closed_at, entry(draft, "withdrawn").actor) == ("withdrawn", at, maya)


def test_a_proposal_and_its_signatures_fall_with_the_agreement(proposed: Agreement, maya: Person, at: datetime) -> None:
    version = proposed.versions.get()
    sign(actor=maya, at=at, agreement=proposed, terms_hash=version.terms_hash)
    withdraw_agreement(actor=maya, at=at, agreement=proposed)
    version.refresh_from_db()
    assert (version.taken_back_at, Signature.objects.count()) == (at, 0)


def test_what_is_in_force_is_not_withdrawn(launch: Agreement, maya: Person, at: datetime) -> None:
    with refused(MoveNotAllowedError, launch):
        withdraw_agreement(actor=maya, at=at, agreement=launch)


def test_an_ordinary_member_does_not_close(launch: Agreement, dana: Person, at: datetime) -> None:
    with refused(ForbiddenError, launch):
        end_agreement(actor=dana, at=at, agreement=launch, reason="Enough")


def test_what_is_settled_is_completed(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    Commitment.objects.update(state="accepted", delivered_at=at, accepted_at=at, outcome="kept")
    complete_agreement(actor=maya, at=at, agreement=launch)
    launch.refresh_from_db()
    assert (launch.state, launch.closed_at, entry(launch, "completed").actor) == ("completed", at, maya)


def test_a_released_promise_is_settled_too(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    Commitment.objects.update(state="released", released_at=at, outcome="released")
    assert complete_agreement(actor=maya, at=at, agreement=launch).state == "completed"


def test_what_is_open_is_named(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    with refused(UnfinishedError, launch, feature) as raised:
        complete_agreement(actor=maya, at=at, agreement=launch)
    assert raised.value.message == f"Not complete yet: {feature.label} “The feature” is open."


def test_a_metric_is_read_to_its_end(launch: Agreement, maya: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launch, name="Adoption", target_on=date(2027, 8, 1))
    ReadingFactory.create(metric=metric, on=date(2027, 7, 31))
    with refused(UnfinishedError, launch) as raised:
        complete_agreement(actor=maya, at=at, agreement=launch)
    assert raised.value.message == "Not complete yet: “Adoption” has no reading from 1 August 2027 on."


def test_a_reading_of_the_target_date_is_the_last(launch: Agreement, maya: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launch, target_on=date(2027, 8, 1))
    ReadingFactory.create(metric=metric, on=date(2027, 8, 1), value=Decimal(1))
    assert complete_agreement(actor=maya, at=at, agreement=launch).state == "completed"


def test_nothing_is_completed_twice(launch: Agreement, maya: Person, at: datetime) -> None:
    complete_agreement(actor=maya, at=at, agreement=launch)
    with refused(MoveNotAllowedError, launch):
        complete_agreement(actor=maya, at=at, agreement=launch)


def test_an_agreement_ends_early_with_its_reason(launch: Agreement, maya: Person, at: datetime) -> None:
    end_agreement(actor=maya, at=at, agreement=launch, reason=" The product is withdrawn. ")
    launch.refresh_from_db()
    assert (launch.state, launch.closed_at, launch.end_reason) == ("ended", at, "The product is withdrawn.")


def test_what_was_open_is_released_at_an_early_end(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    end_agreement(actor=maya, at=at, agreement=launch, reason="The product is withdrawn.")
    feature.refresh_from_db()
    assert (feature.state, feature.outcome, feature.released_at, feature.revision) == ("released", "released", at, 2)


def test_an_early_end_is_recorded_with_what_it_released(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    end_agreement(actor=maya, at=at, agreement=launch, reason="The product is withdrawn.")
    assert entry(launch, "ended").data == {"reason": "The product is withdrawn.", "released": [feature.number]}


@pytest.mark.parametrize("state", ["delivered", "lapsed"])
def test_a_delivery_and_a_lapse_outlive_an_early_end(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime, state: str
) -> None:
    Commitment.objects.update(state=state, delivered_at=at, lapsed_at=at)
    end_agreement(actor=maya, at=at, agreement=launch, reason="The product is withdrawn.")
    feature.refresh_from_db()
    assert feature.state == state


def test_an_early_end_needs_a_reason(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    with refused(InvalidValueError, launch, feature) as raised:
        end_agreement(actor=maya, at=at, agreement=launch, reason=" ")
    assert list(raised.value.fields) == ["reason"]


def test_a_finished_agreement_never_ages(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    flag = DriftFlagFactory.create(agreement=launch, commitment=feature)
    Agreement.objects.update(health="drifting", shown_health="drifting")
    closed = end_agreement(actor=maya, at=at, agreement=launch, reason="The product is withdrawn.")
    flag.refresh_from_db()
    assert (flag.closed_at, closed.health, closed.shown_health) == (at, "on_track", "on_track")
