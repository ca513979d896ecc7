"""Present rows say in the new fields what they already said: fees, « à partir de », statuses."""

import re

from django.db import migrations

APPLICATION = re.compile(r"frais (de dossier|d.inscription|de candidature)", re.IGNORECASE)


def fill(apps, schema_editor):
    tuitions = apps.get_model("catalogue", "Tuition").objects
    tuitions.filter(is_minimum=True).update(qualifier="from")
    cohorts = apps.get_model("catalogue", "Cohort").objects
    cohorts.filter(continuous_entry=True).update(kind="all_year")
    for tuition in tuitions.exclude(audience="").select_related("programme"):
        is_named = tuition.kind == "fee" and tuition.audience.casefold().startswith("frais")
        name_fee(tuition) if is_named else link_status(tuition)
    for programme in apps.get_model("catalogue", "Programme").objects.exclude(
        registration_fee=None
    ):
        move_fee(programme)
    for programme in tuitions.values_list("programme", flat=True).distinct():
        keep_apart(tuitions.filter(programme=programme, amount__isnull=False))


def name_fee(tuition):
    """« Frais de dossier » is the name of a fee, not that of its public."""
    if APPLICATION.match(tuition.audience):
        tuition.kind = "application"
    tuition.name, tuition.audience = tuition.audience, ""
    tuition.save()


def link_status(tuition):
    """Replaces words that name a status of the programme, and nothing else, by that status."""
    said = tuition.audience.strip().casefold().removeprefix("pour les ")
    for status in tuition.programme.statuses.all():
        learner = status.learner.casefold()
        if said == status.name.casefold() or (learner and said in (learner, f"{learner}s")):
            tuition.status, tuition.audience = status, ""
            tuition.save()
            return


def move_fee(programme):
    last = programme.tuitions.order_by("-position").first()
    position = last.position + 1 if last else 1
    programme.tuitions.create(
        kind="application", amount=programme.registration_fee, position=position
    )


def keep_apart(prices):
    """Two amounts for one public now contradict each other: the later one becomes a sentence."""
    seen = set()
    for price in prices.order_by("position", "pk"):
        key = (price.kind, price.name, price.status_id, price.audience.strip(), price.year)
        key += (price.qualifier, price.payer)
        if key in seen:
            say_in_words(price)
        seen.add(key)


def say_in_words(price):
    least = "à partir de " if price.qualifier == "from" else ""
    amount = f"{price.amount:f}".removesuffix(".00").replace(".", ",")
    period = f" {price.get_period_display()}" if price.period and price.amount else ""
    price.text = f"{price.text} {least}{amount} €{period}.".strip()
    price.amount = None
    price.save()


def undo(apps, schema_editor):
    tuitions = apps.get_model("catalogue", "Tuition").objects
    tuitions.filter(qualifier="from").update(is_minimum=True)
    apps.get_model("catalogue", "Cohort").objects.filter(kind="all_year").update(
        continuous_entry=True
    )
    for tuition in tuitions.exclude(name=""):
        tuition.audience = tuition.audience or tuition.name
        tuition.save()
    for tuition in tuitions.exclude(status=None).select_related("status"):
        tuition.audience = tuition.status.name
        tuition.save()
    for fee in tuitions.filter(kind="application", name="", amount__isnull=False):
        fee.programme.registration_fee = fee.amount
        fee.programme.save()
        fee.delete()
    tuitions.filter(kind="application").update(kind="fee")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_prices_and_sessions")]
    operations = [migrations.RunPython(fill, undo)]
