from django.db import models
from django.db.models import Q


class VersionQuerySet(models.QuerySet["Version"]):
    def standing(self) -> "VersionQuerySet":
        """Versions that were not taken back: proposed ones and those that came into force."""
        return self.filter(taken_back_at=None)


class Version(models.Model):
    """Terms frozen under their hash: proposed, then in force from the last signature on, or taken back.

    The terms are the canonical form of ``agreements.domain.terms``; a version is never edited, only superseded.
    """

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    terms_hash = models.CharField(max_length=64)
    proposed_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer_by = models.DateField()
    # The agreed change that made it; its consents stand where signatures stand under the first version.
    amendment = models.ForeignKey(
        "agreements.Amendment", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    # The hand-over that made it; who took it and who agreed to that stand behind it.
    handover = models.ForeignKey(
        "agreements.Handover", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    # The metric that joined with it; every party's assent stands behind it.
    metric = models.ForeignKey(
        "agreements.Metric", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    in_force_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                condition=Q(taken_back_at=None),
                name="one_standing_version_per_number",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(taken_back_at=None, in_force_at=None),
                name="one_open_proposal_per_agreement",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(in_force_at=None),
                name="version_in_force_is_not_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} version {self.number}"


class Signature(models.Model):
    """A representative's name under the exact terms they saw. It falls with its version when that is taken back."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    terms_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="one_signature_per_version_and_party")]

    def __str__(self) -> str:
        return f"{self.person} for {self.party}"
