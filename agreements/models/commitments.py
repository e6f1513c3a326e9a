from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, When

from agreements.domain.agreements import Health
from agreements.domain.commitments import Adjustment, CommitmentState, Outcome, Standing
from agreements.models.agreements import Agreement
from agreements.models.summing import OF_COMMITMENTS
from teams.models.choices import choices
from teams.models.search import said

if TYPE_CHECKING:
    from teams.models import Person

OPEN = Q(state=CommitmentState.OPEN)
COMMITMENT_SAID = said("deliverable", weight="A") + said("done_when", weight="B")

# Walks upstream from the new edge; meeting its own downstream end would close a circle. The advisory lock makes
# two transactions that add the two halves of a circle wait for each other.
NO_CYCLE = """
    PERFORM pg_advisory_xact_lock(hashtext('agreements_dependency'));
    IF EXISTS (
      WITH RECURSIVE upstream(id) AS (
        SELECT NEW.upstream_id
        UNION
        SELECT d.upstream_id FROM agreements_dependency d JOIN upstream u ON d.downstream_id = u.id
      )
      SELECT 1 FROM upstream WHERE id = NEW.downstream_id
    ) THEN
      RAISE EXCEPTION 'waits_on would close a circle'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'dependency_has_no_cycle';
    END IF;
    RETURN NEW;
"""


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, person: "Person") -> "CommitmentQuerySet":
        return self.filter(agreement__in=Agreement.objects.visible_to(person))

    def seen_by(self, person: "Person") -> "CommitmentQuerySet":
        """``visible_to``, each with ``seen_health``: all of it for its owner and administrators, else what is shown."""
        knows_all = Q(owner=person) if not person.is_administrator else Q(pk__isnull=False)
        health = Case(When(knows_all, then=F("health")), default=F("shown_health"))
        return self.visible_to(person).annotate(seen_health=health)

    def open(self) -> "CommitmentQuerySet":
        """Promised, in force, and not yet declared done."""
        return self.filter(OPEN)


class Commitment(models.Model):
    """One promise: a person of one party owes a deliverable to another party by a date."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="commitments")
    number = models.PositiveIntegerField()  # within the agreement
    deliverable = models.CharField(max_length=240)
    done_when = models.TextField(blank=True)
    # Team and for_team are parties of the agreement: composite foreign keys in the first migration.
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="owed")
    for_team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="receives")
    owner = models.ForeignKey("teams.Person", null=True, on_delete=models.PROTECT, related_name="commitments")
    accepted_by = models.ForeignKey("teams.Person", null=True, on_delete=models.PROTECT, related_name="accepts")
    needed_by = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True)
    original_due_on = models.DateField(null=True)
    moves = models.PositiveSmallIntegerField(default=0)
    adjusted = models.CharField(max_length=5, choices=choices(Adjustment), null=True, blank=True)  # noqa: DJ001 - never asked for
    state = models.CharField(max_length=10, choices=choices(CommitmentState), default=CommitmentState.PROPOSED.value)
    outcome = models.CharField(max_length=16, choices=choices(Outcome), null=True, blank=True)  # noqa: DJ001 - undecided is not a word
    opened_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)  # the first delivery; sending back does not undo it
    declared_at = models.DateTimeField(null=True, blank=True)  # the latest; from here on the receiver is asked
    accepted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    evidence = models.TextField(blank=True)

    # The owner's latest word, kept here by the operation that writes the check-in, so that sweeps and lists read
    # one row. ``recent`` holds the owner's last three standings, newest last.
    standing = models.CharField(max_length=10, choices=choices(Standing), null=True, blank=True)  # noqa: DJ001 - no word yet
    standing_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    recent = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    # Both answered the same round, two steps apart: kept by the operation that writes the check-in.
    is_disputed = models.BooleanField(default=False)
    # An owner's words from before this instant are about another date, or another owner's: they count no more.
    said_since = models.DateTimeField(null=True, blank=True)
    # The round that its owner has answered and its receiver has not: while it is open, the owner's word is sealed.
    half_answered_on = models.DateField(null=True, blank=True)

    # Derived from open flags; in no index, so that the sweep's updates stay within the page (HOT).
    health = models.CharField(max_length=8, choices=choices(Health), default=Health.ON_TRACK.value)
    shown_health = models.CharField(max_length=8, choices=choices(Health), default=Health.ON_TRACK.value)
    revision = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_commitment_per_agreement_and_number"),
            models.CheckConstraint(condition=~Q(owner=F("accepted_by")), name="owner_and_accepter_differ"),
            models.CheckConstraint(condition=~Q(team=F("for_team")), name="promise_goes_to_another_team"),
            models.CheckConstraint(
                condition=Q(state="proposed")
                | (
                    Q(owner__isnull=False)
                    & Q(accepted_by__isnull=False)
                    & Q(due_on__isnull=False)
                    & Q(opened_at__isnull=False)
                    & ~Q(done_when="")
                ),
                name="promise_in_force_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivered_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(delivered_at__isnull=False, accepted_at__isnull=False),
                name="accepted_was_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="released_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state="lapsed") | Q(lapsed_at__isnull=False), name="lapsed_has_instant"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "due_on", "id"], condition=OPEN, name="open_owed_by_team"),
            models.Index(fields=["for_team", "due_on", "id"], condition=OPEN, name="open_owed_to_team"),
            models.Index(fields=["owner", "due_on", "id"], condition=OPEN, name="open_owed_by_person"),
            # Reminders of dates and the sweep for past_due and lapse read what is open by date.
            models.Index(fields=["due_on", "id"], condition=OPEN, name="open_by_date"),
            # The planner asks every half minute what was sent back: open again, although it was declared done.
            models.Index(
                fields=["declared_at"], condition=OPEN & Q(declared_at__isnull=False), name="open_after_delivery"
            ),
            # The few that wait for an answer, among all that was ever promised.
            models.Index(
                fields=["agreement"], condition=Q(state=CommitmentState.DELIVERED), name="delivered_by_agreement"
            ),
            GinIndex(COMMITMENT_SAID, name="commitment_said"),
            GinIndex(OpClass("deliverable", name="gin_trgm_ops"), name="commitment_spelled"),
        ]
        triggers = OF_COMMITMENTS  # keep the summaries of the dashboard

    def __str__(self) -> str:
        return self.deliverable

    @property
    def label(self) -> str:
        return f"{self.agreement.label}.{self.number}"


class Dependency(models.Model):
    """``downstream`` waits on ``upstream``: it can land ``lag_days`` calendar days after it, at the earliest."""

    downstream = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="waits_on")
    upstream = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="awaited_by")
    lag_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["downstream", "upstream"], name="one_dependency_per_pair"),
            models.CheckConstraint(condition=~Q(downstream=F("upstream")), name="nothing_waits_on_itself"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_cycle",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=NO_CYCLE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.downstream} waits on {self.upstream}"
