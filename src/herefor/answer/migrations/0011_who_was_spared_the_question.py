
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answer', '0010_old_cases_brought_in'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='followup',
            name='follow_up_due',
        ),
        migrations.AddField(
            model_name='followup',
            name='spared_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('asked_at', None), ('due_at__isnull', False), ('spared_at', None)), fields=['due_at'], name='follow_up_due'),
        ),
    ]
