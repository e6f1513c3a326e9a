"""What a change meets at the edges: days at the end of time, people who leave while asked, things that went away."""

from datetime import date, datetime, timedelta

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Agreement, Alternative, Amendment, Commitment, Consent
from agreements.operations.agreements import end_agreement
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentConflictError,
    AnswerDraft,
    ChangeDraft,
    NothingLeftError,
    StaleAlternativeError,
    answer,
    expire_amendments,
    reopen_amendment,
    resolve_conflicts,
)
from agreements.operations.checkins import NotOpenError
from agreements.operations.commitments import remove_commitment
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from teams.domain.errors import InvalidValueError
from teams.models import Person, Team
from tests.agreements.changing import accepted, asked, countered, later
from tests.agreements.operations.amendments.conftest import leaves
from tests.agreements.operations.history import refused
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory

THURSDAY = date(2027, 3, 18)


def answers(alternative: Alternative) -> dict[str, str | None]:
    return dict(Consent.objects.filter(alternative=alternative).values_list("person__name", "answer"))


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2200, 1, 1), date.max])
def test_days_beyond_all_calendars_are_refused_by_field(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime, day: date
) -> None:
    with refused(InvalidValueError, launched) as raised:
        asked(later(feature, due_on=day), by=dana, at=at, within=launched)
    assert list(raised.value.fields) == ["alternatives.0.changes.0.due_on"]


def test_a_day_that_comes_every_four_years_is_a_day(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    amendment = asked(later(feature, due_on=date(2028, 2, 29)), by=dana, at=at, within=launched)
    follows = amendment.alternatives.get().changes.get(commitment=outreach)
    assert follows.now == {"due_on": "2028-03-01"}


def test_each_way_may_reach_as_far_as_it_does(
    launched: Agreement, feature: Commitment, page: Commitment, dana: Person, at: datetime
) -> None:
    """The first way moves what waits in another agreement, the second one of the same promise does not."""
    near = later(feature, due_on=date(2027, 3, 12), label="Sooner")
    amendment = asked(later(feature), near, by=dana, at=at, within=launched)
    touched = amendment.agreements.order_by("pk")
    assert list(touched) == [launched, page.agreement]


@pytest.mark.parametrize("state", ["proposed", "released"])
def test_only_what_is_open_changes(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime, state: str
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state=state, released_at=at)
    with refused(NotOpenError, launched):
        asked(later(feature), by=dana, at=at, within=launched)


def test_who_answers_last_and_leaves_is_not_waited_for_when_asked_again(
    launched: Agreement, feature: Commitment, maya: Person, tomas: Person, dana: Person, lena: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    for person in (maya, tomas):
        accepted(amendment, by=person, at=at)
    leaves(lena)
    expire_amendments(at=at + timedelta(days=11))
    on = at + timedelta(days=12)
    amendment = reopen_amendment(actor=dana, at=on, amendment=amendment, answer_by=on.date())
    assert amendment.state == "agreed"


@pytest.fixture
def counter(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, lena: Person, at: datetime
) -> Alternative:
    """Dana asks for a week more; Lena would take the Thursday."""
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    countered(amendment, later(feature, due_on=THURSDAY, label="Thursday"), by=lena, at=at)
    return amendment.alternatives.get(position=2)


def test_whose_words_another_person_changed_answers_anew(
    counter: Alternative, launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    """Dana, who asked, chooses about what Lena brought: Lena has not read what comes of it."""
    both = AlternativeDraft(label="Both", changes=(*later(feature, due_on=date(2027, 3, 17)).changes,))
    other = asked(both, by=dana, at=at, within=launched)
    for consent in other.alternatives.get().consents.filter(answer=None).select_related("person"):
        accepted(other, by=consent.person, at=at)
    amendment = Amendment.objects.get(pk=counter.amendment_id)
    keep = dict.fromkeys(
        amendment.alternatives.values_list("changes", flat=True).filter(changes__is_ripple=False), "ours"
    )
    resolve_conflicts(actor=dana, at=at, amendment=amendment, keep=keep)
    counter.refresh_from_db()
    assert answers(counter)["Lena Brandt"] is None


def adds(promise: CommitmentDraft) -> AlternativeDraft:
    change = ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=promise)
    return AlternativeDraft(label="One more", changes=(change,))


def test_what_a_new_promise_waits_on_may_be_gone_by_then(
    launched: Agreement,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    dana: Person,
    at: datetime,
) -> None:
    draft = AgreementFactory.create(created_by=maya)
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=draft, team=team, representative=person)
    prototype = CommitmentFactory.create(agreement=draft, team=product, for_team=sales)
    promise = CommitmentDraft(
        deliverable="The training",
        done_when="Everybody was there.",
        team=product,
        for_team=sales,
        owner=dana,
        due_on=date(2027, 4, 5),
        waits_on=(WaitDraft(commitment=prototype),),
    )
    amendment = asked(adds(promise), by=dana, at=at, within=launched)
    accepted(amendment, by=maya, at=at)
    remove_commitment(actor=maya, at=at, commitment=prototype)
    with refused(StaleAlternativeError, launched, amendment):
        accepted(amendment, by=tomas, at=at)


def test_what_ended_elsewhere_is_not_changed_any_more(
    launched: Agreement, page: Commitment, tomas: Person, iris: Person, noor: Person, at: datetime
) -> None:
    """Asked here about a promise of another agreement, which ends meanwhile."""
    amendment = asked(later(page), by=tomas, at=at, within=launched)
    end_agreement(actor=iris, at=at, agreement=page.agreement, reason="We stop.")
    with refused(AmendmentConflictError, launched, amendment, page):
        accepted(amendment, by=noor, at=at)


def test_a_second_press_asks_a_second_time_and_moves_nothing_twice(
    launched: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    """Two changes that say the same: the first one agreed leaves nothing of the other."""
    first, second = (asked(later(feature), by=dana, at=at, within=launched) for _ in range(2))
    for consent in first.alternatives.get().consents.filter(answer=None).select_related("person"):
        accepted(first, by=consent.person, at=at)
    waiting = second.alternatives.get().consents.filter(answer=None).select_related("person")[0]
    with refused(NothingLeftError, launched, feature):
        answer(
            actor=waiting.person,
            at=at,
            alternative=second.alternatives.get(),
            draft=AnswerDraft(answer=Answer.ACCEPT),
        )
    feature.refresh_from_db()
    assert feature.moves == 1
