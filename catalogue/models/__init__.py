"""Models of the catalogue, one module per subject. They use no view, no form and no clock."""

from catalogue.models.acceptance import Acceptance
from catalogue.models.application_figures import ApplicationFigures
from catalogue.models.assessment import Assessment
from catalogue.models.centre import Abbreviation, Body, Campus, Centre, Contact, Notice
from catalogue.models.certification import Certification, Level, SkillBlock
from catalogue.models.channel import ApplicationChannel
from catalogue.models.cohort import (
    Cohort,
    CohortState,
    Intake,
    intakes,
)
from catalogue.models.cohort_year import CohortYear, Precision
from catalogue.models.document import PublicDocument
from catalogue.models.domain import Domain
from catalogue.models.duration import Duration, YearHours
from catalogue.models.edition import (
    Booklet,
    Edition,
    FormerAddress,
    Paper,
    Publication,
    Rendering,
)
from catalogue.models.entry import EntryLevel, EntryRequirement
from catalogue.models.exam import Subject, SubjectHours, Unit
from catalogue.models.exam_rule import ExamRule
from catalogue.models.learner_status import Admission, LearnerStatus
from catalogue.models.milestone import Milestone, Quota
from catalogue.models.national import NationalResult
from catalogue.models.offer import FollowOn, ProgrammeContact
from catalogue.models.pay import MinimumWage, PayBracket, PayRate, PayRow, PayScale
from catalogue.models.programme import Option, Programme
from catalogue.models.quality import QualityCertificate
from catalogue.models.register import RegisterEntry
from catalogue.models.related import RelatedCertification
from catalogue.models.results import Indicator, Outcome
from catalogue.models.rhythm import RhythmStep
from catalogue.models.section import Section, SectionItem
from catalogue.models.status_limit import StatusLimit
from catalogue.models.synonym import Synonym
from catalogue.models.training_calendar import RhythmException, TrainingBreak
from catalogue.models.tuition import Tuition
from catalogue.models.version import ContentChange, ContentVersion

__all__ = [
    "Acceptance",
    "Admission",
    "Abbreviation",
    "ApplicationChannel",
    "ApplicationFigures",
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
    "ContentChange",
    "ContentVersion",
    "Domain",
    "Duration",
    "Edition",
    "EntryLevel",
    "EntryRequirement",
    "ExamRule",
    "FollowOn",
    "FormerAddress",
    "Indicator",
    "Intake",
    "Level",
    "Milestone",
    "MinimumWage",
    "NationalResult",
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
    "PublicDocument",
    "Publication",
    "QualityCertificate",
    "Quota",
    "RegisterEntry",
    "RelatedCertification",
    "Rendering",
    "RhythmException",
    "RhythmStep",
    "Section",
    "SectionItem",
    "SkillBlock",
    "StatusLimit",
    "LearnerStatus",
    "Subject",
    "SubjectHours",
    "TrainingBreak",
    "Synonym",
    "Tuition",
    "Unit",
    "YearHours",
    "intakes",
]
