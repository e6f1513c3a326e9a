from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_look_again")]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("state", "delivered")), fields=["agreement"], name="delivered_by_agreement"
            ),
        ),
    ]
