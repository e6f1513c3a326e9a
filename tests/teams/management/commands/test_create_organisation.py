from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from teams.models import Organisation, Person
from teams.operations.people import accept_invitation
from tests.factories import AT


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_organisation", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_prints_a_link_that_opens() -> None:
    said = run("Acme", "--admin", "Ada@acme.example", "--name", "Ada Admin", "--time-zone", "Europe/Berlin")
    token = said.strip().removesuffix("/").rsplit("/", 1)[-1]
    admin = accept_invitation(at=AT.replace(year=2000), token=token, password="sail the long way round")

    assert (admin.email, admin.name, admin.role) == ("ada@acme.example", "Ada Admin", "administrator")
    assert (Organisation.objects.get().name, Organisation.objects.get().time_zone) == ("Acme", "Europe/Berlin")
    assert "http://127.0.0.1:8000/invitation/" in said


@pytest.mark.django_db
def test_without_a_name_the_address_is_the_name() -> None:
    run("Acme", "--admin", "ada@acme.example")

    assert Person.objects.get().name == "ada@acme.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Acme", "--admin", "ada"), "Enter a valid email address."),
        (("Acme", "--admin", "ada@acme.example", "--time-zone", "Mars"), "There is no such time zone."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_begun(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments)

    assert not Organisation.objects.exists()


def test_an_installation_begins_once(organisation: Organisation) -> None:
    with pytest.raises(CommandError, match="already has its organisation"):
        run("Other", "--admin", "ada@acme.example")
