from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def one_row_for_all_factors(apps: Any, schema_editor: Any) -> None:
    """What was named once for each factor becomes one row that shows them all."""
    evidence = apps.get_model("assess", "Evidence")
    first: dict[tuple[Any, ...], Any] = {}
    for row in evidence.objects.order_by("pk"):
        key = (row.assessment_id, row.item, row.about_type_id, row.about_id)
        kept = first.setdefault(key, row)
        kept.factors.append(row.factor)
        kept.save()
        if kept is not row:
            row.delete()


def the_first_factor_only(apps: Any, schema_editor: Any) -> None:
    """The other factors have no place in the older table."""
    for row in apps.get_model("assess", "Evidence").objects.all():
        row.factor = row.factors[0]
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0003_release_reasons_and_drops"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("evidence", "factors", models.JSONField(default=list, verbose_name="what it shows")),
        migrations.RemoveConstraint("evidence", "evidence_named_once"),
        migrations.AlterField("evidence", "factor", models.CharField(max_length=20, default="")),
        migrations.RunPython(one_row_for_all_factors, the_first_factor_only),
        migrations.RemoveField("evidence", "factor"),
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
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(
                fields=["assessment", "item", "about_type", "about_id", "measure"],
                condition=Q(taken_back_at=None),
                name="evidence_named_once",
            ),
        ),
    ]
