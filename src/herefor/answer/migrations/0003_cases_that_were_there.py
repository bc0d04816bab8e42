"""What the new rows say of cases that were opened before there were such rows."""

from django.db import migrations
from django.db.models import Max


def tell_them_anew(apps, schema_editor):
    Case = apps.get_model("answer", "Case")
    Clock = apps.get_model("answer", "Clock")
    Assignment = apps.get_model("answer", "Assignment")
    Confirmation = apps.get_model("answer", "Confirmation")
    cases = Case.objects.annotate(said=Max("messages__said_at"))
    for case in cases.iterator(chunk_size=500):
        case.last_said_at = case.said or case.opened_at
        case.taken_at = case.first_answered_at
        confirmed = Confirmation.objects.filter(
            settlement__case=case.pk, settlement__reopening=None
        ).first()
        if confirmed and case.due_at is None:
            case.closed_at = confirmed.confirmed_at
        case.save()
        Assignment.objects.create(
            case_id=case.pk, owner_id=case.owner_id, by=None, assigned_at=case.opened_at
        )
        if case.due_at:
            Clock.objects.create(
                case_id=case.pk,
                what="answer" if case.first_answered_at else "first answer",
                started_at=case.opened_at,
                due_at=case.due_at,
                look_at=case.due_at,
            )


class Migration(migrations.Migration):
    dependencies = [("answer", "0002_the_complaint_department")]

    operations = [migrations.RunPython(tell_them_anew, migrations.RunPython.noop)]
