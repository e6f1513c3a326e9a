"""What a toast offers beside its sentence."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def undo(message: Any) -> dict[str, Any] | None:
    """Return the press that takes back what ``message`` tells of (teams.views.undo.Undo), if there is one."""
    return json.loads(message.extra_tags) if message.extra_tags else None
