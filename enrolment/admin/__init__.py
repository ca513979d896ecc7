"""Staff pages of applications and interviews, one module for each subject."""

from enrolment.admin import (
    agenda,
    application,
    document,
    erasures,
    evaluation,
    meetings,
    message,
    questions,
    slots,
)

__all__ = [
    "agenda",
    "application",
    "document",
    "erasures",
    "evaluation",
    "meetings",
    "message",
    "questions",
    "slots",
]
