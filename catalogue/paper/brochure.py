"""Composes and draws the papers of a programme: its brochure and its employers' sheet.

`compose` makes the text, `draw` the PDF. The checksum covers the text only: `draw` adds the
edition number, its date and its URL afterwards.
"""

import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import date

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from catalogue.context import the_centre
from catalogue.models import Paper
from catalogue.paper.reading import lines_of_text
from catalogue.sheet.facts import beside_questions
from catalogue.sheet.sheet import Sheet
from charmilles.addresses import absolute_url
from charmilles.pdf.printing import STATIC, Printed, print_pdf

# To be raised when a new layout should replace the papers already published.
LAYOUT = 3
STYLES = ("css/paper/fonts.css", "css/tokens.css", "css/paper/brochure.css", "css/paper/weeks.css")
FILE_PREFIX = "cfp-charmilles"  # our downloads start with it, whatever the centre's name
OPENS = {
    Paper.BROCHURE: "la page de cette édition, qui dit ce qui a changé depuis",
    Paper.EMPLOYERS: "la page de la formation",
}
EDITION = "<!--edition-->"  # replaced by the QR code, in the templates that have one
# What the templates put around what is too wide for a column.
ACROSS, BACK = "<!--across-->", "<!--back-->"
_TITLE = re.compile(rf"(<h2[^>]*>(?:(?!</h2>).)*</h2>\s*){ACROSS}", re.DOTALL)
_NO_TEXT = re.compile(r'<div class="columns">\s*</div>')
_ICON = re.compile(r'<svg class="icon icon-([\w-]+)".*?</svg>', re.DOTALL)
# WeasyPrint counts these spaces in the width of an item shown as a block, and breaks its words.
_ITEM_EDGES = re.compile(r"(?<=<li>)\s+|\s+(?=</li>)")


@dataclass(frozen=True)
class Draft:
    """The content of a paper before it is drawn: its HTML, and its lines of text by part."""

    paper: str
    sheet: Sheet
    body: str
    content: list[tuple[str, list[str]]]

    @property
    def checksum(self):
        serialized = json.dumps([LAYOUT, self.paper, self.content], ensure_ascii=False)
        return hashlib.sha256(serialized.encode()).hexdigest()


def compose(sheet: Sheet, paper: str) -> Draft:
    pay = next(iter(sheet.pay_tables), None)
    context = {"sheet": sheet, "facts": beside_questions(sheet), "pay": pay}
    body = render_to_string(f"catalogue/papers/{paper}.html", context)
    body = _ITEM_EDGES.sub("", _ICON.sub(_paper_icon, _across(body)))
    content = [*lines_of_text(body), ("Pied de page", [sheet.programme.short_name])]
    return Draft(paper, sheet, body, content)


def _across(body):
    """Ends the columns before what stands across the sheet, with its title, and begins others."""
    body = _TITLE.sub(rf"{ACROSS}\1", body)
    body = body.replace(ACROSS, '</div><div class="across">')
    return _NO_TEXT.sub("", body.replace(BACK, '</div><div class="columns">'))


def _paper_icon(match):
    """Replaces inline SVG, read as a picture without a text, by a background, which is not read."""
    url = f"{STATIC}icons/{match[1]}.svg"
    return f'<span class="icon" style="background-image: url({url})"></span>'


def draw(draft: Draft, *, number: int, made_on: date) -> Printed:
    programme = draft.sheet.programme
    url = printed_url(draft, number)
    address = url.split("://")[1]
    applies = programme.takes_applications
    qr = qr_code(url, opens=OPENS[draft.paper])
    code = render_to_string(
        "catalogue/papers/qr.html", {"qr": qr, "address": address, "applies": applies}
    )
    body = draft.body.replace('href="/', f'href="{settings.SITE_URL}/')
    context = {
        "body": mark_safe(body.replace(EDITION, code)),
        "programme": programme,
        "centre": the_centre(),
        "paper": Paper(draft.paper),
        "number": number,
        "made_on": made_on,
        "address": address,
    }
    html = render_to_string("catalogue/papers/document.html", context)
    return print_pdf(html, STYLES)


def printed_url(draft: Draft, number: int) -> str:
    """Returns the URL on a paper: the edition's page for a brochure, else the programme's."""
    programme = draft.sheet.programme
    if draft.paper == Paper.BROCHURE:
        return edition_url(programme, number)
    return absolute_url("catalogue:programme", programme.slug)


def edition_url(programme, number: int) -> str:
    """Returns the short URL of the page that says what changed since this edition."""
    return absolute_url("catalogue:short_edition", programme.slug, number)


def qr_code(address: str, *, opens: str) -> str:
    """Returns an SVG whose title, which says what the code opens, is the text of the figure."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        border=2,
        xmldecl=False,
        omitsize=True,
        title=f"Code QR qui ouvre {opens} : {address}",
    )
    return mark_safe(out.getvalue().decode())


def file_name(edition) -> str:
    """« cfp-charmilles_bac-pro-agora_2026-11.pdf »."""
    kind = "" if edition.paper == Paper.BROCHURE else f"-{edition.paper}"
    return f"{FILE_PREFIX}_{edition.programme.slug}{kind}_{edition.made_on:%Y-%m}.pdf"
