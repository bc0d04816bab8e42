from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answer", "0003_cases_that_were_there")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="last_said_at",
            field=models.DateTimeField(help_text="When somebody last said something on it."),
        ),
    ]
