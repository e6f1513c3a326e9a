"""What stands on the agenda of a sync, in which order, and for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.domain.commitments import Standing
from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Amendment, CheckInRole, Commitment, DriftFlag, Sync
from agreements.operations.checkins import check_in
from agreements.operations.concerns import raise_concern
from agreements.operations.decisions import decide
from agreements.operations.drafts import CheckInDraft, ConcernDraft, DecisionDraft
from agreements.operations.escalations import open_escalation
from agreements.operations.syncs import close_sync, start_sync
from agreements.operations.topics import add_topic, remove_topic
from agreements.reports.agenda import Agenda, agenda, agendas
from teams.models import Person, Team
from tests.factories import (
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    DependencyFactory,
    DriftFlagFactory,
    HolidayFactory,
    MetricFactory,
    SyncFactory,
)

IN_ROUND = datetime(2027, 3, 11, 9, 0, tzinfo=UTC)  # Thursday; the round opened on Wednesday
FAR = date(2027, 6, 1)


@pytest.fixture
def sync(launch: Agreement) -> Sync:
    """On Monday 15 March 2027, 10:00 in Berlin; the one after it two weeks later."""
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 29))
    return SyncFactory.create(cadence=cadence, number=1, slot_on=date(2027, 3, 15))


@pytest.fixture
def far(feature: Commitment) -> Commitment:
    """The feature, due long after the next two syncs."""
    Commitment.objects.filter(pk=feature.pk).update(due_on=FAR)
    feature.refresh_from_db()
    return feature


def promise(feature: Commitment, number: int, deliverable: str, **facts: object) -> Commitment:
    return CommitmentFactory.create(
        agreement=feature.agreement,
        number=number,
        is_open=True,
        deliverable=deliverable,
        team=feature.team,
        for_team=feature.for_team,
        owner=feature.owner,
        accepted_by=feature.accepted_by,
        **{"due_on": FAR} | facts,
    )


def told(found: Agenda) -> list[tuple[str, str, str]]:
    return [(item.section.value, item.title, item.reason) for item in found.items]


def titles(found: Agenda) -> list[str]:
    return [item.title for item in found.items]


def change(agreement: Agreement, by: Person) -> Amendment:
    return Amendment.objects.create(
        agreement=agreement,
        number=5,
        reason="More time.",
        asked_by=by,
        asked_at=IN_ROUND,
        answer_by=date(2027, 3, 24),
        is_early=True,
    )


def test_all_sections_in_the_order_of_what_waiting_costs(
    launch: Agreement, sync: Sync, far: Commitment, maya: Person, lena: Person
) -> None:
    early = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    DriftFlagFactory.create(agreement=launch, commitment=far, rule="x", sentence="It drifts.")
    promise(far, 2, "Disputed", is_disputed=True)
    promise(far, 3, "Doubted", standing="at_risk")
    promise(far, 4, "To adjust", standing="off_track")
    promise(far, 5, "Due soon", due_on=date(2027, 3, 26))
    promise(far, 6, "Quiet and far")
    change(launch, maya)
    raise_concern(actor=lena, at=early, agreement=launch, draft=ConcernDraft(about=About.WORK, text="Nobody tests."))
    raise_concern(actor=lena, at=IN_ROUND, agreement=launch, draft=ConcernDraft(about=About.WORK, text="New one."))
    add_topic(actor=maya, at=IN_ROUND, agreement=launch, text="The pilots", minutes=8)
    found = agenda(sync=sync, viewer=maya, at=IN_ROUND)

    assert told(found) == [
        ("drifting", "The feature", "It drifts."),
        ("disputed", "Disputed", "Its owner and its receiver see it differently."),
        ("doubt", "Doubted", "Its owner has some doubt."),
        ("doubt", "To adjust", "It needs adjusting."),
        ("change", "Change 5", "It waits for an answer until Wed 24 Mar."),
        ("concern", "Nobody tests.", "Lena Brandt raised it on Mon 1 Mar; nobody has answered."),
        ("topic", "The pilots", "Maya Okafor brings it."),
        ("due", "Due soon", "Due Fri 26 Mar, before the sync after this."),
    ]
    assert [item.title for item in found.aside] == ["New one."]
    assert ([item.minutes for item in found.items], found.planned_minutes) == ([5, 5, 3, 3, 5, 3, 8, 1], 33)
    assert (found.minutes, found.fitting, found.on_track, found.drifting) == (30, 6, 1, 2)


def test_drift_is_ordered_by_strength_date_and_what_waits(
    launch: Agreement, sync: Sync, far: Commitment, maya: Person
) -> None:
    past = promise(far, 2, "Past its date", due_on=date(2027, 3, 9))
    near = promise(far, 3, "Near", due_on=date(2027, 3, 17))
    needed = promise(far, 4, "Needed early", needed_by=date(2027, 3, 16))
    waited = promise(far, 5, "Waited for", due_on=date(2027, 3, 17))
    weak = promise(far, 6, "Two weak signs", due_on=date(2027, 3, 12))
    DependencyFactory.create(upstream=waited, downstream=near)
    for one in (far, near, needed, waited, past):
        DriftFlagFactory.create(agreement=launch, commitment=one, rule="x")
    for rule in ("x", "y"):
        DriftFlagFactory.create(agreement=launch, commitment=weak, rule=rule, strength="weak")

    assert titles(agenda(sync=sync, viewer=maya, at=IN_ROUND)) == [
        "Past its date",
        "Needed early",
        "Waited for",
        "Near",
        "The feature",
        "Two weak signs",
    ]


def test_one_weak_sign_is_a_doubt_and_a_dispute_has_its_own_place(
    launch: Agreement, sync: Sync, far: Commitment, maya: Person
) -> None:
    DriftFlagFactory.create(agreement=launch, commitment=far, rule="x", strength="weak", sentence="Quiet.")
    other = promise(far, 2, "Disputed", is_disputed=True)
    DriftFlagFactory.create(agreement=launch, commitment=other, rule="disputed", sentence="They differ.")

    assert told(agenda(sync=sync, viewer=maya, at=IN_ROUND)) == [
        ("disputed", "Disputed", "They differ."),
        ("doubt", "The feature", "Quiet."),
    ]


def test_metrics_and_the_agreement_itself_stand_on_it_by_their_flags(
    launch: Agreement, sync: Sync, maya: Person
) -> None:
    metric = MetricFactory.create(agreement=launch, name="Adoption")
    DriftFlagFactory.create(agreement=launch, commitment=None, metric=metric, rule="x", sentence="Below its line.")
    DriftFlagFactory.create(agreement=launch, commitment=None, rule="y", strength="weak", sentence="Not met.")
    found = agenda(sync=sync, viewer=maya, at=IN_ROUND)

    assert [(item.subject, item.title, item.section.value) for item in found.items] == [
        (f"metric/{metric.pk}", "Adoption", "drifting"),
        (f"agreement/{launch.number}", "Feature launch", "doubt"),
    ]


def test_a_flag_told_to_its_owner_first_is_on_the_owners_agenda_alone(
    launch: Agreement, sync: Sync, far: Commitment, dana: Person, maya: Person, admin: Person
) -> None:
    DriftFlagFactory.create(
        agreement=launch, commitment=far, rule="x", first_told=dana, shown_at=IN_ROUND + timedelta(days=1)
    )
    found = agendas(syncs=[sync], viewers=[dana, maya, admin], at=IN_ROUND)

    assert [len(found[sync.pk, person.pk].items) for person in (dana, maya, admin)] == [1, 0, 1]


@pytest.mark.parametrize("rule", ["at_risk", "disputed"])
def test_a_sealed_word_does_not_show_through_its_flag(
    launch: Agreement, sync: Sync, far: Commitment, dana: Person, maya: Person, lena: Person, rule: str
) -> None:
    """Lena, who accepts it, has not answered yet; Maya is not asked and reads all."""
    check_in(actor=dana, at=IN_ROUND, commitment=far, answer=CheckInDraft(standing=Standing.AT_RISK))
    DriftFlag.objects.all().delete()
    DriftFlagFactory.create(agreement=launch, commitment=far, rule=rule, strength="weak")

    def seen() -> list[int]:
        found = agendas(syncs=[sync], viewers=[dana, maya, lena], at=IN_ROUND)
        return [len(found[sync.pk, person.pk].items) for person in (dana, maya, lena)]

    before = seen()
    check_in(actor=lena, at=IN_ROUND, commitment=far, answer=CheckInDraft(standing=Standing.ON_TRACK))

    assert (before, seen()) == ([1, 1, 0], [1, 1, 1])


def test_how_they_work_is_for_the_parties(
    launch: Agreement, sync: Sync, maya: Person, lena: Person, outsider: Person
) -> None:
    draft = ConcernDraft(about=About.WAY_OF_WORKING, text="We never hear of changes.")
    raise_concern(actor=lena, at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC), agreement=launch, draft=draft)
    found = agendas(syncs=[sync], viewers=[maya, outsider], at=IN_ROUND)

    assert [titles(found[sync.pk, person.pk]) for person in (maya, outsider)] == [["We never hear of changes."], []]


def settle(sync: Sync, by: Person, at: datetime, subject: str, kind: DecisionKind) -> None:
    decide(actor=by, at=at, sync=sync, draft=DecisionDraft(subject=subject, kind=kind))


def test_what_this_sync_put_off_leaves_it_and_comes_first_next_time(
    launch: Agreement, sync: Sync, far: Commitment, maya: Person
) -> None:
    """An item that nothing else brings back comes back too; what is kept does not."""
    at = sync.starts_at
    metric = MetricFactory.create(agreement=launch, name="Adoption")
    topics = [add_topic(actor=maya, at=at, agreement=launch, text=text) for text in ("First", "Second")]
    start_sync(actor=maya, at=at, sync=sync)
    for subject in (f"topic/{topics[1].pk}", f"commitment/{far.pk}", f"metric/{metric.pk}"):
        settle(sync, maya, at, subject, DecisionKind.PARK)
    here = agenda(sync=Sync.objects.get(pk=sync.pk), viewer=maya, at=at)
    close_sync(actor=maya, at=at + timedelta(minutes=20), sync=sync)
    DriftFlag.objects.all().delete()
    following = Sync.objects.get(number=2)
    there = agenda(sync=following, viewer=maya, at=at + timedelta(days=1))

    assert (titles(here), here.on_track) == (["First"], 0)
    assert [(item.title, item.is_parked) for item in there.items] == [
        ("Second", True),
        ("The feature", True),
        ("Adoption", True),
        ("First", False),
    ]


def test_a_concern_that_was_put_off_waits_no_longer(launch: Agreement, sync: Sync, maya: Person, lena: Person) -> None:
    at = sync.starts_at
    concern = raise_concern(actor=lena, at=at, agreement=launch, draft=ConcernDraft(about=About.WORK, text="New one."))
    start_sync(actor=maya, at=at, sync=sync)
    settle(sync, maya, at, f"concern/{concern.pk}", DecisionKind.PARK)
    close_sync(actor=maya, at=at, sync=sync)
    found = agenda(sync=Sync.objects.get(number=2), viewer=maya, at=at + timedelta(days=1))

    assert (titles(found), found.aside) == (["New one."], ())


def test_a_settled_sync_has_none(sync: Sync, far: Commitment, maya: Person) -> None:
    close_sync(actor=maya, at=sync.starts_at, sync=sync)
    sync.refresh_from_db()

    assert agenda(sync=sync, viewer=maya, at=sync.starts_at) == Agenda(minutes=30)


def answered(commitment: Commitment, sync: Sync, *, standing: Standing = Standing.ON_TRACK) -> None:
    """By both who are asked, in the round of ``sync``."""
    for role, person in ((CheckInRole.OWNER, commitment.owner), (CheckInRole.RECEIVER, commitment.accepted_by)):
        CheckInFactory.create(
            commitment=commitment, person=person, role=role, standing=standing, round_on=sync.slot_on, at=IN_ROUND
        )


@pytest.fixture
def calm(sync: Sync, far: Commitment) -> Sync:
    """A sync whose one commitment is on track, by both who are asked."""
    answered(far, sync)
    return sync


def may_go(sync: Sync, viewer: Person, at: datetime = IN_ROUND) -> bool:
    return agenda(sync=Sync.objects.get(pk=sync.pk), viewer=viewer, at=at).may_cancel_itself


def test_on_track_fresh_and_undisputed_it_proposes_to_cancel_itself(calm: Sync, maya: Person) -> None:
    assert may_go(calm, maya)


@pytest.mark.parametrize(
    ("at", "may"),
    [
        pytest.param(datetime(2027, 3, 9, 9, 0, tzinfo=UTC), False, id="before its round"),
        pytest.param(datetime(2027, 3, 10, 9, 0, tzinfo=UTC), True, id="from its round on"),
        pytest.param(datetime(2027, 3, 15, 8, 59, tzinfo=UTC), True, id="up to its start"),
        pytest.param(datetime(2027, 3, 15, 9, 0, tzinfo=UTC), False, id="not once it has begun"),
    ],
)
def test_it_proposes_so_while_its_round_is_open(calm: Sync, maya: Person, at: datetime, *, may: bool) -> None:
    assert may_go(calm, maya, at) is may


def test_who_has_not_answered_stands_in_the_way(sync: Sync, far: Commitment, maya: Person) -> None:
    CheckInFactory.create(commitment=far, person=far.owner, standing="on_track", round_on=sync.slot_on, at=IN_ROUND)

    assert not may_go(sync, maya)


def test_an_answer_of_another_round_is_not_fresh(sync: Sync, far: Commitment, maya: Person) -> None:
    answered(far, Sync.objects.get(number=2))

    assert not may_go(sync, maya)


@pytest.mark.parametrize("word", [{"standing": "at_risk"}, {"is_disputed": True}])
def test_a_doubt_stands_in_the_way(calm: Sync, far: Commitment, maya: Person, word: dict[str, object]) -> None:
    Commitment.objects.filter(pk=far.pk).update(**word)

    assert not may_go(calm, maya)


def test_a_flag_stands_in_the_way_though_only_its_owner_knows_of_it(
    launch: Agreement, calm: Sync, far: Commitment, dana: Person, maya: Person
) -> None:
    DriftFlagFactory.create(
        agreement=launch, commitment=far, strength="weak", first_told=dana, shown_at=IN_ROUND + timedelta(days=1)
    )

    assert not may_go(calm, maya)


def test_what_waits_for_a_word_stands_in_the_way(launch: Agreement, calm: Sync, maya: Person, lena: Person) -> None:
    topic = add_topic(actor=maya, at=IN_ROUND, agreement=launch, text="The pilots")
    found = [may_go(calm, maya)]
    remove_topic(actor=maya, at=IN_ROUND, topic=topic)
    found.append(may_go(calm, maya))
    change(launch, maya).delete()
    found.append(may_go(calm, maya))
    open_escalation(actor=maya, at=IN_ROUND, agreement=launch, topic="Who pays")
    found.append(may_go(calm, maya))

    assert found == [False, True, True, False]


def test_an_open_change_or_concern_stands_in_the_way(launch: Agreement, calm: Sync, maya: Person, lena: Person) -> None:
    asked = change(launch, maya)
    found = [may_go(calm, maya)]
    asked.delete()
    raise_concern(actor=lena, at=IN_ROUND, agreement=launch, draft=ConcernDraft(about=About.WORK, text="New one."))
    found.append(may_go(calm, maya))

    assert found == [False, False]


def test_nothing_is_proposed_during_a_pause_or_in_the_room(calm: Sync, launch: Agreement, maya: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(paused_until=date(2027, 3, 12), pause_reason="Holiday.")
    paused = may_go(calm, maya)
    Agreement.objects.filter(pk=launch.pk).update(paused_until=None, pause_reason="")
    early = calm.starts_at - timedelta(minutes=30)
    start_sync(actor=maya, at=early, sync=calm)

    assert (paused, may_go(calm, maya, early)) == (False, False)


def test_a_moved_sync_is_asked_about_by_its_new_day(calm: Sync, maya: Person) -> None:
    """Moved from Monday to Thursday the 18th, its round opens on Monday."""
    Sync.objects.filter(pk=calm.pk).update(starts_at=datetime(2027, 3, 18, 9, 0, tzinfo=UTC))
    HolidayFactory.create(on=date(2027, 5, 1))

    assert [may_go(calm, maya, IN_ROUND), may_go(calm, maya, datetime(2027, 3, 15, 9, 0, tzinfo=UTC))] == [False, True]


@pytest.mark.parametrize("more", [0, 3])
def test_many_agendas_cost_what_one_costs(
    launch: Agreement, sync: Sync, feature: Commitment, maya: Person, dana: Person, more: int, product: Team
) -> None:
    for number in range(more):
        one = promise(feature, 2 + number, "More")
        DriftFlagFactory.create(agreement=launch, commitment=one, rule="x")
        answered(one, sync)
        add_topic(actor=dana, at=IN_ROUND, agreement=launch, text="More")
    viewers = [maya, dana] if more else [maya]
    syncs = list(Sync.objects.select_related("agreement", "cadence").order_by("number")[: 1 + bool(more)])
    with assertNumQueries(11):
        agendas(syncs=syncs, viewers=viewers, at=IN_ROUND)


def test_a_concern_that_waits_stands_there_once(
    launch: Agreement, sync: Sync, far: Commitment, maya: Person, dana: Person
) -> None:
    """Its flag says of the agreement what the concern says of itself."""
    raised_at = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    concern = ConcernDraft(about=About.WORK, text="The quotas are low.")
    raised = raise_concern(actor=dana, at=raised_at, agreement=launch, draft=concern)
    DriftFlagFactory.create(agreement=launch, rule="concern_waiting", strength="weak")

    assert [item.subject for item in agenda(sync=sync, viewer=maya, at=IN_ROUND).items] == [f"concern/{raised.pk}"]
