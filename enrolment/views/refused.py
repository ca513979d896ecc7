"""Shows a refused form after a redirection, so that « back » never asks to send it again.

What was typed and what is wrong wait in the session, under a key that the address carries: each tab
finds its own again. Files are not kept, and nothing typed is in the address.
"""

import secrets
from datetime import timedelta

from django.http import HttpResponseRedirect, QueryDict
from django.utils import timezone

from charmilles.throttle import TooMany, hit, visitor
from enrolment.forms.base import Plain

KEY = "refus"  # in the address
KEPT = "refused_forms"  # in the session
MOST, LONGEST = 5, 30_000  # forms kept for a browser; characters of one of them
LIMIT = {"limit": 600, "period": timedelta(minutes=15)}  # for a network


def data_for(request) -> QueryDict | None:
    """What fills the form of this page: what was just sent, else what was refused, if anything."""
    kept = find(request)
    if request.method == "POST":
        if kept:
            request.session[KEPT].pop(request.GET[KEY])
            request.session.modified = True
        return request.POST
    return QueryDict(kept["typed"]) if kept and kept["page"] == request.path else None


def find(request) -> dict | None:
    """The refused form that the address names."""
    key = request.GET.get(KEY)
    return request.session.get(KEPT, {}).get(key) if key else None


def address(request) -> str:
    """Where the refused form that this address names is shown again; empty without one."""
    kept = find(request)
    return f"{kept['page']}?{KEY}={request.GET[KEY]}" if kept else ""


def keep(request, form, errors: list[dict], *, page: str = "") -> str:
    """Keeps what was sent with its errors; returns its key, empty for what is not kept.

    A form longer than any of ours is not, nor those of a network that has very many refused.
    """
    sent = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "later"):
        sent.pop(name, None)
    for part in form.parts:
        for name, value in part.corrected.items():
            sent[name] = value
    typed = sent.urlencode()
    if len(typed) > LONGEST or _too_many(request):
        return ""
    key, others = secrets.token_urlsafe(9), request.session.get(KEPT, {})
    recent = list(others.items())[1 - MOST :]
    new = {"page": page or request.path, "typed": typed, "errors": errors}
    request.session[KEPT] = dict([*recent, (key, new)])
    return key


def _too_many(request):
    try:
        hit("refused", visitor(request), **LIMIT, now=timezone.now())
    except TooMany:
        return True
    return False


def show_again(request, form: Plain) -> HttpResponseRedirect | None:
    """Leads to the page of a form that was refused; None when it must be shown at once."""
    key = keep(request, form, [dict(part.errors) for part in form.parts])
    if not key:
        return None
    query = request.GET.copy()
    query[KEY] = key
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def restore(request, form: Plain) -> None:
    """Gives a form filled with what was refused the errors that it had."""
    kept = find(request)
    if not kept or kept["page"] != request.path:
        return
    for part, errors in zip(form.parts, kept["errors"], strict=False):
        part.full_clean()
        part.errors.clear()
        for name in errors.keys() & part.fields.keys():
            part.add_error(name, errors[name])


def forget(request) -> None:
    """Forgets every refused form of this browser."""
    request.session.pop(KEPT, None)
