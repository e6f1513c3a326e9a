from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reminders.domain.channels import NAMES, Channel
from teams.domain.language import say
from teams.models.choices import choices
from teams.models.teams import MembershipRole

if TYPE_CHECKING:
    from teams.models import Person


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, person: "Person") -> "EndpointQuerySet":
        """Those ``person`` looks after: their own, those of teams they lead, as an administrator the webhooks."""
        led = person.memberships.filter(role=MembershipRole.LEAD).values("team")
        webhooks = Q(channel=Channel.WEBHOOK) if person.is_administrator else Q(pk__in=[])
        return self.filter(Q(person=person) | Q(team__in=led) | webhooks)

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
    stopped_by = models.ForeignKey(  # None: by itself, as nothing could be posted there any more
        "teams.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A conversation carries what is told from `seen_at` on.
    # A webhook: every event up to the number `told_until` has its delivery; `seen_until` is the number up to which
    # that will be so once no transaction of `seen_at` can still be open. Events commit in another order than they
    # are numbered.
    told_until = models.BigIntegerField(default=0)
    seen_until = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

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
        return f"{self.name} ({self.channel_words})"

    @property
    def channel_words(self) -> str:
        """What pages call the channel."""
        return say(NAMES[Channel(self.channel)])

    @property
    def why_words(self) -> str:
        """How pages say why it was stopped."""
        return say(self.stopped_why)

    @property
    def holder_words(self) -> str:
        """For whom messages go there."""
        if self.channel == Channel.WEBHOOK:
            return say("the organisation")
        return str(self.team) if self.team else say("you")
