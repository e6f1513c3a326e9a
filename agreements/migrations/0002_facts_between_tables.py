"""Facts that reach over two tables, and the sequence that numbers agreements (a number is never used twice)."""

from django.db import migrations

TEAM_IS_A_PARTY = """
ALTER TABLE agreements_commitment ADD CONSTRAINT {name} FOREIGN KEY (agreement_id, {column})
  REFERENCES agreements_party (agreement_id, team_id) DEFERRABLE INITIALLY DEFERRED
"""

NO_TEAM_IS_A_PARTY = "ALTER TABLE agreements_commitment DROP CONSTRAINT {name}"


def is_a_party(name: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        TEAM_IS_A_PARTY.format(name=name, column=column), NO_TEAM_IS_A_PARTY.format(name=name)
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE agreements_number", "DROP SEQUENCE agreements_number"),
        is_a_party("owing_team_is_a_party", "team_id"),
        is_a_party("receiving_team_is_a_party", "for_team_id"),
        # Check-ins and sweeps rewrite a commitment often; room in its page keeps such an update off the indexes.
        migrations.RunSQL(
            "ALTER TABLE agreements_commitment SET (fillfactor = 90)",
            "ALTER TABLE agreements_commitment RESET (fillfactor)",
        ),
    ]
