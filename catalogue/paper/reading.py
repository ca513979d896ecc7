"""Extracts the text of HTML, as lines in reading order under their titles."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dt", "dd", "tr", "caption", "h1", "h2", "h3", "h4", "h5", "div", "ul", "ol"}
CELLS = {"td", "th", "br", "span"}
SILENT = {"svg", "style", "title"}


def lines_of_text(html: str) -> list[tuple[str, list[str]]]:
    """Lists (title of the part, its lines): a line per paragraph, item or row of a table.

    The URL of a link comes after its words, so that a corrected URL counts as a change.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return [(title, lines) for title, lines in reader.parts if lines]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts: list[tuple[str, list[str]]] = [("", [])]
        self.words: list[str] = []
        self.silent = 0
        self.in_title = False
        self.url = ""

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.end_line()
        elif tag in CELLS:
            self.words.append(" ")
        self.in_title = self.in_title or tag == "h2"
        if tag == "a":
            self.url = dict(attrs).get("href") or ""

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT
        if tag in BLOCKS:
            self.end_line()
        if tag == "h2":
            self.in_title = False
        if tag == "a" and self.url.startswith(("http", "/")):
            self.words.append(f" ({self.url})")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    def end_line(self):
        line = re.sub(r"[ \n\t]+", " ", "".join(self.words)).strip()
        self.words = []
        if line and self.in_title:
            self.parts.append((line, []))
        elif line:
            self.parts[-1][1].append(line)
