from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from agreements.domain.agreements import AgreementState
from agreements.domain.handovers import CHANGES_HANDS_IN, HandoverRole, HandoverState
from teams.models.choices import choices

if TYPE_CHECKING:
    from teams.models import Person


# Whoever it is to be taken from still has it, and it is not settled.
OF_OWNER = Q(role=HandoverRole.OWNER, commitment__owner=F("from_person"))
OF_RECEIVER = Q(role=HandoverRole.RECEIVER, commitment__accepted_by=F("from_person"))
STANDS = (
    OF_OWNER & Q(commitment__state__in=CHANGES_HANDS_IN[HandoverRole.OWNER])
    | OF_RECEIVER & Q(commitment__state__in=CHANGES_HANDS_IN[HandoverRole.RECEIVER])
) & Q(commitment__agreement__state=AgreementState.ACTIVE)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        return self.filter(state=HandoverState.OPEN)

    def waiting(self) -> "HandoverQuerySet":
        """Open ones that can still be answered: what they are about has not been settled otherwise."""
        return self.open().filter(STANDS)


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
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="handover_changes_the_person"),
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

    @property
    def other_end(self) -> "Person | None":
        """Who is at the other end of the promise, and is to agree to the new person."""
        return self.commitment.accepted_by if self.role == HandoverRole.OWNER else self.commitment.owner
