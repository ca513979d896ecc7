"""Reads a page as a visitor does: its tables, its identity card, and whatever in it is empty.

In what it returns, _ is the no-break space and ~ the narrow one.
"""

import re

import lxml.html


def text(element):
    """What one reads, on one line."""
    return " ".join(re.split(r"[ \n\t]+", "".join(_pieces(element)))).strip()


def _pieces(element):
    yield element.text or ""
    for child in element.iterchildren("*"):
        yield " " if child.tag in {"br", "p", "li", "dd", "tr", "td", "th", "div", "span"} else ""
        yield from _pieces(child)
        yield child.tail or ""


def plain(element):
    return " ".join(text(element).split())


def marked(words):
    """The same with its no-break spaces to be seen."""
    return words.replace("\u00a0", "_").replace("\u202f", "~")


def shown(element):
    return marked(text(element))


def table(page, caption):
    """The rows of the table that bears this caption, its headings first."""
    (found,) = [t for t in page.iter("table") if plain(t.find("caption")) == caption]
    return [[shown(cell) for cell in row.iterchildren("th", "td")] for row in found.iter("tr")]


def card(page):
    """The identity card: label → lines, those of a repeated label one after the other."""
    facts = {}
    for label in page.findall(".//dl[@class='identity']//dt"):
        lines = label.getnext().findall("./span[@class='line']")
        facts.setdefault(shown(label), []).extend(map(shown, lines))
    return facts


def definition(page, label):
    (found,) = [dt for dt in page.iter("dt") if shown(dt) == label]
    return shown(found.getnext())


def part(page, slug):
    return page.find(f".//section[@id='{slug}']")


def items(page, slug):
    return [shown(item) for item in part(page, slug).iter("li")]


def errors(response):
    """What is wrong in a form of the staff site, in words."""
    page = lxml.html.fromstring(response.content.decode())
    return [item.text_content() for item in page.xpath("//ul[contains(@class,'errorlist')]/li")]


# The checker: what is empty, or says nothing


HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
MUST_SPEAK = HEADINGS | {"title", "th", "dt", "dd", "li", "p", "button", "caption", "legend"}
MUST_SPEAK |= {"label", "summary", "option", "figcaption", "address"}
INLINE = {"a", "strong", "time"}  # they may stop at a comma: the sentence goes on around them
MUST_HOLD = {
    "ul": "./li",
    "ol": "./li",
    "dl": ".//dt",
    "table": ".//td | .//tbody/tr",
    "select": ".//option",
}
MUST_BE_FILLED = {"href", "src", "content", "aria-label", "data-label", "datetime", "id", "title"}
FAULTS = {
    "valeur de Python": r"\b(None|NaN|True|False)\b",
    "faux zéro": r"^0$|(?<![\d.,\u00a0\u202f])0[\s\u00a0\u202f]?(h|heures?|min|mois|ans?|ECTS)\b",
    "parenthèses vides": r"\(\s*\)|\[\s*\]|«\s*»",
    "ponctuation seule": (
        r"\s[.,](?![\w.])|[,;:]\s*[.,;:]|(?<!\.)\.\.(?!\.)|^[.,;:·)–]|[,·(–]$|\(\s*[,;:·]"
    ),
}


def assert_no_emptiness(page):
    assert emptiness(page) == []


def emptiness(page):
    return [*_mute(page), *_empty_columns(page), *_empty_attributes(page), *_faults(page)]


def _mute(page):
    for element in page.iter(*MUST_SPEAK, *INLINE):
        if not _speaks(element):
            yield f"<{element.tag}> vide"
    for tag, inside in MUST_HOLD.items():
        yield from (f"<{tag}> vide" for element in page.iter(tag) if not element.xpath(inside))
    for section in page.iter("section", "details", "nav"):
        title = next(section.iter(*HEADINGS, "summary"), None)
        if title is not None and text(section) == text(title):
            yield f"<{section.tag}> sans contenu : {text(section)}"


def _speaks(element):
    named = [element, *element.iter("img")]
    return text(element) or any(e.get("alt") or e.get("aria-label") for e in named)


def _empty_columns(page):
    for table in page.iter("table"):
        grid = [row for row in table.iterfind(".//tbody/tr") if row.find("*[@colspan]") is None]
        columns = zip(*(map(text, row.iterchildren("th", "td")) for row in grid), strict=True)
        yield from (f"colonne {n} vide" for n, cells in enumerate(columns, 1) if not any(cells))


def _empty_attributes(page):
    for element in page.iter("*"):
        for name, value in element.attrib.items():
            unfilled = name in MUST_BE_FILLED and not value.strip()
            if unfilled or re.search(r"\bNone\b|^(mailto|tel):($|\?)", value):
                yield f"{name}={value!r}"


def _faults(page):
    for element in page.iter(*MUST_SPEAK, "td"):
        for name, pattern in FAULTS.items():
            if re.search(pattern, text(element)):
                yield f"{name} : {text(element)}"
