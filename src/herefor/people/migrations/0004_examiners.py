from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_moderators")]

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
                    ("examiner", "examiner"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
    ]
