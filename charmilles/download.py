"""Serving a stored file, to everybody or to one person, under a name a person understands."""

import re

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


def serve(request, stored: FieldFile, *, name: str, checksum: str, content_type: str):
    """200, 206, 304 or 416, as asked; the caller accepts GET and HEAD only."""
    etag = f'"{checksum}"'
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if {"*", etag} & {tag.removeprefix("W/") for tag in asked}:
        response = HttpResponseNotModified()
    else:
        response = _partial(request, stored, etag) or FileResponse(stored.open("rb"))
        response["Content-Type"] = content_type
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # kept anywhere, never used without asking
    return response


def attachment(stored: FieldFile, *, name: str, content_type: str):
    """A stored private file, to be saved."""
    with stored.open("rb") as file:
        return saved(file.read(), name=name, content_type=content_type)


def saved(content: bytes, *, name: str, content_type: str):
    """A private file: saved, never shown in a page of ours, able to do nothing, kept by no cache.

    The caller has checked who asks, and forbids caches (`entrance.private` or the staff site).
    """
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _partial(request, stored, etag):
    """The answer to a request for one range of bytes, or None when the whole file is wanted."""
    asked = _RANGE.match(request.headers.get("Range", "") if request.method == "GET" else "")
    if not asked or not _is_range(*asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return None
    size = stored.size
    start, end = _bounds(*asked.groups(), size)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with stored.open("rb") as file:
        file.seek(start)
        part = file.read(end - start + 1)
    return HttpResponse(part, status=206, headers={"Content-Range": f"bytes {start}-{end}/{size}"})


def _is_range(first, last):
    """« 5-2 » and « - » ask for nothing: they are ignored, as the protocol wants."""
    return bool(first or last) and not (first and last and int(last) < int(first))


def _bounds(first, last, size):
    """First and last byte asked for: « 0-99 », « 100- », or « -50 » for the end."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size), size - 1)
