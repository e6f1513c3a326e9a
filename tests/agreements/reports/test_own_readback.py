from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.domain.readback import DayMonth, Said
from agreements.models import Agreement
from agreements.operations.drafts import ReadbackDraft
from agreements.operations.proposals import take_back
from agreements.operations.readbacks import save_draft, write_readback
from agreements.operations.signatures import sign
from agreements.reports.own_readback import OwnReadback, own_readback
from teams.models import Person
from tests.agreements.readbacks import AS_RECORDED, say_back

LATER = timedelta(minutes=4)


def page(agreement: Agreement, viewer: Person, at: datetime) -> OwnReadback:
    found = own_readback(agreement=agreement, viewer=viewer, at=at)
    assert found is not None
    return found


def test_before_it_is_begun(proposed: Agreement, maya: Person, at: datetime) -> None:
    own = page(proposed, maya, at)
    assert ([line.deliverable for line in own.lines], own.teams, own.text, own.said, own.order) == (
        ["The feature"],
        ("Product",),
        "",
        (),
        None,
    )
    assert (own.started_at, own.ends_at, own.saved_at, own.card, own.may_write) == (None, None, None, None, True)


def test_ten_minutes_run_from_its_start(proposed: Agreement, dana: Person, at: datetime) -> None:
    save_draft(actor=dana, at=at, agreement=proposed, text="We")
    save_draft(actor=dana, at=at + LATER, agreement=proposed, text="We del")
    own = page(proposed, dana, at + LATER)
    assert (own.started_at, own.ends_at, own.saved_at, own.text, own.card) == (
        at,
        at + timedelta(minutes=10),
        at + LATER,
        "We del",
        None,
    )


def test_what_was_sent_can_be_sent_anew(proposed: Agreement, dana: Person, at: datetime) -> None:
    said = Said(proposed.commitments.get(number=1).pk, quantity="1 feature")
    draft = ReadbackDraft(text=AS_RECORDED, said=(said,), order=DayMonth.MONTH_FIRST)
    write_readback(actor=dana, at=at, agreement=proposed, draft=draft)
    own = page(proposed, dana, at)
    assert (own.text, own.said, own.order, own.may_write) == (AS_RECORDED, (said,), DayMonth.MONTH_FIRST, True)
    assert own.card is not None
    assert own.card.written_at == at


def test_a_signature_ends_it(proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    assert not page(proposed, maya, at).may_write


def test_so_does_taking_the_proposal_back(proposed: Agreement, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    proposed.refresh_from_db()
    assert not page(proposed, maya, at).may_write


def test_who_is_not_asked_has_none(proposed: Agreement, outsider: Person, at: datetime) -> None:
    assert own_readback(agreement=proposed, viewer=outsider, at=at) is None


@pytest.mark.parametrize("writers", [1, 3])
def test_it_costs_the_same_however_many_have_written(
    django_assert_num_queries: DjangoAssertNumQueries, proposed: Agreement, dana: Person, at: datetime, writers: int
) -> None:
    names = ["Dana Whitfield", "Maya Okafor", "Lena Brandt"][:writers]
    for person in Person.objects.filter(name__in=names):
        say_back(proposed, person, at)
    with django_assert_num_queries(18):
        own_readback(agreement=proposed, viewer=dana, at=at)
