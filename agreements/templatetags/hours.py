"""What syncs cost, in the words of the pages: ``{% load hours %}``."""

from django import template

register = template.Library()


@register.filter
def hours(minutes: int | None) -> str:
    """Write person-minutes: "45 person-minutes", from one hour on "2.5 person-hours"."""
    if not minutes:
        return "none yet"
    if minutes < 60:
        return f"{minutes} person-minute{'' if minutes == 1 else 's'}"
    amount = f"{minutes / 60:.1f}".removesuffix(".0")
    return f"{amount} person-hour{'' if amount == '1' else 's'}"
