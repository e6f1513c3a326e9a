from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Amendment, Commitment, Concern, Decision, Escalation, Sync
from agreements.operations.concerns import raise_concern
from agreements.operations.decisions import DecidedMeanwhileError, decide
from agreements.operations.drafts import ConcernDraft, DecisionDraft
from agreements.operations.syncs import SyncNotLiveError, SyncSettledError, close_sync, start_sync
from agreements.operations.topics import add_topic
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.factories import CadenceFactory, MetricFactory, SyncFactory

KEEP, PARK, ESCALATE = DecisionKind.KEEP, DecisionKind.PARK, DecisionKind.ESCALATE


@pytest.fixture
def sync(launch: Agreement, feature: Commitment, at: datetime) -> Sync:
    return SyncFactory.create(cadence=CadenceFactory.create(agreement=launch), number=3, slot_on=at.date())


@pytest.fixture
def live(sync: Sync, maya: Person, at: datetime) -> Sync:
    return start_sync(actor=maya, at=at, sync=sync)


@pytest.fixture
def keep(feature: Commitment) -> DecisionDraft:
    return DecisionDraft(subject=f"commitment/{feature.pk}", kind=KEEP, note=" As planned. ")


def test_a_decision_names_its_owner_and_who_made_it(
    live: Sync, feature: Commitment, keep: DecisionDraft, dana: Person, maya: Person, at: datetime
) -> None:
    decide(actor=maya, at=at, sync=live, draft=keep)
    made = Decision.objects.get()

    assert (made.commitment, made.kind, made.note, made.owner, made.made_by, made.made_at, made.revision) == (
        feature,
        "keep",
        "As planned.",
        dana,
        maya,
        at,
        1,
    )
    written = entry(live.agreement, "decided")
    assert (written.commitment, written.data) == (
        feature,
        {
            "sync": 3,
            "slot_on": "2027-03-01",
            "subject": keep.subject,
            "kind": "keep",
            "owner": "Dana Whitfield",
            "note": "As planned.",
            "about": "The feature",
        },
    )


def test_the_same_press_twice_decides_once(live: Sync, keep: DecisionDraft, maya: Person, at: datetime) -> None:
    first, again = (decide(actor=maya, at=at, sync=live, draft=keep) for _ in range(2))

    assert (again.pk, again.revision, count(live.agreement, "decided")) == (first.pk, 1, 1)


def test_who_had_not_seen_it_is_told_what_was_decided(
    live: Sync, keep: DecisionDraft, maya: Person, tomas: Person, at: datetime
) -> None:
    made = decide(actor=maya, at=at, sync=live, draft=keep)
    with refused(DecidedMeanwhileError, made) as refusal:
        decide(actor=tomas, at=at, sync=live, draft=replace(keep, kind=PARK))
    assert refusal.value.details == {
        "decision": {
            "subject": keep.subject,
            "kind": "keep",
            "note": "As planned.",
            "revision": 1,
            "owner": "dana.whitfield@acme.example",
            "made_by": "maya.okafor@acme.example",
        }
    }


def test_who_has_seen_it_decides_otherwise(
    live: Sync, keep: DecisionDraft, maya: Person, tomas: Person, at: datetime
) -> None:
    decide(actor=maya, at=at, sync=live, draft=keep)
    made = decide(actor=tomas, at=at, sync=live, draft=replace(keep, kind=PARK, owner=tomas, revision=1))

    assert (Decision.objects.count(), made.kind, made.owner, made.made_by, made.revision) == (1, PARK, tomas, tomas, 2)


def test_what_nobody_decided_has_no_revision(live: Sync, keep: DecisionDraft, maya: Person, at: datetime) -> None:
    with refused(InvalidValueError, live) as refusal:
        decide(actor=maya, at=at, sync=live, draft=replace(keep, revision=1))
    assert list(refusal.value.fields) == ["revision"]


def test_nobody_sees_to_it_who_has_left(
    live: Sync, keep: DecisionDraft, maya: Person, lena: Person, at: datetime
) -> None:
    lena.is_active = False
    with refused(InvalidValueError, live) as refusal:
        decide(actor=maya, at=at, sync=live, draft=replace(keep, owner=lena))
    assert list(refusal.value.fields) == ["owner"]


@pytest.mark.parametrize("subject", ["", "commitment/0", "topic/1", "agreement/1", "team/1"])
def test_one_decides_about_what_there_is(live: Sync, maya: Person, at: datetime, subject: str) -> None:
    with refused(InvalidValueError, live) as refusal:
        decide(actor=maya, at=at, sync=live, draft=DecisionDraft(subject=subject, kind=KEEP))
    assert list(refusal.value.fields) == ["subject"]


def test_nothing_is_decided_outside_the_room(sync: Sync, keep: DecisionDraft, maya: Person, at: datetime) -> None:
    with refused(SyncNotLiveError, sync):
        decide(actor=maya, at=at, sync=sync, draft=keep)
    start_sync(actor=maya, at=at, sync=sync)
    close_sync(actor=maya, at=at, sync=sync)
    with refused(SyncSettledError, sync):
        decide(actor=maya, at=at, sync=sync, draft=keep)


