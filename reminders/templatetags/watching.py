"""What pages of flags say of the machinery behind them: agreements know nothing of it, templates do."""

from django import template

from reminders.reports import watching
from teams import clock

register = template.Library()


@register.simple_tag
def last_look() -> watching.LastLook | None:
    """When the flags were last brought up to date."""
    return watching.last_look(real_at=clock.real_now(), offset=clock.offset())


@register.simple_tag
def told_of(flag: int) -> tuple[watching.Told, ...]:
    """Who was told of the flag with this key, and when."""
    return watching.told_of(flag=flag, at=clock.now())
