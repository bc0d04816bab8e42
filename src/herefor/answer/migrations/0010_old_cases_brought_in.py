

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answer', '0009_what_a_merge_hastened'),
        ('people', '0002_merged_customers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(help_text='Empty while it runs; bringing the same file again goes on with it.', null=True)),
                ('brought', models.PositiveIntegerField(default=0)),
                ('still_open', models.PositiveIntegerField(default=0)),
                ('already_there', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list, help_text='Row by row, and whether the case was kept.')),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_imports', to='people.unit')),
            ],
            options={
                'ordering': ['-begun_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tool', models.CharField(max_length=20)),
                ('number', models.CharField(help_text='Its number there.', max_length=40)),
                ('status', models.CharField(blank=True, help_text='In the words used there.', max_length=40)),
                ('closed_at', models.DateTimeField(help_text='When it was closed there.', null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='answer.case')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='answer.caseimport')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reopened_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='reopened_what_was_closed_before')],
            },
        ),
    ]
