from django.db import models


class Organisation(models.Model):
    """The one organisation of this installation: its name, its zone, and how it watches its agreements."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    # Only what differs from the defaults of agreements/domain/drift, by the same names.
    thresholds = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_organisation")]

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
