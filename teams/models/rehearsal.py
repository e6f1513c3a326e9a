from datetime import timedelta

from django.db import models


class RehearsalClock(models.Model):
    """The one stored clock offset of a rehearsal; no row means none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField(default=timedelta)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_rehearsal_clock")]
