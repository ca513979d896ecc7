"""Staff pages of applications and interviews, one module a subject."""

from enrolment.admin import agenda, application, message, slots

__all__ = ["agenda", "application", "message", "slots"]
