"""Rows of a programme's staff page: conditions of entry, rhythm, restrictions of a status."""

from catalogue import models
from catalogue.admin.base import FoldedRows
from catalogue.models.rhythm import DAYS
from charmilles.screens import InlineStack


class EntryRequirementRows(InlineStack):
    model = models.EntryRequirement
    classes = ["collapse"]
    verbose_name_plural = "conditions d’entrée"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("position", "group", "kind", "is_advised"),
                    ("level", "name"),
                    ("age_min", "age_max", "experience_months"),
                    ("threshold", "proof", "valid_months"),
                    ("exemption", "moment"),
                    "text",
                    "in_words",
                ]
            },
        )
    ]


class RhythmStepRows(InlineStack):
    model = models.RhythmStep
    classes = ["collapse"]
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
