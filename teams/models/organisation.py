from datetime import time

from django.db import models


class Organisation(models.Model):
    """The one organisation of this installation: its name, its zone, and how it watches its agreements."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    # Only what differs from the defaults of agreements/domain/drift, by the same names.
    thresholds = models.JSONField(default=dict, blank=True)
    # What the rhythm of a new agreement begins with; its parties choose their own.
    sync_every_weeks = models.PositiveSmallIntegerField(default=2)
    sync_weekday = models.PositiveSmallIntegerField(default=1)  # Monday is 0
    sync_time = models.TimeField(default=time(10, 0))
    sync_minutes = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_organisation"),
            models.CheckConstraint(condition=models.Q(sync_weekday__lte=6), name="organisation_syncs_on_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(sync_every_weeks__gte=1, sync_minutes__gte=1), name="organisation_syncs_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which the organisation does not work."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.name} ({self.on:%Y-%m-%d})"


class Priority(models.Model):
    """What the organisation has said matters now; agreements serve one. Shown in the order of ``position``."""

    name = models.CharField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
