from django.db import models
from django.db.models import Q

from agreements.domain.commitments import Standing
from teams.models.choices import choices


class CheckInRole(models.TextChoices):
    OWNER = "owner"
    RECEIVER = "receiver"


class CheckIn(models.Model):
    """One answer to "how does it stand?", by the owner or the receiver; one a round, editable until the sync.

    An answer outside any round (``round_on`` is None) stands by itself.
    """

    commitment = models.ForeignKey("agreements.Commitment", on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=CheckInRole.choices)
    standing = models.CharField(max_length=10, choices=choices(Standing))
    expected_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    # Names the round: the slot of the sync that ends it; without a cadence, the day it opened.
    round_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    # What it replaced, for the two minutes in which its giver may take it back; kept by operations/checkins.
    before = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "role", "round_on"],
                condition=Q(round_on__isnull=False),
                name="one_answer_per_round_and_role",
            )
        ]
        indexes = [models.Index(fields=["commitment", "-at"], name="check_in_latest")]

    def __str__(self) -> str:
        return f"{self.person}: {self.standing}"
