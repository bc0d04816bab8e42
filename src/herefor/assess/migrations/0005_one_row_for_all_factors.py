from typing import Any

from django.db import migrations


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
    dependencies = [("assess", "0004_what_evidence_shows")]

    operations = [migrations.RunPython(one_row_for_all_factors, the_first_factor_only)]
