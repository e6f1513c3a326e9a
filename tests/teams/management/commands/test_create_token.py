from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from teams.clock import real_now
from teams.models import ApiToken, Person
from teams.operations.tokens import find_token


def test_it_prints_the_token_and_nothing_else(maya: Person) -> None:
    out = StringIO()
    call_command("create_token", "Maya.Okafor@acme.example", "--scope", "write", "--days", "5", stdout=out)
    token = find_token(plain=out.getvalue().removesuffix("\n"), at=real_now())

    assert token is not None
    assert (token.person, token.scope, token.expires_at - token.created_at) == (maya, "write", timedelta(days=5))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody@acme.example",), "no active person"),
        (("maya.okafor@acme.example", "--scope", "admin"), "wider scope"),
        (("maya.okafor@acme.example", "--scope", "all"), "invalid choice"),
        (("maya.okafor@acme.example", "--days", "400"), "1 to 366 days"),
    ],
)
def test_what_cannot_be_is_said(maya: Person, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("create_token", *arguments)

    assert not ApiToken.objects.exists()


def test_who_left_gets_no_token(maya: Person) -> None:
    Person.objects.update(is_active=False)

    with pytest.raises(CommandError, match="no active person"):
        call_command("create_token", maya.email)
