from typing import TYPE_CHECKING

from django.db import models

from teams.models.tokens import DIGEST_LENGTH

if TYPE_CHECKING:
    from datetime import datetime


class Purpose(models.TextChoices):
    """What a token in a mail is for: its page, or the address that a reply goes to."""

    ANSWER = "answer"
    REPLY = "reply"


class MailTokenQuerySet(models.QuerySet["MailToken"]):
    def alive(self, *, real_at: "datetime") -> "MailTokenQuerySet":
        """Tokens that still open their page: not expired, and their person still has an account."""
        return self.filter(expires_at__gt=real_at, person__is_active=True)


class MailToken(models.Model):
    """A link in a mail with which its person may answer without signing in. Only its digest is kept.

    It opens the check-ins of one agreement in one round, or of one commitment, and nothing else. Several may be
    alive at once, one a mail. ``expires_at`` is a real instant.
    """

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    purpose = models.CharField(max_length=6, choices=Purpose.choices, default=Purpose.ANSWER)
    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey("agreements.Commitment", null=True, on_delete=models.CASCADE, related_name="+")
    round_on = models.DateField(null=True)
    closes_at = models.DateTimeField()  # end of the round on the organisation's clock: no answer after it
    expires_at = models.DateTimeField()

    objects = MailTokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="mail_token_age")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.agreement_id}"


class Reply(models.Model):
    """A mail that came back: its first paragraph is a note on what its token had asked about. Kept once each."""

    token = models.ForeignKey(MailToken, on_delete=models.CASCADE, related_name="replies")
    message_id = models.CharField(max_length=255, unique=True)  # a relay may hand the same mail over twice
    commitment = models.ForeignKey("agreements.Commitment", null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:80]
