from datetime import date, datetime
from decimal import Decimal

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.amendments import AlternativeDraft, ChangeDraft
from agreements.operations.drafts import CadenceDraft, CommitmentDraft
from agreements.reports.affected import Meaning
from agreements.reports.amendments import AmendmentActs, AmendmentPage, amendment_page
from agreements.reports.changes import Facet
from agreements.reports.forecast import forecasts, notice_sentence
from teams.models import Person
from tests.agreements.changing import WEEK_LATER, accepted, asked, declined, later
from tests.factories import CadenceFactory, MetricFactory


@pytest.fixture
def promise(launched: Agreement) -> Commitment:
    return launched.commitments.get(number=1)


@pytest.fixture
def change(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> Amendment:
    return asked(later(promise), by=dana, at=at, within=launched)


def page_for(viewer: Person, change: Amendment, at: datetime) -> AmendmentPage:
    fresh = Amendment.objects.select_related("agreement", "asked_by").get(pk=change.pk)
    return amendment_page(amendment=fresh, viewer=viewer, at=at)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "It touches no date, so it counts as asked early."),
        (9, "Asked early: 9 working days before the first date it touches."),
        (5, "Asked early: 5 working days before the first date it touches."),
        (1, "Asked at short notice: 1 working day before the first date it touches; this agreement asks for 5."),
    ],
)
def test_the_notice_is_said_in_one_sentence(days: int | None, said: str) -> None:
    assert notice_sentence(days, notice_days=5) == said


def test_the_chain_goes_from_what_was_asked_to_what_follows(change: Amendment, tomas: Person, at: datetime) -> None:
    (option,) = page_for(tomas, change, at).options

    links = [(link.row.deliverable, link.code, link.row.depth, link.days) for link in option.chain.links]
    assert links == [("The feature", "changed", 0, 7), ("The outreach", "moved", 1, 7)]
    assert option.chain.moves == 1


def test_everybody_it_affects_is_there_with_why(change: Amendment, tomas: Person, at: datetime) -> None:
    (option,) = page_for(tomas, change, at).options

    found = {row.person.name: (row.answer, row.roles, row.is_you) for row in option.answers}
    assert found == {
        "Dana Whitfield": ("accept", ("as owner",), False),
        "Maya Okafor": ("waiting", ("for Product",), False),
        "Tomas Lindqvist": ("waiting", ("for Sales",), True),
        "Lena Brandt": ("waiting", ("as owner",), False),
    }


@pytest.mark.parametrize(
    ("who", "acts", "may_answer"),
    [
        ("tomas", AmendmentActs(counter=True), True),
        ("dana", AmendmentActs(withdraw=True), False),
        ("executive", AmendmentActs(), False),
    ],
)
def test_each_reader_is_offered_what_is_theirs(
    change: Amendment, at: datetime, who: str, acts: AmendmentActs, may_answer: bool, request: pytest.FixtureRequest
) -> None:
    page = page_for(request.getfixturevalue(who), change, at)

    assert (page.acts, page.options[0].may_answer) == (acts, may_answer)


def test_what_nobody_said_is_counted(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> None:
    way = AlternativeDraft(label="Later", changes=later(promise).changes, implications={"sales": "The briefing moves."})
    change = asked(way, by=dana, at=at, within=launched)

    assert page_for(dana, change, at).options[0].meanings == (
        Meaning("Product", "changes 1 of its own promises and 1 that it waits for", is_counted=True),
        Meaning("Sales", "The briefing moves.", is_counted=False),
    )


def test_a_sentence_for_everybody_stands_alone(
    launched: Agreement, promise: Commitment, dana: Person, at: datetime
) -> None:
    way = AlternativeDraft(label="Later", changes=later(promise).changes, implications="All of us plan again.")
    change = asked(way, by=dana, at=at, within=launched)

    (meaning,) = page_for(dana, change, at).options[0].meanings
    assert (meaning.team, meaning.words) == ("Everybody", "All of us plan again.")


def test_the_agreed_option_comes_first_and_names_its_version(
    launched: Agreement, change: Amendment, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    for person in (maya, tomas, lena):
        accepted(change, by=person, at=at)

    page = page_for(tomas, change, at)

    assert (page.code, page.first.code, page.became[0].version) == ("agreed", "agreed", 2)
    links = [(link.row.was, link.row.now) for link in page.first.chain.links]
    assert links == [(date(2027, 3, 15), WEEK_LATER), (date(2027, 3, 16), date(2027, 3, 23))]


def test_a_declined_option_steps_back(
    launched: Agreement, promise: Commitment, dana: Person, tomas: Person, at: datetime
) -> None:
    two = asked(later(promise), later(promise, label="The same again"), by=dana, at=at, within=launched)
    declined(two, by=tomas, at=at)

    page = page_for(tomas, two, at)

    assert [option.code for option in page.options] == ["declined", "asked"]
    assert page.first.letter == "B"


def test_what_is_no_date_is_said_was_and_now(
    launched: Agreement, promise: Commitment, dana: Person, maya: Person, at: datetime
) -> None:
    now = {"owner": maya, "done_when": "It works for ten customers."}
    changed = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=promise, now=now)
    change = asked(AlternativeDraft(label="Maya takes over", changes=(changed,)), by=dana, at=at, within=launched)

    (link,) = page_for(dana, change, at).options[0].chain.links

    assert link.facets == (
        Facet("owner", "Dana Whitfield", "Maya Okafor"),
        Facet("done when", "It works for the first customer.", "It works for ten customers."),
    )


def test_metrics_cadence_and_new_promises_stand_below_the_chain(
    launched: Agreement, promise: Commitment, dana: Person, tomas: Person, at: datetime
) -> None:
    metric = MetricFactory.create(agreement=launched, name="Adoption", target=Decimal(500))
    CadenceFactory.create(agreement=launched)
    cadence = CadenceDraft(
        frequency=Frequency.WEEKLY,
        weekday=1,
        time=datetime(2027, 3, 2, 9, 30).time(),
        time_zone="Europe/Berlin",
        starts_on=date(2027, 3, 2),
    )
    added = CommitmentDraft(
        deliverable="Hourly usage",
        done_when="Each rep sees it.",
        team=promise.team,
        for_team=promise.for_team,
        owner=dana,
        accepted_by=tomas,
        due_on=date(2027, 3, 26),
    )
    changes = (
        ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": Decimal(400)}),
        ChangeDraft(kind=ChangeKind.CADENCE, cadence=cadence),
        ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=added),
    )
    change = asked(AlternativeDraft(label="A package", changes=changes), by=dana, at=at, within=launched)

    (option,) = page_for(dana, change, at).options

    assert option.subjects == (
        ("Adoption", Facet("target", "500", "400")),
        ("When we meet", Facet("", "every second Monday at 10:00, 30 minutes", "every Tuesday at 09:30, 30 minutes")),
    )
    (addition,) = option.additions
    assert (addition.deliverable, addition.owner, addition.team, addition.due_on) == (
        "Hourly usage",
        dana,
        "Product",
        date(2027, 3, 26),
    )


def test_dropping_a_promise_says_so(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> None:
    drop = ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=promise)
    change = asked(AlternativeDraft(label="Without it", changes=(drop,)), by=dana, at=at, within=launched)

    chain = page_for(dana, change, at).options[0].chain

    assert [(link.row.deliverable, link.code) for link in chain.links] == [("The feature", "dropped")]
    assert [link.row.deliverable for link in chain.unmoved] == ["The outreach"]


# --- before anything is sent ------------------------------------------------------------------------------


def test_each_way_is_worked_out_by_itself(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> None:
    ways: list[dict[int, date | None]] = [{promise.pk: WEEK_LATER}, {promise.pk: None}, {}]

    found = forecasts(ways, agreement=launched, viewer=dana, at=at)

    assert [each.chain.moves for each in found] == [1, 0, 0]
    assert [each.is_early for each in found] == [True, True, True]


def test_a_target_that_comes_first_is_named(
    launched: Agreement, promise: Commitment, dana: Person, at: datetime
) -> None:
    MetricFactory.create(agreement=launched, name="Adoption", target_on=date(2027, 3, 20))

    (found,) = forecasts([{promise.pk: WEEK_LATER}], agreement=launched, viewer=dana, at=at)

    named = {(link.row.deliverable, target.name) for link, target in found.chain.targets}
    assert named == {("The feature", "Adoption"), ("The outreach", "Adoption")}


def test_who_only_hears_of_it_is_not_asked(
    launched: Agreement, promise: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    launched.commitments.filter(number=2).update(due_on=date(2027, 4, 30))

    (found,) = forecasts([{promise.pk: WEEK_LATER}], agreement=launched, viewer=dana, at=at)

    assert [link.code for link in found.chain.links] == ["changed", "slack_shrinks"]
    assert found.chain.told == (lena,)
