from dataclasses import replace
from datetime import date, datetime

import pytest

from agreements.models import Agreement, Amendment, Event
from agreements.operations.captures import capture
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.locks import NotDraftError
from agreements.reports.history import told
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.factories import CadenceFactory, CommitmentFactory, SyncFactory

SAID = "@lena to share the rounding test by Thursday"


@pytest.fixture
def draft(sales: Team, product: Team, lena: Person) -> CommitmentDraft:
    return CommitmentDraft(
        deliverable="share the rounding test", team=sales, for_team=product, owner=lena, due_on=date(2027, 3, 4)
    )


def test_a_draft_takes_it_at_once(ready: Agreement, maya: Person, draft: CommitmentDraft, at: datetime) -> None:
    kept = capture(actor=maya, at=at, agreement=ready, draft=draft, said=SAID)

    assert kept.amendment is None
    assert kept.commitment is not None
    assert (kept.commitment.number, kept.commitment.deliverable, kept.commitment.done_when) == (
        3,
        "share the rounding test",
        SAID,
    )
    assert list(ready.events.order_by("-number").values_list("kind", flat=True)[:2]) == ["captured", "commitment_added"]


def test_of_an_agreement_in_force_a_change_asks_to_add_it(
    launched: Agreement, maya: Person, draft: CommitmentDraft, at: datetime
) -> None:
    sync = SyncFactory.create(cadence=CadenceFactory.create(agreement=launched))
    draft = replace(draft, done_when="Both have seen it.")

    kept = capture(actor=maya, at=at, agreement=launched, draft=draft, said=SAID, sync=sync)

    assert kept.commitment is None
    assert kept.amendment is not None
    assert kept.amendment.reason == f"Said in sync {sync.number}: “{SAID}”"
    (way,) = kept.amendment.alternatives.all()
    (change,) = way.changes.all()
    assert (way.label, change.now["deliverable"], change.now["done_when"], change.now["accepted_by"]) == (
        "New: share the rounding test",
        "share the rounding test",
        "Both have seen it.",
        "maya.okafor@acme.example",
    )
    assert launched.commitments.count() == 2
    entry = told(launched.events.filter(kind="captured"))[0]
    assert (entry.who, entry.what, entry.quote) == (
        "Maya Okafor",
        f"wrote down what was said in sync {sync.number}",
        SAID,
    )


def test_a_draft_may_wait_for_owner_and_date(
    ready: Agreement, maya: Person, draft: CommitmentDraft, at: datetime
) -> None:
    kept = capture(actor=maya, at=at, agreement=ready, draft=replace(draft, owner=None, due_on=None), said=SAID)

    assert kept.commitment is not None
    assert (kept.commitment.owner, kept.commitment.due_on) == (None, None)


def test_what_is_in_force_may_not_and_the_refusal_names_the_parts(
    launched: Agreement, maya: Person, draft: CommitmentDraft, at: datetime
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        capture(actor=maya, at=at, agreement=launched, draft=replace(draft, owner=None, due_on=None), said=SAID)

    assert set(refused.value.fields) == {"owner", "due_on"}
    assert not Amendment.objects.exists()
    assert not Event.objects.filter(kind="captured").exists()


def test_a_stranger_writes_nothing_down(
    launched: Agreement, ready: Agreement, outsider: Person, draft: CommitmentDraft, at: datetime
) -> None:
    for agreement in (launched, ready):
        with pytest.raises(ForbiddenError):
            capture(actor=outsider, at=at, agreement=agreement, draft=draft, said=SAID)

    assert not Event.objects.filter(kind="captured").exists()


def test_terms_that_wait_for_signatures_take_nothing(
    ready: Agreement, maya: Person, draft: CommitmentDraft, at: datetime
) -> None:
    Agreement.objects.filter(pk=ready.pk).update(state="readback")

    with pytest.raises(NotDraftError):
        capture(actor=maya, at=at, agreement=ready, draft=draft, said=SAID)


def test_a_long_one_is_called_by_its_beginning(
    launched: Agreement, maya: Person, draft: CommitmentDraft, at: datetime
) -> None:
    CommitmentFactory.create(agreement=launched, team=draft.team, for_team=draft.for_team)

    kept = capture(actor=maya, at=at, agreement=launched, draft=replace(draft, deliverable="x" * 240), said=SAID)

    assert kept.amendment is not None
    assert len(kept.amendment.alternatives.get().label) == 160
