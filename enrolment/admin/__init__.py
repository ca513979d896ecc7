"""Staff pages of applications and interviews, one module for each subject."""

from enrolment.admin import agenda, application, document, evaluation, message, slots

__all__ = ["agenda", "application", "document", "evaluation", "message", "slots"]
