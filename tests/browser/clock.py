"""The clock of the sites that a browser opens: it starts on a Monday morning, whenever tests run.

Enrolment is open on that day, and no test is near midnight, on a Sunday or on a public holiday.
"""

import os
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


def shift():
    """Gives the seconds by which all the processes of a site shift their clock (TEST_SHIFT)."""
    return str(MORNING.timestamp() - time.time())


def start():
    """Shifts the clock of this process for good; it goes on from there."""
    time_machine.travel(time.time() + float(os.environ["TEST_SHIFT"]), tick=True).start()
