"""Models of applications and interviews, one module per subject.

Personal data is stored in these tables, in private files and in the mail queue;
`privacy/erasure.py` deletes it from all three.
"""

from enrolment.models.access import AccessToken, Device
from enrolment.models.act import Act
from enrolment.models.agenda import Availability, Closure, Interviewer, Mode, Slot
from enrolment.models.alert import Alert
from enrolment.models.application import (
    ADULT,
    CLOSED,
    HOLDING,
    YOUNGEST,
    Application,
    Status,
    age,
    new_reference,
)
from enrolment.models.document import Document, DocumentKind
from enrolment.models.guardian import Guardian
from enrolment.models.interview import (
    Attendance,
    Booking,
    Criterion,
    Evaluation,
    InterviewEvent,
    Mark,
    Wish,
)
from enrolment.models.meeting import Guest, Meeting
from enrolment.models.message import LostMail, Message, MessageText
from enrolment.models.question import Question
from enrolment.models.register import Erasure, ErasureRound, Leftover, Opening, Transition, Unlisted
from enrolment.models.search import SearchKey

__all__ = [
    "ADULT",
    "CLOSED",
    "HOLDING",
    "YOUNGEST",
    "AccessToken",
    "Act",
    "Alert",
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
    "ErasureRound",
    "Evaluation",
    "Guardian",
    "Guest",
    "InterviewEvent",
    "Interviewer",
    "Leftover",
    "LostMail",
    "Mark",
    "Meeting",
    "Message",
    "MessageText",
    "Mode",
    "Opening",
    "Question",
    "SearchKey",
    "Slot",
    "Status",
    "Transition",
    "Unlisted",
    "Wish",
    "age",
    "new_reference",
]
