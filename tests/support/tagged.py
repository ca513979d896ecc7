"""Reads a tagged PDF: what a screen reader hears, and where each word is printed."""

import io
import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property

import lxml.html
import pikepdf

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass(eq=False)
class Element:
    """An element of the structure tree; its kids are elements and pieces of text."""

    tag: str
    node: pikepdf.Dictionary
    parent: "Element | None" = None
    page: int | None = None
    kids: list = field(default_factory=list)

    def iter(self, *tags):
        if not tags or self.tag in tags:
            yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.iter(*tags)

    def text(self, *, without=("Lbl",)):
        """Gives the text as drawn; a printed line may end without a space."""
        pieces = (
            kid if isinstance(kid, str) else kid.text(without=without) * (kid.tag not in without)
            for kid in self.kids
        )
        return "".join(pieces)

    @property
    def attributes(self):
        value = self.node.get("/A", {})
        return value[0] if isinstance(value, pikepdf.Array) else value


class Tagged:
    def __init__(self, data: bytes):
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = list(self.pdf.pages)

    @cached_property
    def marks(self):
        """Lists, for each page, {MCID: text}; None is the key of text outside marked content."""
        return [_marked_texts(page) for page in self.pages]

    @cached_property
    def numbers(self):
        return {page.obj.objgen: number for number, page in enumerate(self.pages)}

    @cached_property
    def root(self):
        root = Element("Root", self.pdf.Root.StructTreeRoot)
        self._fill(root)
        return root

    def iter(self, *tags):
        return self.root.iter(*tags)

    def _fill(self, element):
        for kid in _listed(element.node.get("/K", [])):
            if isinstance(kid, int):
                element.kids.append(self.marks[element.page].get(kid, ""))
            elif kid.get("/Type") == "/OBJR":
                continue
            else:
                page = self.numbers.get(kid.Pg.objgen) if "/Pg" in kid else element.page
                inner = Element(str(kid.S)[1:], kid, element, page)
                element.kids.append(inner)
                self._fill(inner)

    @cached_property
    def headings(self):
        return list(self.iter(*HEADINGS))

    @cached_property
    def fonts(self):
        return [o for o in self.pdf.objects if _is(o, "/Font") and "/DescendantFonts" not in o]

    @cached_property
    def lines(self):
        """Lists, for each page, its printed lines."""
        return [list(_lines(page)) for page in _layout(self.data)]


def _is(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def _listed(kids):
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


# The text of the page


def _marked_texts(page):
    """Reads the text of a page and of the forms it draws, by marked content."""
    texts = {}
    _read_stream(page, page.get("/Resources", {}), texts, marks=[])
    return texts


def _read_stream(stream, resources, texts, marks, *, is_page=True):
    """A structure names the marks of the page: those inside of a form are not its own."""
    decode = None
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "BDC" | "BMC":
                marks.append(_mark(operands) if is_page else None)
            case "EMC":
                marks.pop()
            case "Tf":
                decode = _decoder(resources.Font[str(operands[0])])
            case "Tj" | "TJ" | "'":
                mark = next((m for m in reversed(marks) if m is not None), None)
                texts[mark] = texts.get(mark, "") + decode(operands[0])
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    inside = form.get("/Resources", resources)
                    _read_stream(form, inside, texts, list(marks), is_page=False)


def _mark(operands):
    """Gives the MCID of a marked content, or « Artifact » for decoration."""
    if str(operands[0]) == "/Artifact":
        return "Artifact"
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else None


_decoders = {}


def _decoder(font):
    """Returns a function that decodes the characters of a font with its ToUnicode table.

    Only fonts of documents that somebody sent have no table: they are read as latin-1.
    """
    if "/ToUnicode" not in font:
        return lambda shown: bytes(shown).decode("latin-1")
    table = font.ToUnicode.read_bytes()
    if table not in _decoders:
        pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
        _decoders[table] = {
            int(c, 16): bytes.fromhex(u.decode()).decode("utf-16-be") for c, u in pairs
        }
    characters = _decoders[table]

    def decode(shown):
        strings = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
        pairs = zip(codes[::2], codes[1::2], strict=True)
        return "".join(characters[high << 8 | low] for high, low in pairs)

    return decode


# The places of the words


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Line:
    words: tuple[Box, ...]

    @property
    def left(self):
        return min(word.left for word in self.words)

    @property
    def bottom(self):
        return max(word.bottom for word in self.words)

    @property
    def text(self):
        return " ".join(word.text for word in self.words)


def _layout(data):
    command = ["pdftotext", "-bbox-layout", "-", "-"]
    html = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.fromstring(html, parser=parser).iter("page")


def _lines(page):
    for line in page.iter("line"):
        yield Line(tuple(_box(word) for word in line.iter("word")))


def _box(word):
    places = (float(word.get(name)) for name in ("xmin", "ymin", "xmax", "ymax"))
    return Box(*places, word.text or "")
