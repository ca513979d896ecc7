"""The papers of a programme, composed from the parts of its page: brochure and employers' sheet.

`compose` gives what is said, `document` how it is laid out. Only what is said counts in the
checksum: the edition number, its date and the address are added around it.
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
from django.urls import reverse
from django.utils.safestring import mark_safe

from catalogue.context import the_centre
from catalogue.models import Paper
from catalogue.paper.reading import read_aloud
from catalogue.sheet.sheet import Sheet
from charmilles.pdf.printing import STATIC, Printed, print_pdf

# Raised when the layout changes so much that the papers already out should be made again.
LAYOUT = 2
SHEETS = ("css/paper-fonts.css", "css/tokens.css", "css/brochure.css")
FILES = "cfp-charmilles"  # how our downloads begin, whatever the centre is renamed
EDITION = "<!--edition-->"  # where a template wants the QR code, if it does
_ICON = re.compile(r'<svg class="icon icon-([\w-]+)".*?</svg>', re.DOTALL)
# WeasyPrint counts these spaces in the width of an item set as a block, and breaks its words.
_ITEM_EDGES = re.compile(r"(?<=<li>)\s+|\s+(?=</li>)")


@dataclass(frozen=True)
class Draft:
    """What a paper says: its HTML, and the same as lines of text under their part."""

    paper: str
    sheet: Sheet
    body: str
    content: list[tuple[str, list[str]]]

    @property
    def checksum(self):
        said = json.dumps([LAYOUT, self.paper, self.content], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def compose(sheet: Sheet, paper: str) -> Draft:
    body = render_to_string(f"catalogue/papers/{paper}.html", {"sheet": sheet})
    body = _ITEM_EDGES.sub("", _ICON.sub(_paper_icon, body))
    content = [*read_aloud(body), ("Pied de page", [sheet.programme.short_name])]
    return Draft(paper, sheet, body, content)


def _paper_icon(match):
    """Inline SVG would be read as a picture without a text; a background is not read at all."""
    url = f"{STATIC}icons/{match[1]}.svg"
    return f'<span class="icon" style="background-image: url({url})"></span>'


def draw(draft: Draft, *, number: int, made_on: date) -> Printed:
    programme = draft.sheet.programme
    address = printed_address(draft, number)
    shown = address.split("://")[1]
    code = render_to_string("catalogue/papers/qr.html", {"qr": qr_code(address), "address": shown})
    body = draft.body.replace('href="/', f'href="{settings.SITE_URL}/')
    context = {
        "body": mark_safe(body.replace(EDITION, code)),
        "programme": programme,
        "centre": the_centre(),
        "paper": Paper(draft.paper),
        "number": number,
        "made_on": made_on,
        "address": shown,
    }
    html = render_to_string("catalogue/papers/document.html", context)
    return print_pdf(html, settings.BASE_DIR / "static", SHEETS)


def printed_address(draft: Draft, number: int) -> str:
    """Where a paper sends its reader: a brochure to what has changed since, else to the page."""
    programme = draft.sheet.programme
    if draft.paper == Paper.BROCHURE:
        return edition_address(programme, number)
    return f"{settings.SITE_URL}{programme.get_absolute_url()}"


def edition_address(programme, number: int) -> str:
    """Printed on the paper and in its QR code; says what has changed since."""
    path = reverse("catalogue:short_edition", args=[programme.slug, number])
    return f"{settings.SITE_URL}{path}"


def qr_code(address: str) -> str:
    """An SVG whose title becomes the alternative text of the figure."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True, title=f"Code QR : {address}"
    )
    return mark_safe(out.getvalue().decode())


def file_name(edition) -> str:
    """« cfp-charmilles_bac-pro-agora_2026-11.pdf »."""
    kind = "" if edition.paper == Paper.BROCHURE else f"-{edition.paper}"
    return f"{FILES}_{edition.programme.slug}{kind}_{edition.made_on:%Y-%m}.pdf"
