"""What each edition changed, for those made before it was kept with them."""

from difflib import SequenceMatcher
from itertools import groupby

from django.db import migrations


def fill(apps, schema_editor):
    editions = apps.get_model("catalogue", "Edition").objects
    ordered = editions.order_by("programme_id", "paper", "number")
    for _, series in groupby(ordered, lambda edition: (edition.programme_id, edition.paper)):
        before = None
        for edition in series:
            if before is not None:
                changes = differences(before.content, edition.content)
                editions.filter(pk=edition.pk).update(changes=changes)
            before = edition


def differences(before, after):
    """As catalogue.editions.changes gave them on the day of this migration."""
    old, new = dict(before), dict(after)
    titles = [*new, *(title for title in old if title not in new)]
    compared = [[title, *difference(old.get(title, []), new.get(title, []))] for title in titles]
    return [change for change in compared if change[1] or change[2]]


def difference(old, new):
    removed, added = [], []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += old[a:b]
            added += new[c:d]
    return removed, added


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_former_addresses_and_changes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
