import pytest
from django.test import Client

from reminders.models import Reminder
from teams.models import Person
from tests.factories import AT, CadenceFactory, SyncFactory
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db


def told(person: Person, deal: Deal, kind: str = "due_soon", **parts: object) -> Reminder:
    return Reminder.objects.create(
        kind=kind,
        key=f"{kind}|{person.pk}|{parts}",
        recipient=person,
        agreement=deal.agreement,
        local_on=AT.date(),
        due_at=AT,
        expires_at=AT,
        headline="Due today: Enablement deck",
        **parts,
    )


def test_it_shows_what_one_was_told(client: Client, dana: Person, deal: Deal) -> None:
    told(dana, deal, commitment=deal.commitment)
    client.force_login(dana)

    assert "Due today: Enablement deck" in client.get("/inbox/").content.decode()


def test_it_shows_nothing_that_others_were_told(client: Client, lena: Person, dana: Person, deal: Deal) -> None:
    told(dana, deal)
    client.force_login(lena)

    assert "Enablement deck" not in client.get("/inbox/").content.decode()


def test_reading_it_marks_nothing(client: Client, dana: Person, deal: Deal) -> None:
    told(dana, deal)
    client.force_login(dana)
    client.get("/inbox/")

    assert Reminder.objects.unread().count() == 1


def test_one_is_marked_by_a_press(client: Client, dana: Person, deal: Deal) -> None:
    reminder = told(dana, deal)
    client.force_login(dana)
    client.post(f"/inbox/{reminder.pk}/reading/")

    assert Reminder.objects.unread().count() == 0


def test_all_are_marked_by_a_press(client: Client, dana: Person, deal: Deal) -> None:
    told(dana, deal)
    client.force_login(dana)
    client.post("/inbox/reading/")

    assert Reminder.objects.unread().count() == 0


def test_somebody_else_s_does_not_exist(client: Client, lena: Person, dana: Person, deal: Deal) -> None:
    reminder = told(dana, deal)
    client.force_login(lena)

    assert client.post(f"/inbox/{reminder.pk}/reading/").status_code == 404


def test_it_needs_somebody_signed_in(client: Client) -> None:
    assert client.get("/inbox/").status_code == 302


def test_what_it_was_about_may_be_gone(client: Client, dana: Person, deal: Deal) -> None:
    told(dana, deal)
    Reminder.objects.update(agreement=None)
    client.force_login(dana)

    assert 'href="/inbox/"' in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("kind", ["sync_tomorrow", "sync_soon"])
def test_a_sync_leads_to_its_page(client: Client, dana: Person, deal: Deal, kind: str) -> None:
    sync = SyncFactory.create(cadence=CadenceFactory.create(agreement=deal.agreement), number=3)
    told(dana, deal, kind=kind, sync=sync)
    client.force_login(dana)

    assert f"/agreements/{deal.agreement.slug}/syncs/3/" in client.get("/inbox/").content.decode()


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("readback_asked", "readback/mine/"),
        ("signature_asked", "signature/"),
        ("answer_due", "readback/"),
        ("window_ended", "readback/"),
        ("in_force", ""),
    ],
)
def test_a_proposal_leads_to_where_it_is_answered(
    client: Client, dana: Person, deal: Deal, kind: str, page: str
) -> None:
    told(dana, deal, kind=kind)
    client.force_login(dana)

    assert f'href="/agreements/{deal.agreement.slug}/{page}"' in client.get("/inbox/").content.decode()
