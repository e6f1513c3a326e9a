from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0006_endpoints_at_work'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='delivery',
            index=BrinIndex(autosummarize=True, fields=['due_at'], name='delivery_by_day'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=BrinIndex(autosummarize=True, fields=['due_at'], name='reminder_by_day'),
        ),
    ]
