from reminders.models.deliveries import Attempt, Channel, Delivery
from reminders.models.jobs import JobRun
from reminders.models.mornings import Morning
from reminders.models.reminders import Reminder
from reminders.models.tokens import MailToken, Purpose, Reply

__all__ = ["Attempt", "Channel", "Delivery", "JobRun", "MailToken", "Morning", "Purpose", "Reminder", "Reply"]
