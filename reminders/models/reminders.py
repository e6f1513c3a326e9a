from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from reminders.domain.kinds import Kind
from teams.models.choices import choices

if TYPE_CHECKING:
    from teams.models import Person

KEY_LENGTH = 200


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def of(self, person: "Person") -> "ReminderQuerySet":
        """What ``person`` was told; links that open an account are for the mail alone."""
        return self.filter(recipient=person).exclude(kind__in=[kind for kind in Kind if kind.manner.is_secret])

    def unread(self) -> "ReminderQuerySet":
        return self.filter(read_at=None)


class Reminder(models.Model):
    """One thing one person is told. The row is itself the message in the inbox; mails carry it further."""

    kind = models.CharField(max_length=20, choices=choices(Kind))
    # What it is about, its version where that matters, for whom, and the slot: two planners cannot tell it twice.
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    recipient = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="reminders")
    # What was told stays told when its subject goes away.
    agreement = models.ForeignKey("agreements.Agreement", null=True, on_delete=models.SET_NULL, related_name="+")
    commitment = models.ForeignKey("agreements.Commitment", null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey("agreements.Version", null=True, on_delete=models.SET_NULL, related_name="+")
    sync = models.ForeignKey("agreements.Sync", null=True, on_delete=models.SET_NULL, related_name="+")
    amendment = models.ForeignKey("agreements.Amendment", null=True, on_delete=models.SET_NULL, related_name="+")
    metric = models.ForeignKey("agreements.Metric", null=True, on_delete=models.SET_NULL, related_name="+")
    concern = models.ForeignKey("agreements.Concern", null=True, on_delete=models.SET_NULL, related_name="+")
    escalation = models.ForeignKey("agreements.Escalation", null=True, on_delete=models.SET_NULL, related_name="+")
    ask = models.ForeignKey("agreements.Ask", null=True, on_delete=models.SET_NULL, related_name="+")
    handover = models.ForeignKey("agreements.Handover", null=True, on_delete=models.SET_NULL, related_name="+")
    flag = models.ForeignKey("agreements.DriftFlag", null=True, on_delete=models.SET_NULL, related_name="+")
    endpoint = models.ForeignKey("reminders.Endpoint", null=True, on_delete=models.SET_NULL, related_name="+")
    invitation = models.ForeignKey("teams.Invitation", null=True, on_delete=models.SET_NULL, related_name="+")
    subject_on = models.DateField(null=True)  # the date it is about: due date, day of the sync, name of the round
    local_on = models.DateField()  # the recipient's date when it became due
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # from here on telling it is of no use
    headline = models.CharField(max_length=300)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-due_at"], name="reminder_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="reminder_unread"),
            # A morning takes up again what no mail has carried yet.
            models.Index(fields=["recipient", "expires_at"], name="reminder_by_expiry"),
            # How many a day; rows lie nearly in this order.
            BrinIndex(fields=["due_at"], name="reminder_by_day", autosummarize=True),
        ]

    def __str__(self) -> str:
        return self.headline
