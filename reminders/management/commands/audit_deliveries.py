"""Prove that no mail was lost: what was planned is what is in the states of a delivery, added up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reminders.operations.audit import audit_deliveries


class Command(BaseCommand):
    help = "Count the deliveries of each state, prove that they add up to what was planned, and name any difference."

    def handle(self, **_: Any) -> None:
        audit = audit_deliveries()
        self.stdout.write(f"planned {audit.planned}")
        for state, count in audit.states.items():
            self.stdout.write(f"{state} {count}")
        if audit.differences:
            raise CommandError("\n".join(audit.differences))
        self.stdout.write("Everything adds up.")
