"""Staff pages of result indicators, the minimum wage and pay tables."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import HiddenFromIndex, Rows
from charmilles.staff import StaffPages


@admin.register(models.Indicator)
class IndicatorAdmin(StaffPages):
    list_display = ["label", "group", "source", "position"]


@admin.register(models.MinimumWage)
class MinimumWageAdmin(StaffPages):
    list_display = ["effective_on", "hourly", "source"]


class PayBracketRows(Rows):
    model = models.PayBracket


class PayRowRows(Rows):
    model = models.PayRow
    show_change_link = True
    verbose_name_plural = "lignes (le lien « Modifier » ouvre les cases)"


@admin.register(models.PayScale)
class PayScaleAdmin(StaffPages):
    list_display = ["status", "position"]
    inlines = [PayBracketRows, PayRowRows]


class PayRateRows(Rows):
    model = models.PayRate


@admin.register(models.PayRow)
class PayRowAdmin(HiddenFromIndex, StaffPages):
    list_display = ["label", "scale"]
    inlines = [PayRateRows]
