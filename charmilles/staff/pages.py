"""How the pages of an account are shown, in the look of the staff site."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from charmilles import throttle
from charmilles.staff import second_factor


def show(request, name, form=None, *, status=None, **context):
    """Shows a page; with errors, 422 and a list of them before the form."""
    errors = [
        (form[field], message)
        for field, messages in (form.errors.items() if form else ())
        for message in messages
    ]
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "owed": request.user.is_authenticated and second_factor.is_missing(request),
        "form": form,
        "errors": errors,
        **context,
    }
    status = status or (422 if errors else 200)
    return TemplateResponse(request, f"charmilles/staff/{name}.html", context, status=status)


def too_many(request, refusal: throttle.TooMany):
    """Asks to wait. The sentence is the same whether an account has this name or not."""
    minutes = throttle.in_minutes(refusal.retry_after)
    response = show(request, "too_many", status=429, title="Trop d’essais", minutes=minutes)
    response["Retry-After"] = str(refusal.retry_after)
    return response


def destination(request) -> str:
    """The page to go to after the second factor: the one asked for, if it is of the staff site."""
    index, wanted = reverse("admin:index"), request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and urlsplit(wanted).path.startswith(index) else index
