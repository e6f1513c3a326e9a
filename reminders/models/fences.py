from django.db import models
from django.db.models import Q


class Fence(models.Model):
    """Keeps every message in while it is closed: what a backup still has to send may have left long ago.

    ``place`` names the database that this row was written in. A row that finds itself elsewhere has been restored or
    copied, and closes. Its instants are real ones.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    place = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)  # the last time
    released_by = models.CharField(max_length=120, blank=True)  # a name, also of who has no account here

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_fence"),
            models.CheckConstraint(
                condition=Q(closed_at=None, why="") | (Q(closed_at__isnull=False) & ~Q(why="")),
                name="fence_closed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"closed: {self.why}" if self.closed_at else "open"
