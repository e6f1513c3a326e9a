from django.db import models
from django.db.models import F, Q, TextField
from django.db.models.expressions import RawSQL

# Where this row is: which cluster, which database in it, and which table. A restored table is always a new one, a copy
# of a database has a number of its own; neither changes while an installation lives.
HERE = RawSQL(
    "(SELECT system_identifier FROM pg_control_system())"
    " || '.' || (SELECT oid FROM pg_database WHERE datname = current_database())"
    " || '.' || 'reminders_fence'::regclass::oid",
    (),
    output_field=TextField(),
)


class FenceQuerySet(models.QuerySet["Fence"]):
    def elsewhere(self) -> "FenceQuerySet":
        """The fence of a database that was restored or copied since it was written, and of no other."""
        return self.annotate(here=HERE).exclude(place=F("here"))

    def closed(self) -> "FenceQuerySet":
        """The fence if nothing may leave, noticed by anybody yet or not."""
        return self.annotate(here=HERE).exclude(place=F("here"), closed_at=None)


class Fence(models.Model):
    """Keeps every message in while it is closed: what a backup still has to send may have left long ago.

    ``place`` names the database that this row was written in. A row that finds itself elsewhere has been restored or
    copied, and closes. Its instants are real ones.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    place = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    # Whether all that may have left before it closed is known by now and put aside: one whole planning later.
    is_settled = models.BooleanField(default=True)
    released_at = models.DateTimeField(null=True, blank=True)  # the last time
    released_by = models.CharField(max_length=120, blank=True)  # a name, also of who has no account here

    objects = FenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_fence"),
            models.CheckConstraint(
                condition=Q(closed_at=None, why="", is_settled=True) | (Q(closed_at__isnull=False) & ~Q(why="")),
                name="fence_closed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"closed: {self.why}" if self.closed_at else "open"
