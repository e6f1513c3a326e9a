from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import slugify

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.pauses import is_paused
from agreements.models.summing import OF_AGREEMENT
from teams.domain.calendar import local_date, zone
from teams.models.choices import choices
from teams.models.search import said

if TYPE_CHECKING:
    from datetime import date, datetime

    from teams.models import Person

AGREEMENT_SAID = said("title", weight="A") + said("shared_goal", weight="B")

# Beyond a draft an agreement has two parties at least, at the end of every transaction that touches either.
TWO_PARTIES = """
    IF EXISTS (
      SELECT 1 FROM agreements_agreement a
      WHERE a.id = {agreement} AND a.state NOT IN ('draft', 'withdrawn')
        AND (SELECT count(*) FROM agreements_party p WHERE p.agreement_id = a.id) < 2
    ) THEN
      RAISE EXCEPTION 'an agreement beyond its draft has two parties'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_has_two_parties';
    END IF;
    RETURN NULL;
"""


class Visibility(models.TextChoices):
    ORGANISATION = "organisation"
    PARTIES = "parties"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, person: "Person") -> "AgreementQuerySet":
        """What ``person`` may read: all that is open to the organisation, and whatever they have a part in.

        A part has who belongs to a party or signs for it, owns or accepts a commitment, moderates it or began it.
        """
        its_parties = Party.objects.filter(agreement=OuterRef("pk"))
        party = its_parties.filter(Q(team__memberships__person=person) | Q(representative=person))
        promised = Q(pk__in=person.commitments.values("agreement")) | Q(pk__in=person.accepts.values("agreement"))
        involved = Q(facilitator=person) | Q(created_by=person) | Exists(party) | promised
        return self.filter(Q(visibility=Visibility.ORGANISATION) | involved)

    def seen_by(self, person: "Person") -> "AgreementQuerySet":
        """``visible_to``, each with ``seen_health``: what ``person`` has been told of so far (PRODUCT 3.4)."""
        health = F("health") if person.is_administrator else F("shown_health")
        return self.visible_to(person).annotate(seen_health=health)

    def active(self) -> "AgreementQuerySet":
        return self.filter(state=AgreementState.ACTIVE)

    def running(self, *, at: "datetime") -> "AgreementQuerySet":
        """In force and not paused at ``at``: the ones to count and to ask about. One query beside, for zones."""
        lasting = Agreement.objects.active().filter(paused_until__gte=at.date())  # no zone is a day behind UTC
        paused = Q(pk__in=[])
        for name in lasting.values_list("time_zone", flat=True).distinct():
            paused |= Q(time_zone=name, paused_until__gt=local_date(at, zone=zone(name)))
        return self.active().exclude(paused)


class Agreement(models.Model):
    """What two or more teams promise each other; one page and one number for its whole life."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    shared_goal = models.TextField(blank=True)
    time_zone = models.CharField(max_length=64)  # its deadlines pass at the end of the day here
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.ORGANISATION)
    facilitator = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice_days = models.PositiveSmallIntegerField(default=5)  # working days; a change asked so early counts as early
    answer_within_days = models.PositiveSmallIntegerField(default=10)
    # What of the organisation it serves: a signpost for the dashboard, no term, so nobody signs it.
    priority = models.ForeignKey(
        "teams.Priority", null=True, blank=True, on_delete=models.SET_NULL, related_name="agreements"
    )
    starts_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # Its parties have looked at it again, and will on this day: no term of the agreement, so nobody signs it.
    look_again_on = models.DateField(null=True, blank=True)
    thresholds = models.JSONField(default=dict, blank=True)  # overrides of the organisation's, by the same names
    state = models.CharField(max_length=12, choices=choices(AgreementState), default=AgreementState.DRAFT.value)
    # Derived from its open flags; only the sweep and the operations write them. ``shown`` counts shown flags only.
    health = models.CharField(max_length=8, choices=choices(Health), default=Health.ON_TRACK.value)
    shown_health = models.CharField(max_length=8, choices=choices(Health), default=Health.ON_TRACK.value)
    created_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # last event; serves the API's updated_since, decides nothing
    activated_at = models.DateTimeField(null=True, blank=True)
    # Paused while this lies after today in its zone; it stays afterwards, since deadlines count from it (lapsing).
    paused_until = models.DateField(null=True, blank=True)
    pause_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with each change; the ETag and a form's "rev"

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | Q(activated_at__isnull=False),
                name="active_agreement_was_activated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "ended"]) | Q(closed_at__isnull=False),
                name="closed_agreement_has_instant",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | ~Q(end_reason=""), name="ended_agreement_has_reason"),
            models.CheckConstraint(condition=Q(paused_until=None) | ~Q(pause_reason=""), name="pause_has_a_reason"),
        ]
        indexes = [
            # The sweep, the planner and the dashboard look only at what is in force.
            models.Index(fields=["id"], condition=Q(state="active"), name="agreement_active"),
            GinIndex(AGREEMENT_SAID, name="agreement_said"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="agreement_spelled"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="two_parties",
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call] # pgtrigger types it partly
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=TWO_PARTIES.format(agreement="NEW.id"),
            ),
            OF_AGREEMENT,  # keeps the summaries of the dashboard
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def next_review_on(self) -> "date | None":
        """When its parties look at it again: as the terms say, or as they said when they last did."""
        return self.look_again_on or self.review_on

    @property
    def label(self) -> str:
        return f"A-{self.number}"

    def is_paused(self, *, at: "datetime") -> bool:
        """In force, and paused beyond its local day of ``at``."""
        today = local_date(at, zone=zone(self.time_zone))
        return self.state == AgreementState.ACTIVE and is_paused(self.paused_until, as_of=today)

    @property
    def slug(self) -> str:
        """Decoration of the address: ``31-usage-based-pricing``; only the number is read back."""
        return f"{self.number}-{slugify(self.title)}".rstrip("-")


class Party(models.Model):
    """A team inside an agreement, with the person who signs for it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="parties")
    representative = models.ForeignKey("teams.Person", null=True, on_delete=models.PROTECT, related_name="+")
    gains = models.TextField(blank=True)  # "what this gives us"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "team"], name="one_party_per_agreement_and_team")]
        triggers = [
            pgtrigger.Trigger(
                name="two_parties",
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("agreement_id"),  # type: ignore[no-untyped-call] # as above
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=TWO_PARTIES.format(agreement="OLD.agreement_id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.team} in {self.agreement}"
