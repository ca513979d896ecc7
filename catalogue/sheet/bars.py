"""Chooses the class that draws a bar: the CSP allows no style attribute."""

from decimal import Decimal

BAR_STEP = 5  # per cent: the classes are .p5, .p10 … .p100


def bar_class(value: Decimal | None, longest: Decimal | None) -> str:
    """Returns the class of a bar, its share of the longest one, in steps; "" means no bar."""
    if not value or not longest:
        return ""
    return f"p{max(BAR_STEP, int(round(value * 100 / longest / BAR_STEP)) * BAR_STEP)}"
