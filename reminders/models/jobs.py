from django.db import models


class JobRun(models.Model):
    """When a recurring job last ran, in real time: how a scheduler that has gone silent is noticed."""

    job = models.CharField(max_length=40, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # the latest run that broke off, and why
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.job
