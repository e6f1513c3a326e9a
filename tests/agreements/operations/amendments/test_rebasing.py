"""Two changes of the same agreements: the later one goes on where the first left off, or its asker chooses."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Alternative, Amendment, Commitment, Consent
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentConflictError,
    AnswerDraft,
    ChangeDraft,
    NobodyAnswersError,
    NothingLeftError,
    StaleAlternativeError,
    answer,
    resolve_conflicts,
    withdraw_amendment,
)
from agreements.operations.deliveries import deliver, release
from agreements.operations.drafts import CommitmentDraft
from agreements.reports.standing import standing_of
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.agreements.changing import accepted, asked, declined, later
from tests.agreements.operations.amendments.conftest import leaves
from tests.agreements.operations.amendments.test_changes import MONDAYS
from tests.agreements.operations.history import count, entry, refused
from tests.factories import CadenceFactory, DependencyFactory, MetricFactory

LATER = timedelta(days=1)
ACCEPT = AnswerDraft(answer=Answer.ACCEPT)
THURSDAY, FRIDAY = date(2027, 3, 18), date(2027, 3, 19)


def change(commitment: Commitment, **now: object) -> ChangeDraft:
    return ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now=now)


def way(*changes: ChangeDraft, label: str = "Another way") -> AlternativeDraft:
    return AlternativeDraft(label=label, changes=changes)


def of(commitment: Commitment, **now: object) -> AlternativeDraft:
    return way(change(commitment, **now))


def first(amendment: Amendment) -> Alternative:
    return Alternative.objects.select_related("amendment").get(amendment=amendment, position=1)


def agree(amendment: Amendment, *, at: datetime) -> Amendment:
    for consent in first(amendment).consents.filter(answer=None).select_related("person").order_by("pk"):
        amendment = accepted(amendment, by=consent.person, at=at)
    return amendment


def says(amendment: Amendment) -> list[tuple[dict[str, str], dict[str, str]]]:
    return list(first(amendment).changes.order_by("position").values_list("was", "now"))


def answers(amendment: Amendment) -> dict[str, str | None]:
    return dict(Consent.objects.filter(alternative=first(amendment)).values_list("person__name", "answer"))


@pytest.fixture
def mine(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    """Dana asks for a week more for the feature; the outreach would follow to the 23rd."""
    return asked(later(feature), by=dana, at=at, within=launched)


def test_what_touches_something_else_goes_on_unasked(
    mine: Amendment, launched: Agreement, outreach: Commitment, lena: Person, tomas: Person, at: datetime
) -> None:
    accepted(mine, by=tomas, at=at)
    agree(asked(of(outreach, deliverable="Calls"), by=lena, at=at, within=launched), at=at)
    assert agree(mine, at=at).state == "agreed"
    assert (count(launched, "amendment_rebased"), launched.versions.count()) == (0, 3)


@pytest.fixture
def overtaken(
    mine: Amendment, launched: Agreement, outreach: Commitment, lena: Person, tomas: Person, at: datetime
) -> Amendment:
    """Tomas has accepted. Then the outreach is agreed for the 30th, so that it no longer follows the feature."""
    accepted(mine, by=tomas, at=at)
    agree(asked(later(outreach, due_on=date(2027, 3, 30)), by=lena, at=at, within=launched), at=at)
    return mine


def test_content_that_changed_is_not_accepted_unread(
    overtaken: Amendment, launched: Agreement, outreach: Commitment, maya: Person, at: datetime
) -> None:
    with refused(StaleAlternativeError, launched, overtaken, first(overtaken)) as raised:
        answer(actor=maya, at=at, alternative=first(overtaken), draft=ACCEPT)
    assert raised.value.details["changes"] == [
        {
            "commitment": outreach.pk,
            "metric": None,
            "field": "due_on",
            "read": {"was": "2027-03-16", "now": "2027-03-23"},
            "present": None,
        }
    ]


@pytest.fixture
def rebased(overtaken: Amendment, maya: Person, at: datetime) -> Amendment:
    """Maya reads what changed, and accepts that."""
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(overtaken, by=maya, at=at)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=raised.value.content_hash)
    return answer(actor=maya, at=at + LATER, alternative=first(overtaken), draft=draft)


def test_who_names_the_new_content_accepts_it(rebased: Amendment) -> None:
    assert says(rebased) == [({"due_on": "2027-03-15"}, {"due_on": "2027-03-22"})]
    assert answers(rebased) == {"Dana Whitfield": "accept", "Maya Okafor": "accept", "Tomas Lindqvist": None}


def test_answers_to_the_former_content_fall_and_are_asked_for_again(
    rebased: Amendment, tomas: Person, at: datetime
) -> None:
    consent = Consent.objects.get(alternative=first(rebased), person=tomas)
    assert (consent.answer, consent.answered_at, consent.content_hash, consent.asked_at) == (None, None, "", at + LATER)


def test_who_brought_it_stands_by_it(rebased: Amendment, dana: Person) -> None:
    consent = Consent.objects.get(alternative=first(rebased), person=dana)
    assert (consent.answer, consent.content_hash) == ("accept", first(rebased).content_hash)


def test_a_rebase_is_recorded(rebased: Amendment, launched: Agreement, maya: Person) -> None:
    written = entry(launched, "amendment_rebased")
    assert (written.actor, written.data) == (
        maya,
        {
            "amendment": 1,
            "amendment_id": rebased.pk,
            "alternative": "A week later",
            "asked_again": ["Maya Okafor", "Tomas Lindqvist"],
        },
    )


def test_a_rebase_starts_from_the_version_in_force(rebased: Amendment) -> None:
    assert list(rebased.touched.values_list("base__number", flat=True)) == [2]


def test_who_read_the_former_content_is_told_what_changed(
    rebased: Amendment, launched: Agreement, tomas: Person, at: datetime
) -> None:
    read = next(iter(first(rebased).former))
    with refused(StaleAlternativeError, launched, first(rebased)) as raised:
        answer(
            actor=tomas, at=at, alternative=first(rebased), draft=AnswerDraft(answer=Answer.ACCEPT, content_hash=read)
        )
    assert [(change.field, change.present) for change in raised.value.changes] == [("due_on", None)]


def test_who_was_asked_again_completes_it(rebased: Amendment, feature: Commitment, tomas: Person, at: datetime) -> None:
    assert accepted(rebased, by=tomas, at=at).state == "agreed"
    feature.refresh_from_db()
    assert feature.due_on == date(2027, 3, 22)


def test_lines_out_of_sight_are_not_told(
    launched: Agreement, feature: Commitment, page: Commitment, dana: Person, maya: Person, at: datetime
) -> None:
    mine = asked(later(feature), by=dana, at=at, within=launched)
    Commitment.objects.filter(pk=page.pk).update(due_on=date(2027, 4, 20))
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(mine, by=maya, at=at)
    assert raised.value.changes == ()


def test_what_waits_since_then_follows_and_its_people_are_asked(
    mine: Amendment, report: Commitment, feature: Commitment, outreach: Commitment, maya: Person, at: datetime
) -> None:
    DependencyFactory.create(upstream=feature, downstream=report, lag_days=10)
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(mine, by=maya, at=at)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=raised.value.content_hash)
    amendment = answer(actor=maya, at=at, alternative=first(mine), draft=draft)
    assert set(answers(amendment)) >= {"Iris Moreau", "Noor Haddad"}
    assert amendment.touched.count() == 3


def test_another_owner_of_what_follows_is_asked_without_asking_the_others_again(
    mine: Amendment, outreach: Commitment, outsider: Person, maya: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(owner=outsider)
    amendment = accepted(mine, by=maya, at=at)
    assert answers(amendment) == {
        "Dana Whitfield": "accept",
        "Maya Okafor": "accept",
        "Otto Outsider": None,
        "Tomas Lindqvist": None,
    }


def test_whom_it_no_longer_affects_does_not_answer(
    mine: Amendment, launched: Agreement, outreach: Commitment, outsider: Person, lena: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(owner=outsider)
    with refused(ForbiddenError, launched, first(mine)):
        accepted(mine, by=lena, at=at)


def test_a_new_owner_who_left_meanwhile_is_named(
    launched: Agreement, feature: Commitment, outsider: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    amendment = asked(of(feature, owner=outsider), by=maya, at=at, within=launched)
    leaves(outsider)
    with refused(NobodyAnswersError, launched) as raised:
        accepted(amendment, by=tomas, at=at)
    assert raised.value.message == "Otto Outsider has left the organisation."


def test_a_new_owner_who_has_another_address_by_now_is_named(
    launched: Agreement, feature: Commitment, outsider: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    amendment = asked(of(feature, owner=outsider), by=maya, at=at, within=launched)
    Person.objects.filter(pk=outsider.pk).update(email="otto@acme.example")
    with refused(NobodyAnswersError, launched) as raised:
        accepted(amendment, by=tomas, at=at)
    assert raised.value.message == "Nobody has the address otto.outsider@acme.example any more."


def test_a_team_that_was_renamed_meanwhile_is_asked_about_anew(
    launched: Agreement, product: Team, sales: Team, dana: Person, tomas: Person, at: datetime
) -> None:
    promise = CommitmentDraft(
        deliverable="The price list",
        done_when="Sales has it.",
        team=product,
        for_team=sales,
        owner=dana,
        due_on=FRIDAY,
    )
    amendment = asked(way(ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=promise)), by=dana, at=at, within=launched)
    Team.objects.filter(pk=product.pk).update(slug="products")
    with refused(NobodyAnswersError, launched):
        accepted(amendment, by=tomas, at=at)


@pytest.fixture
def clashing(mine: Amendment, launched: Agreement, feature: Commitment, maya: Person, at: datetime) -> Amendment:
    """Meanwhile the feature was agreed for Thursday."""
    agree(asked(later(feature, due_on=THURSDAY), by=maya, at=at, within=launched), at=at)
    return mine


def test_the_same_field_changed_by_others_is_a_conflict(
    clashing: Amendment, launched: Agreement, feature: Commitment, tomas: Person, at: datetime
) -> None:
    with refused(AmendmentConflictError, launched, clashing, first(clashing)) as raised:
        accepted(clashing, by=tomas, at=at)
    assert raised.value.details == {
        "conflicts": [
            {
                "change": first(clashing).changes.get(commitment=feature).pk,
                "commitment": feature.pk,
                "metric": None,
                "field": "due_on",
                "was": "2027-03-15",
                "theirs": "2027-03-18",
                "yours": "2027-03-22",
            }
        ]
    }


def test_a_conflict_may_still_be_declined(clashing: Amendment, tomas: Person, at: datetime) -> None:
    assert declined(clashing, by=tomas, at=at).state == "declined"


def test_a_conflict_out_of_sight_is_not_told(
    launched: Agreement, report: Commitment, page: Commitment, maya: Person, tomas: Person, at: datetime
) -> None:
    both = way(change(page, due_on=date(2027, 3, 25)), change(launched.commitments.get(number=2), due_on=FRIDAY))
    mine = asked(both, by=tomas, at=at, within=launched)
    Commitment.objects.filter(pk=page.pk).update(due_on=date(2027, 3, 26))
    with pytest.raises(AmendmentConflictError) as raised:
        accepted(mine, by=maya, at=at)
    assert (raised.value.details, len(raised.value.clashes)) == ({"conflicts": []}, 1)


def key(amendment: Amendment, commitment: Commitment) -> int:
    return first(amendment).changes.get(commitment=commitment).pk


def test_to_keep_ours_starts_from_theirs(clashing: Amendment, feature: Commitment, dana: Person, at: datetime) -> None:
    amendment = resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={key(clashing, feature): "ours"})
    assert says(amendment) == [
        ({"due_on": "2027-03-18"}, {"due_on": "2027-03-22"}),
        ({"due_on": "2027-03-19"}, {"due_on": "2027-03-23"}),
    ]
    assert (standing_of(amendment), set(answers(amendment).values())) == ("fresh", {"accept", None})


def test_what_was_chosen_can_be_agreed(clashing: Amendment, feature: Commitment, dana: Person, at: datetime) -> None:
    amendment = resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={key(clashing, feature): "ours"})
    assert agree(amendment, at=at).state == "agreed"
    feature.refresh_from_db()
    assert (feature.due_on, feature.moves) == (date(2027, 3, 22), 2)


def test_the_notice_is_counted_to_the_date_that_is_in_force(
    clashing: Amendment, feature: Commitment, dana: Person, at: datetime
) -> None:
    amendment = resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={key(clashing, feature): "ours"})
    assert amendment.notice_days == 13


def test_to_keep_theirs_leaves_what_else_was_asked(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, at: datetime
) -> None:
    mine = asked(of(feature, due_on=FRIDAY, deliverable="Half"), by=dana, at=at, within=launched)
    agree(asked(later(feature, due_on=THURSDAY), by=maya, at=at, within=launched), at=at)
    amendment = resolve_conflicts(actor=dana, at=at, amendment=mine, keep={key(mine, feature): "theirs"})
    assert says(amendment) == [({"deliverable": "The feature"}, {"deliverable": "Half"})]


def test_nothing_is_left_of_what_is_given_up_altogether(
    clashing: Amendment, launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    with refused(NothingLeftError, launched, clashing, first(clashing)):
        resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={key(clashing, feature): "theirs"})


def test_an_alternative_given_up_leaves_the_others(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, maya: Person, at: datetime
) -> None:
    mine = asked(later(feature), later(outreach, label="The outreach"), by=dana, at=at, within=launched)
    agree(asked(later(feature, due_on=THURSDAY), by=maya, at=at, within=launched), at=at)
    second = mine.alternatives.get(position=2).changes.get(is_ripple=False).pk
    keep = {key(mine, feature): "theirs", second: "ours"}
    amendment = resolve_conflicts(actor=dana, at=at, amendment=mine, keep=keep)
    assert [alternative.label for alternative in amendment.alternatives.all()] == ["The outreach"]


def test_each_conflict_is_chosen_about(
    clashing: Amendment, launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    with refused(InvalidValueError, launched, clashing) as raised:
        resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={})
    assert raised.value.fields == {f"keep.{key(clashing, feature)}": ["Choose theirs or ours."]}


def test_only_who_asked_chooses(
    clashing: Amendment, launched: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    with refused(ForbiddenError, launched, clashing):
        resolve_conflicts(actor=maya, at=at, amendment=clashing, keep={key(clashing, feature): "ours"})


def test_nobody_chooses_about_what_is_closed(
    clashing: Amendment, launched: Agreement, dana: Person, at: datetime
) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=clashing)
    with refused(MoveNotAllowedError, launched):
        resolve_conflicts(actor=dana, at=at, amendment=clashing, keep={})


def test_what_was_delivered_meanwhile_cannot_be_changed(
    mine: Amendment, launched: Agreement, feature: Commitment, dana: Person, tomas: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="Release 4.2")
    with refused(AmendmentConflictError, launched, mine) as raised:
        accepted(mine, by=tomas, at=at)
    (clash,) = raised.value.clashes
    assert (clash.field, clash.was, clash.theirs, clash.ours) == (None, "open", "delivered", None)
    with refused(InvalidValueError, launched, mine) as impossible:
        resolve_conflicts(actor=dana, at=at, amendment=mine, keep={key(mine, feature): "ours"})
    assert list(impossible.value.fields.values()) == [["This can no longer be changed: keep theirs."]]


def test_what_followed_and_was_delivered_follows_no_more(
    mine: Amendment, launched: Agreement, outreach: Commitment, lena: Person, tomas: Person, at: datetime
) -> None:
    deliver(actor=lena, at=at, commitment=outreach, evidence="Calls")
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(mine, by=tomas, at=at)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=raised.value.content_hash)
    amendment = answer(actor=tomas, at=at, alternative=first(mine), draft=draft)
    assert says(amendment) == [({"due_on": "2027-03-15"}, {"due_on": "2027-03-22"})]


def test_what_was_to_be_dropped_and_was_released_has_come_about(
    launched: Agreement, feature: Commitment, dana: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    drop = way(ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=feature))
    mine = asked(drop, by=dana, at=at, within=launched)
    release(actor=lena, at=at, commitment=feature, reason="")
    with refused(NothingLeftError, launched, mine):
        accepted(mine, by=tomas, at=at)


def test_what_others_agreed_alike_has_come_about(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, tomas: Person, at: datetime
) -> None:
    mine = asked(of(feature, due_on=FRIDAY, deliverable="Half"), by=dana, at=at, within=launched)
    agree(asked(of(feature, due_on=FRIDAY), by=maya, at=at, within=launched), at=at)
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(mine, by=tomas, at=at)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=raised.value.content_hash)
    amendment = answer(actor=tomas, at=at, alternative=first(mine), draft=draft)
    assert says(amendment) == [({"deliverable": "The feature"}, {"deliverable": "Half"})]


def test_a_target_others_changed_is_a_conflict(launched: Agreement, dana: Person, tomas: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launched)
    draft = ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": Decimal(600)})
    mine = asked(way(draft), by=dana, at=at, within=launched)
    metric.target = Decimal(700)
    metric.save()
    with refused(AmendmentConflictError, launched, mine) as raised:
        accepted(mine, by=tomas, at=at)
    assert [(clash.field, clash.theirs) for clash in raised.value.clashes] == [("target", "700")]


def test_ours_of_a_cadence_keeps_what_others_changed_beside(
    launched: Agreement, dana: Person, tomas: Person, at: datetime
) -> None:
    cadence = CadenceFactory.create(agreement=launched, interval=1, starts_on=date(2027, 3, 8))
    mine = asked(way(ChangeDraft(kind=ChangeKind.CADENCE, cadence=MONDAYS)), by=dana, at=at, within=launched)
    cadence.minutes = 45
    cadence.save()
    with pytest.raises(StaleAlternativeError) as raised:
        accepted(mine, by=tomas, at=at)
    assert [(change.field, change.present) for change in raised.value.changes] == [("minutes", {"was": 45, "now": 45})]


def test_an_owner_who_left_is_waited_for_no_more_once_the_asker_looks_again(
    mine: Amendment, lena: Person, maya: Person, tomas: Person, dana: Person, at: datetime
) -> None:
    accepted(mine, by=maya, at=at)
    accepted(mine, by=tomas, at=at)
    leaves(lena)
    assert resolve_conflicts(actor=dana, at=at, amendment=mine, keep={}).state == "agreed"
