from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reminders.domain.channels import Channel
from teams.models.choices import choices


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def at_work(self) -> "EndpointQuerySet":
        return self.filter(stopped_at=None)


class Endpoint(models.Model):
    """An address outside of Holdfast that messages are posted to.

    A conversation in Slack or Teams belongs to a person, who gets there what they get by mail, or to a team, which is
    told there what all of it may read. A webhook belongs to the organisation and is told of events.
    """

    channel = models.CharField(max_length=8, choices=[pair for pair in choices(Channel) if pair[0] != Channel.EMAIL])
    name = models.CharField(max_length=80)
    person = models.ForeignKey(
        "teams.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="endpoints"
    )
    team = models.ForeignKey("teams.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="endpoints")
    sealed_url = models.TextField()  # whoever knows it may post there; sealed at rest
    sealed_secret = models.TextField(blank=True)  # a webhook's signing key, sealed at rest
    host = models.CharField(max_length=255)  # of the address, for people to recognise it by
    events = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # a webhook's; empty: all
    created_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.TextField(blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.WEBHOOK, person=None, team=None)
                | (
                    ~Q(channel=Channel.WEBHOOK)
                    & (Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None))
                ),
                name="endpoint_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_why="") | (Q(stopped_at__isnull=False) & ~Q(stopped_why="")),
                name="endpoint_stopped_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.channel})"
