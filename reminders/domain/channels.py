"""The ways in which messages leave. The inbox is none of them: a reminder is itself the message there."""

from enum import StrEnum

from teams.domain.language import noted


class Channel(StrEnum):
    """How a delivery travels: by mail to a person, by the others to an endpoint."""

    EMAIL = "email"
    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"


CONVERSATIONS = (Channel.SLACK, Channel.TEAMS)  # of a person or a team
POSTED = (*CONVERSATIONS, Channel.WEBHOOK)  # by HTTP, to an endpoint
TEST = "test"  # the kind of a message that only shows that an endpoint works
NAMES = {
    Channel.EMAIL: noted("Mail"),
    Channel.SLACK: "Slack",
    Channel.TEAMS: "Microsoft Teams",
    Channel.WEBHOOK: noted("Webhook"),
}
