"""Opens to other sites what is public data, and the one page that they may frame.

Everything else of this site is closed to them: charmilles/middleware.py, and the content policy of
the settings.
"""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

# Any site may read them from its own pages; they hold no cookie and depend on nobody.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def public_data(content: str | bytes, content_type: str, *, name: str = "") -> HttpResponse:
    """Answers a file that any site or program may read, and save under this name."""
    response = HttpResponse(content, content_type=content_type, headers=OPEN)
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def may_be_framed(view):
    """Lets other sites show a page in theirs: it has no form and no script, hence nothing to steal.

    The named exception of the promise S3 (docs/security.md).
    """
    policy = {"frame-ancestors": ["*"], "script-src": [NONE], "form-action": [NONE]}
    return xframe_options_exempt(csp_replace(policy)(view))
