"""What the dashboard sums up: counts as a ledger, so that nobody who writes waits for anybody else.

Each change of a commitment adds rows that say by how much the counts moved; a reader sums them, and a job folds them
into one row a key (operations/summaries.py). The triggers that add them stand in models/summing.py. Pauses are not in
them: they end by the clock, so a reader leaves out what is paused when it reads.
"""

from typing import Any, Final

from django.db import models

# A team with commitments cannot go, so the database need not look it up for each addition.
LEDGER: Final[dict[str, Any]] = {"related_name": "+", "db_index": False, "db_constraint": False}


class PairNow(models.Model):
    """What ``team`` owes ``for_team`` in agreements in force, paused or not; ``is_public``: open to the organisation.

    By the health that everybody has been shown; ``known``: by all flags, as administrators see them.
    """

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)
    for_team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)
    is_public = models.BooleanField()
    open = models.IntegerField()
    watch = models.IntegerField()
    quiet = models.IntegerField()
    drifting = models.IntegerField()
    known_watch = models.IntegerField()
    known_quiet = models.IntegerField()
    known_drifting = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.team_id} owes {self.for_team_id}: {self.open:+}"


class Week(models.Model):
    """What became of the commitments due in the week of Monday ``week``, and how many were ``made`` in it (in UTC)."""

    is_public = models.BooleanField()
    week = models.DateField()
    kept = models.IntegerField()
    adjusted_early = models.IntegerField()
    adjusted_late = models.IntegerField()
    lapsed = models.IntegerField()
    made = models.IntegerField()

    class Meta:
        abstract = True


class PairWeek(Week):
    """Of what ``team`` promised ``for_team``."""

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)
    for_team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)

    class Meta:
        indexes = [
            models.Index(fields=["team", "week"], name="pair_week_owed"),
            models.Index(fields=["for_team", "week"], name="pair_week_received"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} to {self.for_team_id}, {self.week}"


class TeamWeek(Week):
    """Of what ``team`` promised anybody."""

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)

    class Meta:
        indexes = [models.Index(fields=["week"], name="team_week_by_week")]

    def __str__(self) -> str:
        return f"{self.team_id}, {self.week}"


class TeamCount(models.Model):
    """How things stood with ``team`` when an hourly job last counted in the week of Monday ``week``: no ledger.

    ``open`` and ``drifting`` (as shown) are of what it owes, not paused; nobody can count those of a past week again.
    Its owners were ``asked`` before so many syncs that began in the week, one a commitment, and ``answered``.
    """

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, **LEDGER)
    is_public = models.BooleanField()
    week = models.DateField()
    open = models.IntegerField(default=0)
    drifting = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    last_sync_at = models.DateTimeField(null=True)  # the latest held so far that it was a party of
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "team", "is_public"], name="one_count_per_week_and_team")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}, {self.week}: {self.open} open"
