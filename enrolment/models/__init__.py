"""Applications and interviews, one module a subject.

Personal data live here and only here, so that erasing a person is deleting rows of this package.
"""

from enrolment.models.access import AccessToken, Device
from enrolment.models.agenda import Availability, Closure, Interviewer, Mode, Slot
from enrolment.models.application import (
    ADULT,
    CLOSED,
    HOLDING,
    YOUNGEST,
    Application,
    Guardian,
    Status,
    Transition,
    age,
    new_reference,
)
from enrolment.models.document import Document, DocumentKind
from enrolment.models.interview import (
    Attendance,
    Booking,
    Criterion,
    Evaluation,
    InterviewEvent,
    Mark,
    Wish,
)
from enrolment.models.message import LostMail, Message, MessageText
from enrolment.models.register import Erasure, Leftover, Opening

__all__ = [
    "ADULT",
    "CLOSED",
    "HOLDING",
    "YOUNGEST",
    "AccessToken",
    "Application",
    "Attendance",
    "Availability",
    "Booking",
    "Closure",
    "Criterion",
    "Device",
    "Document",
    "DocumentKind",
    "Erasure",
    "Evaluation",
    "Guardian",
    "Interviewer",
    "Leftover",
    "LostMail",
    "Mark",
    "Message",
    "MessageText",
    "Mode",
    "Notice",
    "Opening",
    "Slot",
    "Status",
    "Transition",
    "Wish",
    "age",
    "new_reference",
]
