from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("assess", "0005_one_row_for_all_factors")]

    operations = [
        migrations.RemoveField("evidence", "factor"),
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(
                fields=["assessment", "item", "about_type", "about_id", "measure"],
                condition=Q(taken_back_at=None),
                name="evidence_named_once",
            ),
        ),
    ]
