"""Staff pages of applications and interviews, one module a subject."""

from enrolment.admin import application

__all__ = ["application"]
