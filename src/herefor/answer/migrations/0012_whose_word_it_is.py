
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answer', '0011_who_was_spared_the_question'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='said_by',
            field=models.CharField(blank=True, help_text='Who it is from, where it is not the customer.', max_length=420),
        ),
    ]
