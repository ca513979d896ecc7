"""Present rows say in the new fields what their words already said."""

import re

from django.db import migrations

CONTRACTS = ("apprentissage", "professionnalisation")
YEAR = re.compile(
    r"\s*(\d+)\s*(?:er|re|ère|ere|e|de|nd|nde|ème|eme|ième)\s+ann[ée]e\b", re.IGNORECASE
)


def fill(apps, schema_editor):
    mark_contracts(apps.get_model("catalogue", "LearnerStatus").objects)
    number_years(apps.get_model("catalogue", "PayRow").objects)
    apps.get_model("catalogue", "Tuition").objects.filter(audience__istartswith="frais").update(
        kind="fee"
    )
    programmes = apps.get_model("catalogue", "Programme").objects
    keep_pay_years(programmes)
    keep_results_title(programmes)
    close_bare_names(programmes)


def mark_contracts(statuses):
    """A pay table is that of a contract, whatever its code."""
    paid = statuses.filter(pay_scale__isnull=False)
    ids = [
        *statuses.filter(code__in=CONTRACTS).values_list("pk", flat=True),
        *paid.values_list("pk", flat=True),
    ]
    statuses.filter(pk__in=ids).update(is_contract=True)


def number_years(rows):
    for row in rows.all():
        found = YEAR.match(row.label)
        if found and int(found[1]):
            rows.filter(pk=row.pk).update(year=int(found[1]))


def keep_pay_years(programmes):
    """A bac pro has a cycle of three years (code de l’éducation, article D337-60)."""
    for programme in programmes.filter(certification__kind="bac-pro", entry_year=None):
        months = [d.months_max or d.months_min or 0 for d in programme.durations.all()]
        if 0 < max(months, default=0) < 36:
            programmes.filter(pk=programme.pk).update(cycle_years=3)


def keep_results_title(programmes):
    """The title of the results was made of the first learner status, even on a mixed public."""
    for programme in programmes.filter(outcomes__isnull=False).distinct():
        first = programme.statuses.exclude(learner="").order_by("position", "pk").first()
        if first:
            programmes.filter(pk=programme.pk).update(results_status=first)


def close_bare_names(programmes):
    """A programme of which only the name is known invites nobody to apply."""
    programmes.filter(
        statuses=None, durations=None, cohorts=None, sections=None, units=None, contacts=None
    ).update(takes_applications=False)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_typed_facts")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
