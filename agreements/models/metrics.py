from django.db import models
from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.metrics import BoundKind, Direction
from teams.models.choices import choices


class MetricQuerySet(models.QuerySet["Metric"]):
    def in_terms(self) -> "MetricQuerySet":
        """Those that the terms hold: all of a draft, and in force those that every party has assented to."""
        return self.filter(Q(joint_at__isnull=False) | Q(agreement__activated_at=None))

    def proposed(self) -> "MetricQuerySet":
        """Those proposed in an agreement in force that a party has yet to assent to."""
        return self.filter(joint_at=None, proposed_at__isnull=False, agreement__state=AgreementState.ACTIVE)


class Metric(models.Model):
    """A number the parties answer for together, with a target line and perhaps a bound that must hold meanwhile."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=24, blank=True)
    direction = models.CharField(max_length=4, choices=choices(Direction))
    baseline = models.DecimalField(max_digits=16, decimal_places=4)
    target = models.DecimalField(max_digits=16, decimal_places=4)
    starts_on = models.DateField()  # the day of the baseline, where the line to the target begins
    target_on = models.DateField()
    bound = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    bound_kind = models.CharField(max_length=8, choices=choices(BoundKind), blank=True)
    bound_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey("teams.Person", null=True, on_delete=models.PROTECT, related_name="+")
    every_days = models.PositiveSmallIntegerField(default=7)
    # Since when every party has said "this matters to us": signing the terms says it; one proposed later waits for it.
    joint_at = models.DateTimeField(null=True, blank=True)
    # Who proposed it once the terms were in force; None for what was in them from the start.
    proposed_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    # Where its readings are heading, kept by operations/drift so that the sweep need not read them all again.
    forecast = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)  # for target_on
    readings_off = models.PositiveSmallIntegerField(default=0)  # latest readings in a row off the line
    looked_at = models.DateTimeField(null=True, blank=True)  # None: a reading or its target changed since

    objects = MetricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="one_metric_per_agreement_and_name"),
            models.CheckConstraint(condition=Q(bound=None) ^ ~Q(bound_kind=""), name="bound_has_a_kind"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="metric_is_read_every_day_at_most"),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """A metric's value on a day."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "on"], name="one_reading_per_metric_and_day")]

    def __str__(self) -> str:
        return f"{self.metric} {self.on}: {self.value}"


class Assent(models.Model):
    """A party has said "this matters to us" of a metric."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="assents")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "team"], name="one_assent_per_metric_and_team")]

    def __str__(self) -> str:
        return f"{self.team} on {self.metric}"
