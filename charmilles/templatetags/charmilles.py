"""What templates may ask for: typography filters, and icons drawn the same on screen and paper."""

import re
from functools import cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from charmilles import typography

register = template.Library()

register.filter("fr", typography.french_html)
register.filter("number", typography.number)
register.filter("euros", typography.euros)
register.filter("percent", typography.percent)
register.filter("known_date", typography.known_date)
register.filter("day", typography.day)
register.filter("minutes", typography.minutes)
register.filter("span", typography.span)
register.filter("phone", typography.phone)
register.filter("kilobytes", typography.kilobytes)


@register.filter
def ordinal_year(value):
    """« 1<sup>re</sup> année »."""
    return typography.french_html(f"{typography.ordinal(value, feminine=True)} année")


@register.filter
def local_day(moment):
    """The day of an instant, in the centre's time zone."""
    return typography.day(timezone.localdate(moment))


@register.filter
def local_moment(moment):
    """« 12 novembre 2026 à 14 h 32 », in the centre's time zone."""
    return typography.moment(timezone.localtime(moment))


@register.filter
def local_when(moment):
    """« à 14 h 32 » today, « le 12 novembre 2026 à 14 h 32 » any other day."""
    local = timezone.localtime(moment)
    day, _, hour = typography.moment(local).rpartition(" à ")
    return f"à {hour}" if local.date() == timezone.localdate() else f"le {day} à {hour}"


@register.filter
def first_box(field):
    """The identifier of the first box of a field: where an error sends the reader."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def machine_date(value, precision):
    """The same part of the date for `<time datetime>`: 2026, 2026-09 or 2026-09-01."""
    return value.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


@register.filter
def at(values, index):
    """The value of a parallel list: the column a cell belongs to."""
    return values[index]


@register.filter
def paragraphs(text):
    """One `<p>` a paragraph, a blank line between two in the source; line breaks are kept."""
    blocks = (block.strip() for block in re.split(r"\r?\n\s*\n", text))
    lines = [
        mark_safe("<br>".join(typography.french_html(line) for line in block.splitlines()))
        for block in blocks
        if block
    ]
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))


@register.simple_tag
def icon(name):
    """A drawn icon, silent to screen readers: the word beside it says it."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        name,
        _drawing(name),
    )


@cache
def _drawing(name):
    """The shapes of an icon file: what stands inside its `<svg>`."""
    source = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text()
    shapes = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return mark_safe(" ".join(shapes.split()))
