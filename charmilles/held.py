"""Gives a form of the staff site back to whoever lost their session while they wrote it.

The session has ended, or the token of the page has turned because of a new sign-in elsewhere. What
was typed stays in the page that answers, and nowhere else: one signs in beside it, then sends it.
Somebody else who signs in on the same computer can neither read nor send it.
"""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.urls import Resolver404, resolve, reverse

from charmilles import logs, trouble

# Reasons of Django that come after it has seen that the form is of this site.
OF_A_TOKEN = "CSRF"
AUTHOR = "_author"  # the box of a form that says whose it is
SECRET_PAGES = ("login", "code", "set_up", "password")  # what they hold is never written again


def may_hold(request, reason: str) -> bool:
    """Tells whether a refused form is one of the staff site, sent from this site by its author."""
    is_staff = request.method == "POST" and request.path_info.startswith(reverse("admin:index"))
    is_right = is_staff and reason.startswith(OF_A_TOKEN) and holds_no_secret(request)
    return is_right and (not request.user.is_authenticated or _author(request) == _own(request))


def is_of_another(request) -> bool:
    """Tells whether another account wrote this form, before this one signed in beside it."""
    is_signed_in = request.method == "POST" and request.user.is_authenticated
    return is_signed_in and _author(request) not in ("", _own(request))


def _author(request) -> str:
    return request.POST.get(AUTHOR, "")


def _own(request) -> str:
    return str(request.user.pk)


def holds_no_secret(request) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    return not any(word in name for word in SECRET_PAGES)


def refuse(request) -> HttpResponse:
    """Says that nothing is saved of what another account wrote, and shows nothing of it."""
    context = {"identifier": logs.identifier(request)}
    response = render(request, "staff_other.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response


def answer(request) -> HttpResponse:
    """Shows how to sign in again, and the button that sends what was typed."""
    context = trouble.sent(request)
    context["typed"] = [pair for pair in context["typed"] if pair[0] != "csrfmiddlewaretoken"]
    context |= {"address": request.get_full_path(), "token": get_token(request)}
    context |= {"identifier": logs.identifier(request)}
    context["is_signed_in"] = request.user.is_authenticated
    page = loader.get_template("staff_held.html").render(context)
    response = HttpResponse(page, status=403)
    response["Cache-Control"] = "no-store, private"
    return response
