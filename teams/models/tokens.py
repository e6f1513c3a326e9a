from django.db import models
from django.db.models import Q

DIGEST_LENGTH = 64  # SHA-256, hexadecimal


class Scope(models.TextChoices):
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class ApiToken(models.Model):
    """A key to the API that acts as its person within a scope. Only its digest is kept."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)  # shown in lists so that a person knows which one it is
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"


class CalendarFeed(models.Model):
    """An address from which a calendar program reads what its person has to keep. Only its digest is kept."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(max_length=80)  # of the program that reads it
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class Invitation(models.Model):
    """A link by mail with which a new person chooses a password. Only its digest is kept."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey("teams.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, null=True)  # noqa: DJ001 - set when the mail is rendered
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(accepted_at=None), name="one_open_invitation_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.person}"


class IdempotentAnswer(models.Model):
    """The answer given to one POST with an Idempotency-Key, repeated for 48 hours to the same request."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=DIGEST_LENGTH)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # None while the first request is still at work
    body = models.TextField(default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_person_and_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotent_answer_age")]

    def __str__(self) -> str:
        return self.key


class Telemetry(models.Model):
    """Marks of use, outside the domain: last visit of a person, last use of a token. At most one write a minute."""

    subject = models.CharField(max_length=40, primary_key=True)  # "person:12", "token:3"
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject
