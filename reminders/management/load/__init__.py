"""A large organisation to measure with."""

from reminders.management.load.organisation import ADMINISTRATOR, EXECUTIVE, LEAD, load
from reminders.management.load.size import Size

__all__ = ["ADMINISTRATOR", "EXECUTIVE", "LEAD", "Size", "load"]
