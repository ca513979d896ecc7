"""Lays out a text in two columns per page, below a block that spans both on the first one.

WeasyPrint lays out a multi-column block twice, which takes a fifth of the time of a drawing. Here
each column is laid out once, as a page of its own, and two of them are then put on one printed
page. The text stays one flow: it is read, and its headings are listed, in the printed order.
"""

COLUMNS = "<!--columns-->"  # before the block across, before the columns, and after them

# Columns are pages as wide as the printed page; odd ones are right pages. They have no name in
# brochure.css: on a named page, WeasyPrint keeps the margin of the block that starts it.
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
LEAFLET = 4  # printed pages, as in most of our papers: a first guess, for the page numbers
ROOM = 60  # pixels: each column of the last page may exceed half of its text by this much
_SHEET = '<div class="sheet"></div>'


def set_in_columns(html, render):
    """Lays out this HTML; `render` lays out a piece of it, with extra CSS rules."""
    start, top, text, end = html.split(COLUMNS)
    across = render(start + top + _SHEET * (LEAFLET - 1) + end)
    first = len(across.pages) - LEAFLET  # the page on which the columns begin
    columns = _columns(start + "<main>" + text + end, render, across.pages[first])
    wanted = (len(columns) + 1) // 2
    if wanted != LEAFLET:
        across = render(start + top + _SHEET * (wanted - 1) + end)
    pages = across.pages[:first]
    for number, page in enumerate(across.pages[first:]):
        pages.append(_filled(page, columns[2 * number : 2 * number + 2], is_first=not number))
    return across.copy(pages)


def _columns(html, render, first_page):
    """Lays out each column as a page; the first two leave room for the block across this one."""
    top = _bottom(first_page)
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
    """Returns where the last block of <main> ends; <main> goes to the foot if a page follows.

    What goes on from a float of the page before, such as a very long fact, stands before <body>.
    """
    *begun, body = page._page_box.children[0].children
    last = body.children[-1].children[-1]
    return max(block.position_y + block.margin_height() for block in (*begun, last))


def _filled(page, columns, *, is_first):
    """Puts columns on a printed page; only the first page keeps its block across."""
    box = page._page_box
    across, *foot = box.children
    texts = (column._page_box.children[0] for column in columns)
    box.children = (*([across] if is_first else []), *texts, *foot)
    return type(page)(box)  # a new page, to gather the links and bookmarks again
