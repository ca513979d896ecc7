"""Protects the pages about one person from caches, search engines and other sites."""

from functools import wraps

from django.contrib.auth.decorators import permission_required
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods


def private(view):
    """Forbids caches to keep the page, search engines to list it, other sites to see its URL.

    The referrer policy is `same-origin` and not `no-referrer`: with the latter, browsers send
    forms with « Origin: null », which Django's CSRF protection refuses.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def page(right, *methods):
    """Makes a view a staff page: needs this right, answers GET, HEAD and `methods`, uncached."""

    def decorated(view):
        allowed = permission_required(right, login_url="admin:login", raise_exception=True)(view)
        answering = require_http_methods(["GET", "HEAD", *methods])(allowed)
        return wraps(view)(private(answering))

    return decorated
