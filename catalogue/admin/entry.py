"""Rows of a programme's staff page: entry, ways to apply, lengths, rhythm, limits of a status."""

from catalogue import models
from catalogue.admin.base import FoldedRows, FoldedStack, OfThisProgramme
from catalogue.models.rhythm import DAYS


class DurationRows(OfThisProgramme, FoldedStack):
    model = models.Duration
    fields = [
        ("position", "step", "audience"),
        ("status", "option"),
        ("amount", "amount_max", "unit", "depends_on"),
        "away",
        ("hours", "hours_away"),
    ]


class YearHoursRows(FoldedRows):
    model = models.YearHours


class EntryRequirementRows(OfThisProgramme, FoldedStack):
    model = models.EntryRequirement
    fields = [
        ("position", "group", "kind", "is_advised"),
        ("status", "audience", "option"),
        ("level", "name"),
        ("age_min", "age_max", "experience_months"),
        ("threshold", "proof", "valid_months"),
        ("exemption", "moment"),
        "text",
        "in_words",
    ]


class RhythmStepRows(FoldedStack):
    model = models.RhythmStep
    verbose_name_plural = "rythme, semaine par semaine (dans l’ordre, puis on recommence)"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("position", "count", "unit", "is_start", "status"),
                    DAYS,
                    "days",
                ],
                "description": "Un jour vide est un jour en entreprise, ou libre. « Une semaine "
                "sur deux » fait deux lignes d’une semaine.",
            },
        )
    ]


class StatusLimitRows(FoldedRows):
    model = models.StatusLimit


class ChannelRows(FoldedRows):
    model = models.ApplicationChannel
