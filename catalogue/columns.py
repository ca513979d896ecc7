"""WeasyPrint lays each column out twice, to measure it and to keep it: here, what was measured is
kept. The same bytes a fifth sooner (tests/papers/test_printing.py compares them).

For the child that draws; this file and printing.py are the only ones that know WeasyPrint.
"""

from functools import partial
from math import inf


def lay_out_once():
    from weasyprint.layout import block

    block.block_box_layout = partial(_lay_out, block.block_box_layout)


def _lay_out(original, context, box, bottom_space, skip_stack, *rest, **options):
    """`rest` is: block around, whether the page is empty, absolute boxes, fixed boxes, margins
    above (none when the column is laid out to be kept), styles of the first line."""
    _, page_is_empty, absolute, fixed, margins, *_ = rest
    if not box.is_column or bottom_space == inf:
        return original(context, box, bottom_space, skip_stack, *rest, **options)
    measured = context.__dict__.setdefault("measured_columns", {})
    place = (repr(skip_stack), bottom_space, box.position_y)
    if margins is None and place in measured:
        laid_out, left, inside = measured.pop(place)
        if page_is_empty or len(laid_out[0].children) > 1:  # nothing had to be squeezed in
            laid_out[0].translate(box.position_x - left, 0)
            absolute.extend(inside)
            return laid_out
    laid_out = original(context, box, bottom_space, skip_stack, *rest, **options)
    if margins is not None and laid_out[0] is not None and not fixed:
        measured[place] = (laid_out, box.position_x, list(absolute))
    return laid_out
