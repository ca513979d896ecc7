"""Places the texts about pay around the table of the contract that they are about."""

from catalogue.models import Section

AUDIENCE, RULES = Section.Kind.PAY_AUDIENCE, Section.Kind.PAY_RULES


def around_tables(sheet) -> list[tuple]:
    """Lists (pay table, sections before it, sections after it), about the same contract."""
    return [
        (table, _about(sheet, table, AUDIENCE), _about(sheet, table, RULES))
        for table in sheet.pay_tables
    ]


def _about(sheet, table, kind):
    return [s for s in sheet.sections[kind] if sheet.is_about(s, {table.scale.status_id})]


def other_sections(sheet) -> list[Section]:
    """Lists the pay sections about a contract whose table is not published."""
    beside = {s.pk for _, before, after in sheet.pay for s in (*before, *after)}
    return [s for kind in (AUDIENCE, RULES) for s in sheet.sections[kind] if s.pk not in beside]
