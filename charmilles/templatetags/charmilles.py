"""Template filters for typography, and icons that look the same on screen and on paper."""

import json
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
register.filter("machine_date", typography.machine_date)
register.filter("day", typography.day)
register.filter("moment", typography.moment)
register.filter("deadline", typography.deadline)
register.filter("minutes", typography.minutes)
register.filter("span", typography.span)
register.filter("phone", typography.phone)
register.filter("kilobytes", typography.kilobytes)
register.filter("megabytes", typography.megabytes)


@register.filter
def ordinal_year(value):
    """Writes « 1<sup>re</sup> année »."""
    return typography.french_html(f"{typography.ordinal(value, feminine=True)} année")


@register.filter
def local_when(moment):
    """Writes « à 14 h 32 » today, « le 12 novembre 2026 à 14 h 32 » any other day."""
    day, _, hour = typography.moment(moment).rpartition(" à ")
    is_today = timezone.localdate(moment) == timezone.localdate()
    return f"à {hour}" if is_today else f"le {day} à {hour}"


@register.filter
def first_box(field):
    """Returns the id of the first input of a field, which its error links to."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def initials(name):
    """Gives the first letters of the first two words of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.filter
def at(values, index):
    """Returns the value at this index of a parallel list, such as the column of a cell."""
    return values[index]


@register.filter
def paragraphs(text):
    """Makes a `<p>` of each paragraph; a blank line separates two. Line breaks are kept."""
    blocks = (block.strip() for block in re.split(r"\r?\n\s*\n", text))
    lines = [
        mark_safe("<br>".join(typography.french_html(line) for line in block.splitlines()))
        for block in blocks
        if block
    ]
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))


@register.filter
def squeezed(html):
    """Leaves one line break where there were many spaces between two tags: it shows the same."""
    return mark_safe(re.sub(r">\s+<", ">\n<", html))


# What would end the block of data in a page; JSON reads the character back.
IN_A_PAGE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def json_ld(data):
    """Writes data for machines inside `<script type="application/ld+json">`."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(IN_A_PAGE))


@register.simple_tag
@cache
def icon(name):
    """Draws an icon, hidden from screen readers: the word beside it has the same meaning."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        name,
        _drawing(name),
    )


def _drawing(name):
    """Returns the shapes of an icon file: the content of its `<svg>`."""
    source = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text()
    shapes = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return mark_safe(" ".join(shapes.split()))
