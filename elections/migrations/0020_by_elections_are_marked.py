"""An election says whether it fills vacancies, locked by the notice; totals are taken with the count."""

from django.db import migrations, models

# Beside elections_conditions_guard of 0005_refusals_of_later_acts, and with the function of 0014.
CONDITIONS = """
CREATE TRIGGER elections_vacancies_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW WHEN (
        OLD.published_at IS NOT NULL AND OLD.fills_vacancies <> NEW.fills_vacancies
    ) EXECUTE FUNCTION elections_further_conditions_guard();
"""

CONDITIONS_UNDO = "DROP TRIGGER elections_vacancies_guard ON elections_election;"


class Migration(migrations.Migration):
    dependencies = [("elections", "0019_papers_of_one_region")]

    operations = [
        migrations.AddField(
            model_name="election",
            name="fills_vacancies",
            field=models.BooleanField(
                default=False,
                verbose_name="its seats are vacancies of the term that runs: a by-election",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="national_totals",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.RunSQL(CONDITIONS, CONDITIONS_UNDO),
    ]
