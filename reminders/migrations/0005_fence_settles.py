from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0004_channels_and_preferences'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fence',
            name='fence_closed_says_why',
        ),
        migrations.AddField(
            model_name='fence',
            name='is_settled',
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('is_settled', True), ('why', '')), models.Q(('closed_at__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='fence_closed_says_why'),
        ),
    ]
