"""A text that runs in two columns from page to page, under what stands across the first one.

WeasyPrint lays a multi-column block out twice, a fifth of the time of a drawing. Here each column
is laid out as a page of its own, once, and two of them are then set on one sheet. The text stays
one flow: it is read, and its headings are listed, in the order in which it is printed.
"""

COLUMNS = "<!--columns-->"  # before what stands across, before the columns, and after them

# Pages as wide as the sheet, the right ones being the odd ones. They have no name in brochure.css:
# on a named page, WeasyPrint keeps the margin of what a page begins with.
_APART = """
    @page {
        @bottom-left { content: none }
        @bottom-center { content: none }
        @bottom-right { content: none }
    }
    @page :right { margin-right: 109mm }
    @page :left { margin-left: 109mm }
    @page :nth(1) { margin-top: %fpx }
    @page :nth(2) { margin-top: %fpx }
"""
_LOW = "@page :nth(%d) { margin-bottom: %fpx } @page :nth(%d) { margin-bottom: %fpx }"
LEAFLET = 4  # sheets, as most of our papers: the first guess, for the numbers of the pages
ROOM = 60  # pixels: what each column of the last sheet may hold more than half of its text
_SHEET = '<div class="sheet"></div>'


def set_in_columns(html, render):
    """The document of this HTML; `render` lays out a piece of it, with rules of its own."""
    start, top, text, end = html.split(COLUMNS)
    across = render(start + top + _SHEET * (LEAFLET - 1) + end)
    first = len(across.pages) - LEAFLET  # the sheet on which the columns begin
    columns = _columns(start + "<main>" + text + end, render, across.pages[first])
    wanted = (len(columns) + 1) // 2
    if wanted != LEAFLET:
        across = render(start + top + _SHEET * (wanted - 1) + end)
    sheets = across.pages[:first]
    for number, sheet in enumerate(across.pages[first:]):
        sheets.append(_filled(sheet, columns[2 * number : 2 * number + 2], is_first=not number))
    return across.copy(sheets)


def _columns(html, render, sheet):
    """Pages, each a column, on the first two of which the top of this sheet is left free."""
    top = _bottom(sheet)
    rules = _APART % (top, top)
    pages = render(html, rules).pages
    before = (len(pages) - 1) // 2 * 2
    heights = [_bottom(page) - page._page_box.content_box_y() for page in pages[before:]]
    if len(heights) == 1 or heights[1] < heights[0] / 2:
        low = _foot(pages[before]) - sum(heights) / 2 - ROOM
        again = render(html, rules + _LOW % (before + 1, low, before + 2, low)).pages
        return again if len(again) == before + 2 else pages
    return pages


def _foot(page):
    return page.height - page._page_box.content_box_y()


def _bottom(page):
    """Where the last block of <main> ends: main itself goes to the foot if a page follows."""
    (body,) = page._page_box.children[0].children
    last = body.children[-1].children[-1]
    return last.position_y + last.margin_height()


def _filled(sheet, columns, *, is_first):
    """The sheet with its columns; only the first one has something across."""
    box = sheet._page_box
    across, *foot = box.children
    texts = (column._page_box.children[0] for column in columns)
    box.children = (*([across] if is_first else []), *texts, *foot)
    return type(sheet)(box)  # gathers the links and bookmarks again
