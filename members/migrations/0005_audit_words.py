"""An action of the audit said of ballot mail what it says of all mail."""

from django.db import migrations, models

from members.models.audit_entry import Action


class Migration(migrations.Migration):
    dependencies = [("members", "0004_imports")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(choices=Action.choices, max_length=40, verbose_name="action"),
        ),
    ]
