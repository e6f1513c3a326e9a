from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from teams.clock import now
from teams.domain.errors import RefusalError
from teams.operations.organisation import create_organisation
from teams.operations.people import INVITED_FOR, issue_invitation_token, open_invitation


class Command(BaseCommand):
    help = "Begin a real installation: its organisation and its first administrator, with a link to sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="NAME", help="what the organisation is called")
        parser.add_argument("--admin", metavar="EMAIL", required=True, help="address of the first administrator")
        parser.add_argument("--name", metavar="PERSON", help="name of the first administrator; the address if unsaid")
        parser.add_argument("--time-zone", metavar="ZONE", default="UTC", help="such as Europe/Berlin (default: UTC)")

    def handle(self, **options: Any) -> None:
        try:
            token = self._begin(options)
        except RefusalError as error:
            raise CommandError(error.message) from error
        days = INVITED_FOR.days
        self.stdout.write(f"{options['organisation']} is ready. {options['admin']} is its administrator.")
        self.stdout.write(f"Choose a password within {days} days: {settings.BASE_URL}/invitation/{token}/")

    @transaction.atomic
    def _begin(self, options: dict[str, Any]) -> str:
        """The secret of the first invitation; no mail has to work yet."""
        at = now()
        _, admin = create_organisation(
            at=at,
            name=options["organisation"],
            admin_email=options["admin"],
            admin_name=options["name"] or options["admin"],
            time_zone=options["time_zone"],
        )
        return issue_invitation_token(invitation=open_invitation(person=admin, at=at))
