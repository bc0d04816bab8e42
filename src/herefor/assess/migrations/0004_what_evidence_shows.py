import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0003_release_reasons_and_drops"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("evidence", "factors", models.JSONField(default=list, verbose_name="what it shows")),
        migrations.RemoveConstraint("evidence", "evidence_named_once"),
        migrations.AlterField("evidence", "factor", models.CharField(max_length=20, default="")),
        migrations.AddField("evidence", "measure", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("evidence", "against", models.JSONField(default=dict)),
        *(
            migrations.AddField(
                name,
                "taken_back_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            )
            for name in ("evidence", "keyfactor")
        ),
        *(
            migrations.AddField(name, "taken_back_at", models.DateTimeField(null=True))
            for name in ("evidence", "keyfactor")
        ),
        migrations.AddField(
            "keyfactor",
            "follows",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assess.keyfactor",
            ),
        ),
    ]
