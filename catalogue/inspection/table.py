"""The report of the whole catalogue for a spreadsheet: one line a finding."""

from collections.abc import Iterable

from catalogue.inspection.report import Report
from charmilles import spreadsheet, typography

HEAD = (
    *("Formation", "Publication", "Contrôle", "Niveau", "Partie", "Constat", "Texte"),
    *("Accepté par", "Le", "Pourquoi", "État au"),
)


def lines_of(reports: Iterable[Report]) -> str:
    return spreadsheet.lines([HEAD, *(line for report in reports for line in _lines(report))])


def _lines(report: Report):
    for part, own in report.parts:
        for finding in own:
            accepted = finding.acceptance
            cells = [
                *(report.programme.short_name, report.programme.get_state_display()),
                *(finding.check.code, finding.check.level.label, part.title),
                *(finding.sentence, finding.check.basis),
                accepted.person if accepted else "",
                typography.numeric(accepted.accepted_on) if accepted else "",
                accepted.reason if accepted else "",
                typography.numeric(report.on),
            ]
            yield [spreadsheet.harmless(cell) for cell in cells]
