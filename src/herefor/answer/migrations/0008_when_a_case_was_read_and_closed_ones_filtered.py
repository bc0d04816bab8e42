from django.db import migrations, models
from django.db.models import F


def read_when_seen(apps, schema_editor):
    apps.get_model("answer", "Presence").objects.update(read_at=F("seen_at"))


class Migration(migrations.Migration):
    dependencies = [("answer", "0007_messages_by_letter")]

    operations = [
        migrations.AddField(
            model_name="presence",
            name="read_at",
            field=models.DateTimeField(help_text="When they last opened its page.", null=True),
        ),
        migrations.AlterField(
            model_name="presence",
            name="seen_at",
            field=models.DateTimeField(help_text="When their page last told that it is open."),
        ),
        migrations.RemoveIndex(model_name="case", name="case_closed"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["-closed_at", "-id", "unit", "opened_at", "kind", "severity", "source"],
                name="case_closed",
            ),
        ),
        migrations.RunPython(read_when_seen, migrations.RunPython.noop),
    ]
