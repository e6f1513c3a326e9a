"""The base of every history: rows that are only ever added, each chained to the one before it by the database."""

import pgtrigger
from django.conf import settings
from django.db import models

APPEND_ONLY = [
    pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
    pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
]


def seal(row: str) -> str:
    """The SQL expression of the hash that seals ``row`` (an alias, or NEW in a trigger)."""
    return f"""encode(sha256(convert_to(concat_ws('|', {row}.previous_hash, {row}.number,
              (extract(epoch FROM {row}.at) * 1000000)::bigint, COALESCE({row}.actor_id::text, ''),
              {row}.kind, {row}.data::text), 'UTF8')), 'hex')"""


def chained(*, partition: str | None) -> pgtrigger.Trigger:
    """A trigger that numbers a new row within its chain and seals it with the hash of the row before.

    ``partition`` is the column whose value names the chain, or None for one chain over the whole table. One chain
    is appended to by one transaction at a time (advisory lock), so numbers have no gaps and hashes no forks. The
    sealed text is: previous hash, number, instant (microseconds since 1970), actor, kind, data, joined by "|".
    """
    same_chain = f"{partition} = NEW.{partition}" if partition else "TRUE"
    lock_key = f"NEW.{partition}" if partition else "0"
    table = "agreements_event" if partition else "teams_auditevent"
    return pgtrigger.Trigger(
        name="chain",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[("last_number", "integer"), ("last_hash", "text")],
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtext('{table}'), {lock_key}::integer);
            SELECT number, hash INTO last_number, last_hash FROM {table}
              WHERE {same_chain} ORDER BY number DESC LIMIT 1;
            NEW.number := COALESCE(last_number, 0) + 1;
            NEW.previous_hash := COALESCE(last_hash, '');
            NEW.hash := {seal("NEW")};
            RETURN NEW;
        """,  # noqa: S608 - table and column are the two names of this module's callers
    )


class EventBase(models.Model):
    """What happened, when, by whom (None = the clock), with the facts as data. Never changed, never deleted."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    number = models.IntegerField(default=0)  # within the chain, from 1; set by the database, as both hashes are
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class AuditEvent(EventBase):
    """History of the organisation itself: people, teams, settings, tokens."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="audit_event_number")]
        triggers = [*APPEND_ONLY, chained(partition=None)]
