"""Staff pages where every text and figure of the public site is edited."""

from catalogue.admin import (
    centre,
    certification,
    cohort,
    document,
    national,
    pay,
    programme,
    register,
    section,
    teaching,
)
from catalogue.admin.desk import views as desk

__all__ = [
    "centre",
    "certification",
    "cohort",
    "desk",
    "document",
    "national",
    "pay",
    "programme",
    "register",
    "section",
    "teaching",
]
