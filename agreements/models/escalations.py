from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField

from agreements.domain.escalations import EscalationState
from agreements.models.agreements import Agreement
from agreements.models.concerns import Concern
from teams.models.choices import choices
from teams.models.search import said

if TYPE_CHECKING:
    from teams.models import Person

OPEN = (EscalationState.PREPARING, EscalationState.ASKED)
FOR_EXECUTIVES = (EscalationState.ASKED, EscalationState.RULED)
OPTIONS = Func(F("options"), function="holdfast_lines", output_field=TextField())  # made in a migration
ESCALATION_SAID = (
    said("topic", weight="A") + said("question", weight="B") + said(OPTIONS, weight="B") + said("ruling", weight="C")
)
STATEMENT_SAID = said("reason", weight="A") + said("hard_limits", weight="B")


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def open(self) -> "EscalationQuerySet":
        return self.filter(state__in=OPEN)

    def visible_to(self, person: "Person") -> "EscalationQuerySet":
        """Those in what ``person`` may read; executives read every packet that was sent to them, and only that.

        One about a concern is read by those who may read the concern.
        """
        of_concern = Q(concern=None) | Q(concern__in=Concern.objects.visible_to(person))
        seen = Q(agreement__in=Agreement.objects.visible_to(person)) & of_concern
        if person.is_executive:
            seen |= Q(state__in=FOR_EXECUTIVES)
        return self.filter(seen)


class Escalation(models.Model):
    """A decision that the parties ask of the executives: one packet that both sides edit, and the ruling on it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="escalations")
    number = models.PositiveIntegerField()  # within the agreement
    concern = models.ForeignKey(
        "agreements.Concern", null=True, blank=True, on_delete=models.SET_NULL, related_name="escalations"
    )
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.SET_NULL, related_name="escalations"
    )
    state = models.CharField(max_length=9, choices=choices(EscalationState), default=EscalationState.PREPARING.value)
    topic = models.CharField(max_length=120)
    question = models.TextField(blank=True)  # the decision that is needed
    options = ArrayField(models.TextField(), default=list, blank=True)
    decide_by = models.DateField(null=True, blank=True)  # inclusive, in the agreement's zone
    opened_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    asked_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    is_one_sided = models.BooleanField(default=False)  # sent before every party had said its reason
    chosen = models.PositiveSmallIntegerField(null=True, blank=True)  # which option, from 1
    ruling = models.TextField(blank=True)
    ruled_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_escalation_per_agreement_and_number"),
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(state__in=["preparing", "asked"]),
                name="one_open_escalation_per_concern",
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(state__in=["preparing", "asked"], concern=None),
                name="one_open_escalation_per_commitment",
            ),
            models.CheckConstraint(condition=~Q(topic=""), name="escalation_has_a_topic"),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "withdrawn"])
                | (Q(asked_at__isnull=False, asked_by__isnull=False, decide_by__isnull=False) & ~Q(question="")),
                name="asked_escalation_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="ruled") | (Q(ruled_by__isnull=False) & ~Q(ruling="")),
                name="ruled_escalation_has_a_ruling",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "asked"], closed_at=None)
                | Q(state__in=["ruled", "withdrawn"], closed_at__isnull=False),
                name="escalation_is_open_or_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["decide_by"], condition=Q(state="asked"), name="escalation_queue"),
            GinIndex(ESCALATION_SAID, name="escalation_said"),
            GinIndex(OpClass("topic", name="gin_trgm_ops"), name="escalation_spelled"),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def option(self) -> str:
        """The option that was chosen; empty while nothing is, and when it was decided another way."""
        return self.options[self.chosen - 1] if self.chosen else ""


class Statement(models.Model):
    """What one party says in a packet: its reason, and what it cannot give up."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="statements")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    hard_limits = models.TextField(blank=True)
    written_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "team"], name="one_statement_per_escalation_and_team"),
            models.CheckConstraint(condition=~Q(reason=""), name="statement_has_a_reason"),
        ]
        indexes = [GinIndex(STATEMENT_SAID, name="statement_said")]

    def __str__(self) -> str:
        return f"{self.team} on {self.escalation}"
