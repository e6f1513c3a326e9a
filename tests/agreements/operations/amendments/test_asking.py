from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from agreements.domain.amendments import Trade
from agreements.models import Agreement, Amendment, Change, Commitment, Consent
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentDraft,
    NobodyAnswersError,
    ask_for_change,
)
from agreements.operations.locks import NotActiveError
from agreements.reports.contents import hash_of
from agreements.reports.standing import changes_in
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.changing import asked, later
from tests.agreements.operations.amendments.conftest import leaves, signs_no_more
from tests.agreements.operations.history import entry, refused
from tests.factories import PartyFactory


def names(amendment: Amendment) -> list[tuple[str, str | None]]:
    given = Consent.objects.filter(alternative__amendment=amendment).order_by("person__name")
    return list(given.values_list("person__name", "answer"))


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    """Dana asks for a week more."""
    return asked(later(feature), by=dana, at=at, within=launched)


def test_a_change_is_numbered_and_open(amendment: Amendment, launched: Agreement, dana: Person, at: datetime) -> None:
    amendment.refresh_from_db()
    assert (amendment.number, amendment.state, amendment.asked_by, amendment.asked_at, amendment.revision) == (
        1,
        "open",
        dana,
        at,
        1,
    )


def test_the_answer_is_due_when_the_agreement_says(amendment: Amendment) -> None:
    assert amendment.answer_by == date(2027, 3, 11)  # ten days


