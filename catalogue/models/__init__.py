"""The catalogue's rows, one module a subject. Nothing here knows of views, forms or today."""

from catalogue.models.centre import Abbreviation, Body, Campus, Centre, Contact, Notice
from catalogue.models.certification import Certification, Domain, Level, SkillBlock
from catalogue.models.cohort import (
    Cohort,
    CohortState,
    CohortYear,
    Intake,
    Precision,
    intakes,
)
from catalogue.models.edition import (
    Booklet,
    ContentVersion,
    Edition,
    Paper,
    Publication,
    Rendering,
)
from catalogue.models.exam import Assessment, Subject, SubjectHours, Unit
from catalogue.models.offer import FollowOn, ProgrammeContact, Tuition
from catalogue.models.pay import MinimumWage, PayBracket, PayRate, PayRow, PayScale
from catalogue.models.programme import (
    Duration,
    FormerAddress,
    Option,
    Programme,
    Status,
    YearHours,
)
from catalogue.models.results import Indicator, Outcome
from catalogue.models.section import Section, SectionItem

__all__ = [
    "Abbreviation",
    "Assessment",
    "Body",
    "Booklet",
    "Campus",
    "Centre",
    "Certification",
    "Cohort",
    "CohortState",
    "CohortYear",
    "Contact",
    "ContentVersion",
    "Domain",
    "Duration",
    "Edition",
    "FollowOn",
    "FormerAddress",
    "Indicator",
    "Intake",
    "Level",
    "MinimumWage",
    "Notice",
    "Option",
    "Outcome",
    "Paper",
    "PayBracket",
    "PayRate",
    "PayRow",
    "PayScale",
    "Precision",
    "Programme",
    "ProgrammeContact",
    "Publication",
    "Rendering",
    "Section",
    "SectionItem",
    "SkillBlock",
    "Status",
    "Subject",
    "SubjectHours",
    "Tuition",
    "Unit",
    "YearHours",
    "intakes",
]
