"""What the law wants a learner to be given, and that a sheet does not give."""

from collections.abc import Callable

from catalogue.models import PublicDocument, Section
from catalogue.sheet.exam_rows import TESTS
from catalogue.sheet.sheet import Sheet

Document, Text = PublicDocument.Kind, Section.Kind


def _offers(kind: PublicDocument.Kind) -> Callable[[Sheet], bool]:
    return lambda sheet: any(document.kind == kind for document in sheet.documents)


def _has_contents(sheet: Sheet) -> bool:
    return bool(sheet.sections[Text.OBJECTIVES] and (sheet.exam or sheet.sections[Text.BLOCKS]))


def says_how_it_assesses(sheet: Sheet) -> bool:
    texts = sheet.sections[Text.PROGRESS] or sheet.sections[Text.EXAM_CONDITIONS]
    return bool(texts) or any(TESTS in row.cells for table in sheet.exam for row in table.rows)


# Before the enrolment is final (code du travail, article L6353-8), in the order of the article.
BEFORE_ENROLMENT: list[tuple[str, Callable[[Sheet], object]]] = [
    ("les objectifs et le contenu", lambda s: _has_contents(s) or _offers(Document.SYLLABUS)(s)),
    ("la liste des formateurs", _offers(Document.TRAINERS)),
    ("les horaires", _offers(Document.TIMETABLE)),
    ("les modalités d’évaluation", says_how_it_assesses),
    ("un contact", lambda sheet: sheet.programme.contacts.all()),
    ("le règlement intérieur", _offers(Document.RULES)),
]


def missing_before_enrolment(sheet: Sheet) -> list[str]:
    return [words for words, is_given in BEFORE_ENROLMENT if not is_given(sheet)]
