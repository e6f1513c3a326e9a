"""The ways in which messages leave. The inbox is none of them: a reminder is itself the message there."""

from enum import StrEnum


class Channel(StrEnum):
    """How a delivery travels: by mail to a person, by the others to an endpoint."""

    EMAIL = "email"
    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"
