"""Cases of pay, worked out by hand from the law and the published minimum wages.

Each row asks one month of one contract. The amounts were computed apart from the site's engine;
the URSSAF's own engine is asked the same (test_pay_urssaf.py), and the last two columns say why
it answers otherwise.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from catalogue.figures.pay_ages import age_on, last_day
from catalogue.figures.pay_contract import (
    Contract,
    Extension,
    Kind,
    Previous,
    Reason,
    SameLevel,
    Situation,
)
from catalogue.figures.wages import Wage

WAGES = [
    Wage(date(2023, 5, 1), Decimal("11.52")),
    Wage(date(2024, 1, 1), Decimal("11.65")),
    Wage(date(2024, 11, 1), Decimal("11.88")),
    Wage(date(2026, 1, 1), Decimal("12.02")),
    Wage(date(2026, 6, 1), Decimal("12.31")),
]

# Why the URSSAF's engine answers otherwise: it asks for an age, a hiring date, and no more.
REASONS = {
    "birthday": "it counts the age of the day, not that of the first of the month (D6222-31)",
    "cycle": "it counts the seniority, not the year of the cycle (D6222-28-1)",
    "licence": "it does not know of a vocational licence (D6222-32)",
    "agreement": "it does not know of the conventional minimum",
    "before": "it does not know of the contract before (D6222-29)",
    "points": "it does not know of the 15 points (D6222-30)",
    "extension": "it counts an extension as one more year (D6222-28, R6222-48)",
    "partial": "it gives a whole month at the rate of one day, and does not prorate the exemption",
    "paid": "it chooses the regime by the day of payment, not by that of the contract (L6243-2)",
    "cent": "it does not round the monthly SMIC: a cent apart",
}

# article|birth|starts|months|month asked|gross|net|more|why another gross|why another net
TABLE = """
# The whole grid, at 12.31 € an hour: domain notes 5.1 and 5.4.
D6222-26, 1° a |2010-03-15|2027-09-01|36|2027-09| 504.10| 504.10
D6222-26, 1° b |2011-01-15|2027-09-01|36|2028-09| 728.14| 728.14
D6222-26, 1° c |2010-10-15|2026-09-01|36|2028-09|1026.86|1007.41|college
D6222-26, 2° a |2008-03-15|2027-09-01|36|2027-09| 802.82| 802.82
D6222-26, 2° b |2008-03-15|2027-09-01|36|2028-09| 952.18| 948.29
D6222-26, 2° c |2009-03-15|2027-09-01|36|2029-09|1250.90|1184.76|||cent
D6222-26, 3° a |2004-03-15|2027-09-01|36|2027-09| 989.52| 977.85
D6222-26, 3° b |2004-03-15|2027-09-01|36|2028-09|1138.88|1096.08
D6222-26, 3° c |2005-03-15|2027-09-01|36|2029-09|1456.28|1347.33
D6222-26, 4°   |2000-03-15|2027-09-01|36|2027-09|1867.02|1672.47
D6222-26, 4°   |2000-03-15|2027-09-01|36|2028-09|1867.02|1672.47
D6222-26, 4°   |2000-03-15|2027-09-01|36|2029-09|1867.02|1672.47
# The last month of a year, and the first of the next.
D6222-26, 1° a |2010-06-15|2026-09-01|24|2027-08| 504.10| 504.10
D6222-26, 2° a |2007-06-15|2026-09-01|24|2027-08| 802.82| 802.82
D6222-26, 2° b |2007-06-15|2026-09-01|24|2027-09| 952.18| 948.29
# Before sixteen.
D6222-27       |2012-06-10|2027-09-01|24|2027-09| 504.10| 504.10|college
D6222-27       |2012-06-10|2027-09-01|24|2028-09| 728.14| 728.14|college
# Birthdays: the first day of the month after.
D6222-26, 1° a |2010-03-15|2027-09-01|24|2028-03| 504.10| 504.10||birthday
D6222-31       |2010-03-15|2027-09-01|24|2028-04| 802.82| 802.82
D6222-26, 1° a |2010-03-01|2027-09-01|24|2028-03| 504.10| 504.10||birthday
D6222-31       |2010-03-01|2027-09-01|24|2028-04| 802.82| 802.82
D6222-31       |2010-03-31|2027-09-01|24|2028-04| 802.82| 802.82
D6222-26, 1° a |2010-02-28|2027-09-01|24|2028-02| 504.10| 504.10||birthday
D6222-31       |2010-02-28|2027-09-01|24|2028-03| 802.82| 802.82
D6222-26, 2° a |2007-01-10|2027-09-01|24|2028-01| 802.82| 802.82||birthday
D6222-31       |2007-01-10|2027-09-01|24|2028-02| 989.52| 977.85
D6222-26, 3° a |2002-01-10|2027-09-01|24|2028-01| 989.52| 977.85||birthday
D6222-31       |2002-01-10|2027-09-01|24|2028-02|1867.02|1672.47
# The birthday on the first day of the contract; in its month, after it.
D6222-26, 2° a |2009-09-01|2027-09-01|24|2027-09| 802.82| 802.82
D6222-26, 1° a |2009-09-02|2027-09-01|24|2027-09| 504.10| 504.10||birthday
D6222-31       |2009-09-02|2027-09-01|24|2027-10| 802.82| 802.82
# Born on 29 February.
D6222-26, 1° a |2008-02-29|2025-09-01|24|2026-02| 492.22| 492.22||birthday
D6222-31       |2008-02-29|2025-09-01|24|2026-03| 783.90| 783.90
D6222-26, 2° a |2008-02-29|2026-02-28|24|2026-03| 783.90| 783.90
D6222-26, 1° a |2008-02-29|2026-02-27|24|2026-02|  35.16|  35.16||partial
# A birthday and a new year in the same month.
D6222-31       |2010-08-20|2027-09-01|24|2028-09| 952.18| 948.29
# Contracts shorter than the cycle.
D6222-28-1     |2010-03-15|2027-09-01|24|2027-09| 728.14| 728.14|year 2|cycle
D6222-28-1     |2010-03-15|2027-09-01|24|2028-04| 952.18| 948.29|year 2|cycle
D6222-28-1     |2010-03-15|2027-09-01|24|2028-09|1250.90|1184.76|year 2|cycle|cent
D6222-28-1     |2008-03-15|2027-09-01|24|2027-09| 952.18| 948.29|year 2|cycle
D6222-28-1     |2008-03-15|2027-09-01|24|2028-09|1250.90|1184.76|year 2|cycle|cent
D6222-28-1     |2005-03-15|2027-09-01|24|2027-09|1138.88|1096.08|year 2|cycle
D6222-28-1     |2010-03-15|2027-09-01|12|2027-09|1026.86|1007.41|year 3|cycle
D6222-28-1     |2008-03-15|2027-09-01|12|2027-09|1250.90|1184.76|year 3|cycle|cent
D6222-28-1     |2004-03-15|2027-09-01|12|2027-09|1456.28|1347.33|year 3|cycle
D6222-28-1     |2008-03-15|2027-06-01|15|2028-06|1250.90|1184.76|year 3|cycle|cent
# Licence professionnelle.
D6222-32       |2007-03-15|2027-09-01|12|2027-09| 952.18| 948.29|licence|licence
D6222-32       |2005-03-15|2027-09-01|12|2027-09|1138.88|1096.08|licence|licence
D6222-32       |2007-03-15|2026-09-01|24|2027-09| 952.18| 948.29|licence
# The branch minimum, from 21.
D6222-26, 3° a |2004-03-15|2027-09-01|12|2027-09|1060.00|1033.64|branch 2000|agreement
D6222-26, 3° b |2004-03-15|2026-09-01|24|2027-09|1220.00|1160.29|branch 2000|agreement
D6222-26, 4°   |2000-03-15|2027-09-01|12|2027-09|2000.00|1777.74|branch 2000|agreement
D6222-26, 2° a |2008-03-15|2027-09-01|12|2027-09| 802.82| 802.82|branch 2000
D6222-26, 3° a |2004-03-15|2027-09-01|12|2027-09| 989.52| 977.85|branch 1800
# After another contract.
D6222-29       |2009-03-15|2027-09-01|24|2027-09| 952.18| 948.29|after 51|before
D6222-29       |2009-03-15|2027-09-01|24|2027-09|1000.00| 986.14|after 51 same 1000|before
D6222-29       |2009-03-15|2027-09-01|24|2027-09| 952.18| 948.29|after 51 same 900|before
D6222-29       |2009-03-15|2027-09-01|24|2027-09| 952.18| 948.29|after 51 other 1000|before
D6222-26, 2° b |2009-03-15|2027-09-01|24|2028-09| 952.18| 948.29|after 39
D6222-26, 2° a |2009-03-15|2027-09-01|24|2027-09| 802.82| 802.82|after 39
D6222-26, 2° a |2009-03-15|2027-09-01|24|2027-09| 802.82| 802.82|failed 51
D6222-29       |2009-03-15|2025-09-01|24|2026-06| 952.18| 948.29|after 51|before
# Fifteen points.
D6222-30       |2008-03-15|2027-09-01|12|2027-09|1232.23|1169.98|points 2|points
D6222-30       |2008-03-15|2027-09-01|12|2027-09|1082.87|1051.74|points 1|points
D6222-30       |2010-03-15|2027-09-01|12|2027-09|1008.19| 992.63|points 2|points
D6222-30       |2010-03-15|2027-09-01|12|2028-04|1232.23|1169.98|points 2|points
D6222-30       |2004-03-15|2027-09-01|12|2027-09|1418.94|1317.78|points 2|points|cent
D6222-30       |2004-03-15|2027-09-01|12|2027-09|1736.33|1569.02|points 3|points
D6222-26, 4°   |2000-03-15|2027-09-01|12|2027-09|1867.02|1672.47|points 2
D6222-26, 2° a |2008-03-15|2027-09-01|13|2027-09| 802.82| 802.82|points 2
D6222-26, 2° a |2008-03-15|2027-09-01|12|2027-09| 802.82| 802.82|points 2 unlinked
D6222-31       |2004-03-15|2027-09-01|12|2027-09|1867.02|1672.47|points 3, branch 2200|points
D6222-26, 4°   |2000-03-15|2027-09-01|12|2027-09|2200.00|1936.06|points 2, branch 2200|agreement
# Extensions.
D6222-28       |2009-03-15|2025-09-01|24|2027-09| 952.18| 948.29|until 2028-08-31|extension
D6222-28       |2009-09-15|2025-09-01|24|2027-09| 728.14| 728.14|college, until 2028-08-31|extension
D6222-28       |2009-09-15|2025-09-01|24|2027-10| 952.18| 948.29|college, until 2028-08-31|extension
D6222-28       |2008-03-15|2025-09-01|24|2027-09|1250.90|1184.76|year 2, until 2027-12-31||cent
R6222-48       |2008-03-15|2025-09-01|24|2027-09|1232.23|1169.98|until 2028-08-31 disabled|extension
R6222-48       |2006-03-15|2024-09-01|48|2027-09|1736.33|1706.77|disabled|extension|paid
# Partial months and years that turn within a month.
D6222-26, 1° b |2011-03-15|2027-09-15|24|2027-09| 388.34| 388.34|year 2|partial
D6222-26, 1° a |2010-12-15|2027-12-14|24|2027-12| 292.70| 292.70||partial
D6222-26, 2° b |2008-03-15|2026-09-15|24|2028-09| 444.35| 442.53||partial|partial
D6222-26, 2° c |2008-03-15|2027-09-15|24|2028-09|1111.50|1074.41|year 2|partial
D6222-26, 2° b |2008-03-15|2027-09-15|24|2028-09|1111.50|1074.41|year 2|partial
D6222-26, 2° c |2009-03-15|2027-09-15|24|2029-09| 583.75| 552.88|year 2|partial|partial
D6222-26, 1° c |2011-03-15|2027-09-15|24|2028-09| 887.46| 887.46|year 2|partial
# Across changes of the SMIC.
D6222-26, 2° a |2006-03-15|2024-09-01|24|2024-10| 759.78| 759.78
D6222-26, 2° a |2006-03-15|2024-09-01|24|2024-11| 774.77| 774.77
D6222-26, 2° b |2006-03-15|2024-09-01|24|2025-12| 918.92| 918.92|||paid
D6222-26, 2° b |2006-03-15|2024-09-01|24|2026-01| 929.75| 929.75|||paid
D6222-26, 2° b |2006-03-15|2024-09-01|24|2026-06| 952.18| 952.18|||paid
# The net of the contracts of before 1 March 2025, and by the day of signature.
D6222-26, 3° c |2002-03-15|2023-09-01|36|2025-09|1405.40|1405.40|||paid
D6222-26, 4°   |1998-03-15|2024-09-01|24|2026-06|1867.02|1822.68|||paid
D6222-26, 4°   |1998-03-15|2025-03-01|24|2026-06|1867.02|1672.47
D6222-26, 4°   |1998-03-15|2025-03-01|24|2026-06|1867.02|1822.68|signed 2025-02-28||paid
D6222-26, 2° c|2006-03-15|2025-03-03|24|2026-06|1250.90|1250.90|year 2, signed 2025-02-20|cycle|paid
# Professionalisation.
D6325-15       |2008-03-15|2027-09-01|12|2027-09|1026.86| 812.86|pro
D6325-15       |2008-03-15|2027-09-01|12|2027-09|1213.56| 960.65|qualified
D6325-15       |2004-03-15|2027-09-01|12|2027-09|1306.91|1034.55|pro
D6325-15       |2004-03-15|2027-09-01|12|2027-09|1493.62|1182.35|qualified
D6325-15       |2007-01-10|2027-09-01|12|2028-01|1026.86| 812.86|pro|birthday
D6325-16       |2007-01-10|2027-09-01|12|2028-02|1306.91|1034.55|pro
D6325-15       |2010-03-15|2027-09-01|12|2028-04|1026.86| 812.86|pro
L6325-9        |2002-01-10|2027-09-01|12|2028-02|1867.02|1477.93|pro
L6325-9        |1990-01-10|2027-09-01|12|2027-09|1867.02|1477.93|pro, seeker
L6325-9        |1990-01-10|2027-09-01|12|2027-09|1867.02|1477.93|pro, seeker, branch 2100
D6325-18       |1990-01-10|2027-09-01|12|2027-09|2040.00|1614.86|pro, seeker, branch 2400|agreement
D6325-15       |2008-03-15|2027-09-01|24|2028-09|1026.86| 812.86|pro, branch 2400
"""


def contract(birth, starts, months, **more):
    first = date.fromisoformat(starts)
    age = age_on(first, birth=date.fromisoformat(birth))
    return Contract(age=age, starts=first, **{"ends": last_day(first, months)} | more)


def person(*situations):
    return {"situations": frozenset(situations)}


def after(percent, received="0", *, same=False, obtained=True):
    return {
        "previous": Previous(
            same_employer=same,
            diploma_obtained=obtained,
            percent=Decimal(percent),
            received=Decimal(received),
        )
    }


def until(day, reason=Reason.FAILURE):
    return {"extension": Extension(until=date.fromisoformat(day), reason=reason)}


def points(years, *, direct_link=True):
    return {"same_level": SameLevel(years_done=int(years), direct_link=direct_link)}


def ends(day):
    return {"ends": date.fromisoformat(day)}


SECOND = {"entry_year": 2}
PRO = {"kind": Kind.PROFESSIONALISATION}
DISABLED = person(Situation.DISABLED)

# What the words of the column « more » mean; the last ones take what follows.
WORDS = {
    "college": lambda: person(Situation.COLLEGE_DONE),
    "disabled": lambda: DISABLED,
    "seeker": lambda: person(Situation.JOB_SEEKER),
    "pro": lambda: PRO,
    "qualified": lambda: PRO | {"is_qualified": True},
    "licence": lambda: {"is_vocational_licence": True},
    "year": lambda year: {"entry_year": int(year)},
    "branch": lambda amount: {"conventional": Decimal(amount)},
    "signed": lambda day: {"concluded": date.fromisoformat(day)},
    "after": lambda percent, who="", received="0": after(percent, received, same=who == "same"),
    "failed": lambda percent: after(percent, obtained=False),
    "points": lambda years, link="": points(years, direct_link=link != "unlinked"),
    "until": lambda day, why="": until(day, Reason.DISABILITY if why else Reason.FAILURE),
}


class Case(NamedTuple):
    article: str  # one of the rules of the month
    birth: str
    starts: str
    months: str
    asked: str
    gross: str
    net: str
    more: str = ""
    apart: str = ""  # why the URSSAF's engine gives another gross (REASONS)
    net_apart: str = ""  # and another net of this gross

    @property
    def contract(self):
        fields = {}
        for word, *values in (words.split() for words in self.more.split(", ") if words):
            fields |= WORDS[word](*values)
        return contract(self.birth, self.starts, int(self.months), **fields)

    def __str__(self):
        return " ".join([self.article, self.birth, self.starts, self.asked, self.more])


def _cases():
    rows = (row for row in TABLE.strip().splitlines() if not row.startswith("#"))
    return [Case(*(cell.strip() for cell in row.split("|"))) for row in rows]


CASES = _cases()
