
import django.db.models.deletion
import herefor.assess.models.workshop
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_merged_customers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('key', models.CharField(default=herefor.assess.models.workshop.new_key, max_length=20, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workshops', to='people.unit')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=secrets.token_urlsafe, max_length=60, unique=True)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='assess.workshop')),
            ],
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=300, verbose_name='what will be done')),
                ('due_on', models.DateField(verbose_name='by when')),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='assess.workshop')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LevelVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=12)),
                ('factor', models.CharField(max_length=20)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'reactive'), (2, 'early'), (3, 'mature'), (4, 'role model')])),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='assess.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('voice', 'item', 'factor'), name='one_level_a_voice'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4])), name='level_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Importance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=12)),
                ('weight', models.PositiveSmallIntegerField(choices=[(1, 'low'), (2, 'medium'), (3, 'high')])),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='importances', to='assess.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('voice', 'item'), name='one_importance_a_voice'), models.CheckConstraint(condition=models.Q(('weight__in', [1, 2, 3])), name='weight_is_known')],
            },
        ),
    ]
