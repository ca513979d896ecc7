"""Serves stored files under readable names: public ones, and private ones to be saved."""

from collections.abc import Iterator

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header


def serve(request, stored: FieldFile, *, name: str, checksum: str, content_type: str):
    """Sends the whole file, or 304 without opening it if the browser has this version.

    The caller accepts GET and HEAD only.
    """
    etag = f'"{checksum}"'
    response = get_conditional_response(request, etag)
    if response is None:
        response = FileResponse(stored.open("rb"), content_type=content_type)
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # caches ask again before each use
    return response


def attachment(stored: FieldFile, *, name: str, content_type: str):
    """Sends a stored private file as a download."""
    with stored.open("rb") as file:
        return private_download(file.read(), name=name, content_type=content_type)


def private_download(content: bytes | Iterator[bytes], *, name: str, content_type: str):
    """Sends a private file as a download: browsers do not display it, caches do not keep it.

    A content in pieces is sent as it is made, and never whole in memory. The caller checks that the
    visitor may read it.
    """
    answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response = answer(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
