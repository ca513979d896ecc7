"""Lengths in months move to the columns that have a unit.

PostgreSQL changes no table in a transaction that has written to it: this migration only writes.
"""

from django.db import migrations


def move(apps, schema_editor):
    """Months that make whole years become years, as the pages already wrote them."""
    durations = apps.get_model("catalogue", "Duration").objects
    for row in durations.all():
        least, most = row.months_min or row.months_max, row.months_max if row.months_min else None
        in_years = least and least % 12 == (most or 0) % 12 == 0
        row.unit = ("year" if in_years else "month") if least else ""
        row.amount, row.amount_max = (n and n // (12 if in_years else 1) for n in (least, most))
        row.amount, row.hours = row.amount or None, row.hours or None
        row.save(update_fields=["unit", "amount", "amount_max", "hours"])


def move_back(apps, schema_editor):
    """Lengths in hours, days or weeks have no place in the former columns: their hours stay."""
    durations = apps.get_model("catalogue", "Duration").objects
    for row in durations.filter(unit__in=["month", "year"]):
        months = 12 if row.unit == "year" else 1
        row.months_min = int(row.amount * months)
        row.months_max = row.amount_max and int(row.amount_max * months)
        row.save(update_fields=["months_min", "months_max"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_certification_and_lengths")]
    operations = [migrations.RunPython(move, move_back)]
