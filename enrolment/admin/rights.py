"""Permissions that the staff pages check themselves, beside those that Django's admin checks."""

VIEW_APPLICATION = "enrolment.view_application"
CHANGE_APPLICATION = "enrolment.change_application"
EXPORT_APPLICATION = "enrolment.export_application"
VIEW_DISABILITY = "enrolment.view_disability"
VIEW_MESSAGE = "enrolment.view_message"
CHANGE_MESSAGE = "enrolment.change_message"
CHANGE_INTERVIEWER = "enrolment.change_interviewer"
