from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_merged_customers")]

    operations = [
        migrations.AlterField(
            model_name="role",
            name="kind",
            field=models.CharField(
                choices=[
                    ("leader", "leader"),
                    ("responder", "responder"),
                    ("analyst", "analyst"),
                    ("moderator", "moderator"),
                    ("administrator", "administrator"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
    ]
