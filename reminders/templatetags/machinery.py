"""How the pages of the machinery write ages and ways."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from reminders.domain.channels import NAMES, Channel
from reminders.domain.running import span
from teams.domain.language import say, say_number

register = template.Library()


@register.filter
def age(since: datetime, now: datetime) -> str:
    """Write how long ago that was: "12 s", "7 min", "5 h", "3 days"."""
    return span(now - since)


@register.filter
def lasting(time: timedelta) -> str:
    """Write how long something took: below a second "0.4 s"."""
    if time >= timedelta(seconds=10):
        return span(time)
    return f"{say_number(round(time.total_seconds(), 1))} s"


@register.filter
def exactly(at: datetime) -> str:
    """Write the time of day to the second, in the reader's zone."""
    return f"{timezone.localtime(at):%H:%M:%S}"


@register.filter
def way(channel: str) -> str:
    """Say a channel in the interface's words."""
    return say(NAMES[Channel(channel)])