def test_another_day_for_answers_may_be_named(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    draft = AmendmentDraft(reason="Rounding", alternatives=(later(feature),), answer_by=date(2027, 3, 1))
    assert ask_for_change(actor=dana, at=at, agreement=launched, draft=draft).answer_by == date(2027, 3, 1)


def test_the_change_is_kept_with_what_it_starts_from(amendment: Amendment, feature: Commitment) -> None:
    change = Change.objects.get(alternative__amendment=amendment, is_ripple=False)
    assert (change.kind, change.commitment, change.was, change.now, change.position) == (
        "commitment",
        feature,
        {"due_on": "2027-03-15"},
        {"due_on": "2027-03-22"},
        1,
    )


def test_what_waits_on_it_follows(amendment: Amendment, outreach: Commitment) -> None:
    change = Change.objects.get(alternative__amendment=amendment, is_ripple=True)
    assert (change.kind, change.commitment, change.was, change.now, change.position) == (
        "commitment",
        outreach,
        {"due_on": "2027-03-16"},
        {"due_on": "2027-03-23"},
        2,
    )


def test_nothing_moves_before_the_answers(amendment: Amendment, feature: Commitment, outreach: Commitment) -> None:
    feature.refresh_from_db()
    outreach.refresh_from_db()
    assert (feature.due_on, outreach.due_on) == (date(2027, 3, 15), date(2027, 3, 16))


def test_everybody_affected_is_asked_and_the_asker_has_accepted(amendment: Amendment) -> None:
    assert names(amendment) == [
        ("Dana Whitfield", "accept"),
        ("Lena Brandt", None),
        ("Maya Okafor", None),
        ("Tomas Lindqvist", None),
    ]


def test_an_answer_given_by_asking_names_the_content(amendment: Amendment, dana: Person, at: datetime) -> None:
    consent = Consent.objects.get(alternative__amendment=amendment, person=dana)
    assert (consent.content_hash, consent.answered_at) == (consent.alternative.content_hash, at)


def test_the_alternative_names_its_content(amendment: Amendment) -> None:
    alternative = amendment.alternatives.get()
    assert alternative.content_hash == hash_of(changes_in(alternative))


def test_the_notice_is_counted_to_the_present_date(amendment: Amendment) -> None:
    assert (amendment.notice_days, amendment.is_early) == (10, True)


def test_the_least_notice_of_the_alternatives_counts(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(due_on=date(2027, 3, 3))
    amendment = asked(later(feature), later(outreach, label="Less"), by=dana, at=at, within=launched)
    assert (amendment.notice_days, amendment.is_early) == (2, False)


def test_the_change_starts_from_the_version_in_force(amendment: Amendment, launched: Agreement) -> None:
    assert list(amendment.touched.values_list("agreement", "base__number")) == [(launched.pk, 1)]


def test_asking_is_recorded(amendment: Amendment, launched: Agreement, dana: Person, at: datetime) -> None:
    written = entry(launched, "amendment_asked")
    assert (written.actor, written.at, written.data) == (
        dana,
        at,
        {
            "amendment": 1,
            "amendment_id": amendment.pk,
            "reason": "Rounding breaks the invoice.",
            "answer_by": "2027-03-11",
            "alternatives": ["A week later"],
            "notice_days": 10,
            "is_early": True,
        },
    )


def test_alternatives_keep_their_order_and_what_gives(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    second = replace(later(feature, label="Two days"), trade=Trade.SCOPE, implications={"sales": "Fewer accounts."})
    amendment = asked(later(feature), second, by=dana, at=at, within=launched)
    rows = amendment.alternatives.order_by("position").values_list("position", "label", "trade", "implications")
    assert list(rows) == [(1, "A week later", "date", {}), (2, "Two days", "scope", {"sales": "Fewer accounts."})]


def test_one_sentence_says_what_it_means_for_all(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    way = replace(later(feature), implications="  We call a week later. ")
    amendment = asked(way, by=dana, at=at, within=launched)
    assert amendment.alternatives.get().implications == "We call a week later."


def test_the_next_change_has_the_next_number(
    amendment: Amendment, launched: Agreement, outreach: Commitment, lena: Person, at: datetime
) -> None:
    assert asked(later(outreach), by=lena, at=at, within=launched).number == 2


def test_a_chain_asks_people_of_every_agreement_it_moves(
    launched: Agreement, feature: Commitment, report: Commitment, dana: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    moved = Change.objects.filter(alternative__amendment=amendment).order_by("position")
    assert [(change.commitment and change.commitment.deliverable, change.now["due_on"]) for change in moved] == [
        ("The feature", "2027-03-22"),
        ("The outreach", "2027-03-23"),
        ("The page", "2027-03-25"),
        ("The report", "2027-03-28"),
    ]
    assert [name for name, _ in names(amendment)] == [
        "Dana Whitfield",
        "Iris Moreau",
        "Lena Brandt",
        "Maya Okafor",
        "Noor Haddad",
        "Tomas Lindqvist",
    ]
    assert amendment.touched.count() == 3


def test_who_signs_for_both_parties_and_owns_all_agrees_with_themselves(
    launched: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    launched.parties.update(representative=maya)
    launched.commitments.filter(number=1).update(owner=maya)
    launched.commitments.filter(number=2).update(owner=maya, accepted_by=None, state="proposed")
    amendment = asked(later(feature), by=maya, at=at, within=launched)
    feature.refresh_from_db()
    assert (amendment.state, amendment.agreed, feature.due_on) == (
        "agreed",
        amendment.alternatives.get(),
        date(2027, 3, 22),
    )


@pytest.mark.parametrize(("seat", "may"), [("maya", True), ("lena", True), ("outsider", False), ("admin", False)])
def test_those_of_a_party_may_ask(
    launched: Agreement, feature: Commitment, at: datetime, seat: str, may: bool, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(seat)
    if may:
        assert asked(later(feature), by=person, at=at, within=launched).state == "open"
        return
    with refused(ForbiddenError, launched):
        asked(later(feature), by=person, at=at, within=launched)


def test_who_owns_something_may_ask_from_outside_the_party(
    launched: Agreement, feature: Commitment, outsider: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(owner=outsider)
    assert asked(later(feature), by=outsider, at=at, within=launched).state == "open"


def test_a_draft_is_changed_without_asking(ready: Agreement, dana: Person, at: datetime) -> None:
    with refused(NotActiveError, ready):
        asked(later(ready.commitments.get(number=1)), by=dana, at=at, within=ready)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"alternatives": ()}, "alternatives"),
        ({"answer_by": date(2027, 2, 28)}, "answer_by"),
        ({"answer_by": date(2200, 1, 1)}, "answer_by"),
    ],
)
def test_a_draft_that_lacks_something_is_refused_by_field(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime, wrong: dict[str, Any], field: str
) -> None:
    draft = AmendmentDraft(reason="Rounding", alternatives=(later(feature),))
    with refused(InvalidValueError, launched) as raised:
        ask_for_change(actor=dana, at=at, agreement=launched, draft=replace(draft, **wrong))
    assert list(raised.value.fields) == [field]


def test_more_than_three_ways_are_not_brought(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(*[later(feature)] * 4, by=dana, at=at, within=launched)
    assert raised.value.fields == {"alternatives": ["Bring one to 3 alternatives."]}


@pytest.mark.parametrize("label", ["", "  ", "x" * 161])
def test_each_way_has_a_name(launched: Agreement, feature: Commitment, dana: Person, at: datetime, label: str) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(later(feature), later(feature, label=label), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == ["alternatives.1.label"]


def test_each_way_changes_something(launched: Agreement, dana: Person, at: datetime) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(AlternativeDraft(label="Nothing", changes=()), by=dana, at=at, within=launched)
    assert raised.value.fields == {"alternatives.0.changes": ["Say what shall change."]}


def test_an_owner_who_left_is_not_waited_for(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, at: datetime
) -> None:
    leaves(dana)
    amendment = asked(later(feature), by=maya, at=at, within=launched)
    assert [name for name, _ in names(amendment)] == ["Lena Brandt", "Maya Okafor", "Tomas Lindqvist"]


def test_a_party_for_which_nobody_signs_is_named(
    launched: Agreement, feature: Commitment, tomas: Person, dana: Person, at: datetime
) -> None:
    leaves(tomas)
    with refused(NobodyAnswersError, launched) as raised:
        asked(later(feature), by=dana, at=at, within=launched)
    assert raised.value.message == f"Nobody can answer for Sales in {launched.label}: who signs for it has left."


def test_a_party_out_of_sight_is_not_named(
    launched: Agreement, feature: Commitment, page: Commitment, iris: Person, dana: Person, at: datetime
) -> None:
    signs_no_more(page.agreement, iris)
    with refused(NobodyAnswersError, launched) as raised:
        asked(later(feature), by=dana, at=at, within=launched)
    assert raised.value.message == (
        "Nobody can answer for a party of another agreement that this moves: who signs for it has left."
    )


def test_a_party_that_is_not_concerned_is_not_asked(
    launched: Agreement, feature: Commitment, design: object, iris: Person, dana: Person, at: datetime
) -> None:
    PartyFactory.create(agreement=launched, team=design, representative=iris)
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    assert "Iris Moreau" not in dict(names(amendment))
