"""Every recurring job, with one sentence on why it runs. Intervals in UTC only: a crontab is wrong across DST nights."""

from datetime import timedelta

BEAT_SCHEDULE: dict[str, dict[str, object]] = {}

EVERY_HALF_MINUTE = timedelta(seconds=30)
