from django.db import models
from django.db.models import Q

from agreements.domain.handovers import HandoverRole, HandoverState
from teams.models.choices import choices


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        return self.filter(state=HandoverState.OPEN)


class Handover(models.Model):
    """A commitment in force that is to change hands, until those who have to agree have said so."""

    commitment = models.ForeignKey("agreements.Commitment", on_delete=models.CASCADE, related_name="handovers")
    role = models.CharField(max_length=8, choices=choices(HandoverRole))
    state = models.CharField(max_length=9, choices=choices(HandoverState), default=HandoverState.OPEN.value)
    from_person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # the new person has promised it
    accepted_at = models.DateTimeField(null=True, blank=True)  # the other end has agreed to the new person
    agreed_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declined_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "role"], condition=Q(state="open"), name="one_open_handover_per_role"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason"),
            models.CheckConstraint(condition=~Q(from_person=models.F("to_person")), name="handover_changes_the_person"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="handover_is_open_or_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(taken_at__isnull=False, accepted_at__isnull=False),
                name="handover_done_was_taken_and_accepted",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, agreed_by=None) | Q(accepted_at__isnull=False, agreed_by__isnull=False),
                name="handover_agreed_to_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} from {self.from_person} to {self.to_person}"
