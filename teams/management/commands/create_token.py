from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from teams.clock import real_now
from teams.domain.errors import RefusalError
from teams.models import Person, Scope
from teams.operations.tokens import LONGEST_DAYS, create_token


class Command(BaseCommand):
    help = "Make an API token for a person and print it, and nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the person the token acts for")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.READ, help="default: read")
        parser.add_argument("--days", type=int, default=90, help=f"how long it lives, 1 to {LONGEST_DAYS}; default: 90")
        parser.add_argument("--name", default="Command line", help="how it is called in the person's settings")

    def handle(self, **options: Any) -> None:
        email = Person.objects.normalize_email(options["email"])
        person = Person.objects.active().filter(email=email).first()
        if person is None:
            raise CommandError("There is no active person with this address.")
        try:
            _, plain = create_token(
                actor=person, at=real_now(), name=options["name"], scope=options["scope"], days=options["days"]
            )
        except RefusalError as error:
            raise CommandError(error.message) from error
        self.stdout.write(plain)
