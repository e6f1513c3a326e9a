from reminders.models.deliveries import Attempt, Delivery
from reminders.models.endpoints import Endpoint
from reminders.models.fences import Fence
from reminders.models.jobs import JobRun
from reminders.models.mornings import Morning
from reminders.models.preferences import Preference
from reminders.models.reminders import Reminder
from reminders.models.tokens import MailToken, Purpose, Reply

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Fence",
    "JobRun",
    "MailToken",
    "Morning",
    "Preference",
    "Purpose",
    "Reminder",
    "Reply",
]
