from django.core.management.base import BaseCommand, CommandError

from agreements.models import Event
from agreements.operations.history import broken_histories
from teams.models import AuditEvent


class Command(BaseCommand):
    help = "Compute the chain of hashes of every history again. Names the first broken entry of each; exit code 1."

    def handle(self, **_: object) -> None:
        broken = broken_histories()
        for entry in broken:
            self.stderr.write(f"Broken history: {entry}")
        if broken:
            raise CommandError(f"Histories changed after they were written: {len(broken)}.")
        entries = Event.objects.count() + AuditEvent.objects.count()
        self.stdout.write(f"{entries} entries, each as it was written.")
