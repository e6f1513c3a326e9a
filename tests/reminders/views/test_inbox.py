import pytest
from django.test import Client

from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.inbox import inbox_rows
from teams.models import Person
from tests.factories import AT, AgreementFactory, CadenceFactory, DriftFlagFactory, SyncFactory
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


def test_it_groups_what_was_told_by_agreement(client: Client, dana: Person, deal: Deal) -> None:
    other = AgreementFactory.create(title="Data rules", is_active=True)
    for kind, agreement in (("in_force", deal.agreement), ("sync_notes", other), ("kept", deal.agreement)):
        reminder = told(dana, deal, kind=kind)
        Reminder.objects.filter(pk=reminder.pk).update(agreement=agreement)
    client.force_login(dana)
    page = client.get("/inbox/").content.decode()

    assert [page.count(f">{one}</h2>") for one in (deal.agreement, other)] == [1, 1]


@pytest.mark.parametrize(("kind", "page"), [("week_ahead", "/home/"), ("follow_through", "/dashboard/")])
def test_what_is_about_no_agreement_leads_to_its_page(
    client: Client, dana: Person, deal: Deal, kind: str, page: str
) -> None:
    told(dana, deal, kind=kind)
    Reminder.objects.update(agreement=None)
    client.force_login(dana)

    assert f'class="row-link"\n            href="{page}"' in client.get("/inbox/").content.decode()


def test_a_flag_leads_to_its_page(client: Client, dana: Person, deal: Deal) -> None:
    flag = DriftFlagFactory.create(agreement=deal.agreement, commitment=deal.commitment)
    told(dana, deal, kind="flag_owner", flag=flag, commitment=deal.commitment)
    client.force_login(dana)

    assert f'href="/flags/{flag.pk}/"' in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.manner.is_secret])
def test_every_kind_has_its_shape(client: Client, dana: Person, deal: Deal, kind: Kind) -> None:
    told(dana, deal, kind=kind)

    assert [row.shape != "" for row in inbox_rows(Reminder.objects.all())] == [True]