def test_who_is_no_party_decides_nothing(live: Sync, keep: DecisionDraft, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, live):
        decide(actor=outsider, at=at, sync=live, draft=keep)


def test_keeping_a_topic_closes_it_and_parking_it_opens_it(
    live: Sync, maya: Person, dana: Person, at: datetime
) -> None:
    topic = add_topic(actor=dana, at=at, agreement=live.agreement, text="Who tells the pilots?")
    draft = DecisionDraft(subject=f"topic/{topic.pk}", kind=KEEP)
    made = decide(actor=maya, at=at, sync=live, draft=draft)
    topic.refresh_from_db()
    assert (made.owner, topic.closed_at) == (dana, at)

    decide(actor=maya, at=at, sync=live, draft=replace(draft, kind=PARK, revision=1))
    topic.refresh_from_db()
    assert topic.closed_at is None


@pytest.fixture
def concern(launch: Agreement, feature: Commitment, lena: Person, at: datetime) -> Concern:
    """Lena, who accepts the feature, worries about it."""
    draft = ConcernDraft(about=About.WORK, text="Nobody tests it.", commitment=feature)
    return raise_concern(actor=lena, at=at, agreement=launch, draft=draft)


def test_keeping_a_concern_with_a_note_answers_it(
    live: Sync, concern: Concern, maya: Person, dana: Person, at: datetime
) -> None:
    draft = DecisionDraft(subject=f"concern/{concern.pk}", kind=KEEP, note="Two testers start on Monday.")
    made = decide(actor=maya, at=at, sync=live, draft=draft)
    concern.refresh_from_db()

    assert (made.owner, concern.answer, concern.answered_by) == (dana, "Two testers start on Monday.", maya)


def test_keeping_it_without_a_note_leaves_it_open(live: Sync, concern: Concern, maya: Person, at: datetime) -> None:
    decide(actor=maya, at=at, sync=live, draft=DecisionDraft(subject=f"concern/{concern.pk}", kind=KEEP))
    concern.refresh_from_db()

    assert concern.resolved_at is None


def test_the_other_side_sees_to_a_concern_about_nothing_in_particular(
    launch: Agreement, live: Sync, lena: Person, maya: Person, at: datetime
) -> None:
    """Lena is of Sales; Maya signs for Product."""
    draft = ConcernDraft(about=About.WAY_OF_WORKING, text="We never hear of changes.")
    concern = raise_concern(actor=lena, at=at, agreement=launch, draft=draft)
    made = decide(
        actor=lena, at=at, sync=live, draft=DecisionDraft(subject=f"concern/{concern.pk}", kind=PARK, note="Think.")
    )

    assert made.owner == maya
    assert {"note", "about"}.isdisjoint(entry(launch, "decided").data)


def test_the_owner_of_what_worries_them_hears_from_the_receiver(
    launch: Agreement, live: Sync, feature: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    draft = ConcernDraft(about=About.WORK, text="The scope grows.", commitment=feature)
    concern = raise_concern(actor=dana, at=at, agreement=launch, draft=draft)
    made = decide(actor=dana, at=at, sync=live, draft=DecisionDraft(subject=f"concern/{concern.pk}", kind=PARK))

    assert made.owner == lena


def test_asking_for_help_opens_the_packet_once(
    live: Sync, keep: DecisionDraft, feature: Commitment, maya: Person, at: datetime
) -> None:
    draft = replace(keep, kind=ESCALATE)
    decide(actor=maya, at=at, sync=live, draft=draft)
    decide(actor=maya, at=at, sync=live, draft=replace(draft, note="Still.", revision=1))
    packet = Escalation.objects.get()

    assert (packet.commitment, packet.topic, packet.state, packet.opened_by) == (
        feature,
        "The feature",
        "preparing",
        maya,
    )


def test_a_metric_is_seen_to_by_who_reads_it(live: Sync, maya: Person, lena: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=live.agreement, reporter=lena)
    made = decide(actor=maya, at=at, sync=live, draft=DecisionDraft(subject=f"metric/{metric.pk}", kind=KEEP))

    assert (made.metric, made.owner) == (metric, lena)


def test_the_agreement_itself_is_seen_to_by_who_decides(live: Sync, maya: Person, at: datetime) -> None:
    subject = f"agreement/{live.agreement.number}"
    made = decide(actor=maya, at=at, sync=live, draft=DecisionDraft(subject=subject, kind=PARK))

    assert (made.subject, made.owner) == (subject, maya)


def test_a_change_that_waits_is_decided_about(live: Sync, maya: Person, at: datetime) -> None:
    amendment = Amendment.objects.create(
        agreement=live.agreement,
        number=1,
        reason="More time.",
        asked_by=maya,
        asked_at=at,
        answer_by=at.date() + timedelta(days=9),
        is_early=True,
    )
    made = decide(actor=maya, at=at, sync=live, draft=DecisionDraft(subject=f"amendment/{amendment.pk}", kind=KEEP))

    assert made.amendment == amendment
