"""What rests is neither counted nor asked about; every list of what to do leaves it out."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement, Commitment, Sync
from agreements.operations.pauses import pause_agreement, resume_agreement
from agreements.reports.agenda import agenda
from agreements.reports.agreement import agreement_page
from agreements.reports.agreements import agreement_rows
from agreements.reports.commitments import commitment_rows
from agreements.reports.dashboard import dashboard
from agreements.reports.history import events_of, told
from agreements.reports.home import home
from agreements.reports.owing import person_page
from agreements.reports.rounds import open_round
from agreements.reports.shell import shell
from teams.models import Person
from tests.factories import AT, CadenceFactory, SyncFactory

TODAY = AT.date()
GOES_ON = date(2027, 4, 12)
LATER = datetime(2027, 4, 11, 22, 0, tzinfo=UTC)  # midnight in Berlin


@pytest.fixture
def resting(launch: Agreement, feature: Commitment) -> Agreement:
    """With a sync in the pause, on 15 March, and one after it, on 12 April."""
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=1, slot_on=date(2027, 3, 15))
    SyncFactory.create(cadence=cadence, number=2, slot_on=GOES_ON)
    Agreement.objects.filter(pk=launch.pk).update(paused_until=GOES_ON, pause_reason="The office moves.")
    launch.refresh_from_db()
    return launch


def test_home_leaves_out_what_rests(resting: Agreement, dana: Person) -> None:
    found = home(viewer=dana, at=AT, today=TODAY)
    assert found.owe
    assert found.owed
    assert (found.owe.count, found.owed.count, found.next_sync) == (0, 0, None)


def test_home_has_it_again_when_it_goes_on(resting: Agreement, dana: Person) -> None:
    found = home(viewer=dana, at=LATER, today=GOES_ON)
    assert found.owe
    assert found.syncs
    assert (found.owe.count, [sync.on for sync in found.syncs]) == (1, [GOES_ON])


def test_the_dashboard_counts_what_runs(resting: Agreement, executive: Person) -> None:
    now = dashboard(viewer=executive, at=AT, today=TODAY)
    then = dashboard(viewer=executive, at=LATER, today=GOES_ON)
    assert [(found.agreements, found.matrix.open) for found in (now, then)] == [(0, 0), (1, 1)]


def test_the_page_of_a_person_counts_what_runs(resting: Agreement, dana: Person, maya: Person) -> None:
    counts = [person_page(dana, viewer=maya, at=at).owes.count for at in (AT, LATER)]
    assert counts == [0, 1]


def test_its_rows_are_paused_not_on_track(resting: Agreement, feature: Commitment, maya: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(standing="on_track", standing_at=AT)
    states = [
        [row.state for row in commitment_rows(commitments=Commitment.objects.all(), viewer=maya, at=at)]
        for at in (AT, LATER)
    ]
    assert states == [["paused"], ["on_track"]]


def test_what_is_settled_in_it_keeps_its_word(resting: Agreement, feature: Commitment, maya: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=AT)
    (row,) = commitment_rows(commitments=Commitment.objects.all(), viewer=maya, at=AT)
    assert row.state == "delivered"


def test_the_list_says_until_when(resting: Agreement, maya: Person) -> None:
    wanted = Agreement.objects.visible_to(maya)
    now, then = (agreement_rows(agreements=wanted, viewer=maya, at=at)[0] for at in (AT, LATER))
    assert (now.state, now.paused_until, then.state, then.paused_until) == ("paused", GOES_ON, "on_track", None)
    assert now.next_sync_at == datetime(2027, 4, 12, 9, 0, tzinfo=UTC)


def test_syncs_in_a_pause_are_not_announced(resting: Agreement, maya: Person) -> None:
    page = agreement_page(agreement=resting, viewer=maya, at=AT, today=TODAY)
    assert page.next_sync
    assert (page.next_sync.on, shell(viewer=maya, at=AT).next_sync_at) == (GOES_ON, page.next_sync.sync.starts_at)


def test_nothing_waits_on_the_page_of_what_rests(resting: Agreement, dana: Person) -> None:
    turns = [agreement_page(agreement=resting, viewer=dana, at=at, today=TODAY).turn for at in (AT, LATER)]
    assert [turn and turn.act for turn in turns] == [None, "check_in"]


def test_an_agenda_looks_ahead_past_the_pause(resting: Agreement, feature: Commitment, maya: Person) -> None:
    """The feature is due after the pause, between the first sync in it and the next."""
    SyncFactory.create(cadence=resting.cadence, number=3, slot_on=date(2027, 4, 26))
    Commitment.objects.filter(pk=feature.pk).update(due_on=date(2027, 4, 20))
    first = Sync.objects.get(cadence__agreement=resting, slot_on=GOES_ON)
    assert [item.title for item in agenda(sync=first, viewer=maya, at=AT).items] == ["The feature"]


@pytest.mark.parametrize(
    ("at", "round_on"),
    [
        (datetime(2027, 3, 12, 9, 0, tzinfo=UTC), None),  # the round of 15 March would be open
        (datetime(2027, 4, 9, 9, 0, tzinfo=UTC), None),  # that of 12 April would be open
        (LATER, GOES_ON),
    ],
)
def test_no_round_is_open_while_it_rests(resting: Agreement, dana: Person, at: datetime, round_on: date | None) -> None:
    assert open_round(agreement=resting, person=dana, at=at) == round_on


def test_history_tells_of_it(launch: Agreement, maya: Person) -> None:
    pause_agreement(actor=maya, at=AT, agreement=launch, until=date(2027, 3, 20), reason="The office moves.")
    pause_agreement(actor=maya, at=AT, agreement=launch, until=GOES_ON, reason="It takes longer.")
    resume_agreement(actor=maya, at=AT, agreement=launch)
    entries = told(events_of(launch, viewer=maya, only="changes"))
    assert [(entry.what, entry.quote) for entry in reversed(entries)] == [
        ("paused it until 20 Mar 2027", "The office moves."),
        ("moved the end of the pause to 12 Apr 2027", "It takes longer."),
        ("took it up again", ""),
    ]
