"""Gives the HTML of letters the look of the centre, in every mailbox.

Many mailboxes read no stylesheet: each rule of `static/css/mail.css` is written on the tags that it
applies to. Those of dark mode stay in the head, for mailboxes that know them.
"""

from functools import cache

from css_inline import CSSInliner
from django.conf import settings


def draw(page: str) -> str:
    """Writes the rules on the tags of this page. Fetches nothing."""
    return _inliner().inline(page)


@cache
def _inliner():
    rules = (settings.BASE_DIR / "static/css/mail.css").read_text(encoding="utf-8")
    return CSSInliner(extra_css=rules, keep_at_rules=True, load_remote_stylesheets=False)
