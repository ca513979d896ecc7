"""Staff pages of applications and interviews, one module a subject."""

from enrolment.admin import application, message

__all__ = ["application", "message"]
