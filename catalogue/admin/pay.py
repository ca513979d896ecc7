"""Staff pages of result indicators, the minimum wage and pay tables."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import HiddenFromIndex, Rows
from charmilles.screens import Screen


@admin.register(models.Indicator)
class IndicatorAdmin(Screen):
    list_display = ["label", "kind", "group", "source", "position"]


@admin.register(models.MinimumWage)
class MinimumWageAdmin(Screen):
    list_display = ["effective_on", "hourly", "source"]


class PayBracketRows(Rows):
    model = models.PayBracket


class PayRowRows(Rows):
    model = models.PayRow
    show_change_link = True
    verbose_name_plural = "lignes (le lien « Modifier » ouvre les cases)"


@admin.register(models.PayScale)
class PayScaleAdmin(Screen):
    list_display = ["status", "position"]
    inlines = [PayBracketRows, PayRowRows]


class PayRateRows(Rows):
    model = models.PayRate


@admin.register(models.PayRow)
class PayRowAdmin(HiddenFromIndex, Screen):
    list_display = ["label", "scale"]
    inlines = [PayRateRows]
