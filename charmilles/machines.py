"""URLs for machines: health probes, robots.txt, security.txt and the sitemap."""

import re
import secrets
from datetime import date, datetime, time, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.context import the_centre
from catalogue.models import Programme
from charmilles import backups
from charmilles.addresses import absolute_url
from charmilles.models import Counter
from charmilles.pages import public_page

TEXT = "text/plain; charset=utf-8"
READ_AGAIN = timedelta(days=180)  # when security.txt is out of date; a year at most (RFC 9116)


@require_safe
@never_cache
def healthz(request):
    """Says that the process runs. A slow database must not get it killed, so none is read."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request):
    """Says whether the process can serve: the database has all the migrations, and what is written
    in it and in the files can be read again.

    When it can, it also says when the last backup was taken and restored, for whoever watches.
    """
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return HttpResponse("base de données injoignable\n", content_type=TEXT, status=503)
    if missing:
        return HttpResponse("migrations à appliquer\n", content_type=TEXT, status=503)
    if refusal := _refusal():
        return HttpResponse(f"{refusal}\n", content_type=TEXT, status=503)
    return HttpResponse("\n".join(["ok", *backups.said(), ""]), content_type=TEXT)


def _refusal():
    """Writes a row and files, reads them back and deletes them; says what could not be done."""
    mark = secrets.token_hex(32)
    try:
        row = Counter.objects.create(key=mark, ends_at=timezone.now())
        Counter.objects.get(key=mark)
        row.delete()
    except Error:
        return "la base de données ne garde rien"
    try:
        for name in ("private", "default"):
            _write_a_file(storages[name], mark)
    except OSError:
        return "les fichiers ne se gardent pas"


def _write_a_file(storage, mark):
    name = storage.save(f"readyz-{mark}", ContentFile(mark.encode()))
    try:
        with storage.open(name) as file:
            if file.read() != mark.encode():
                raise OSError("another content")
    finally:
        storage.delete(name)


@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /gestion/", "", f"Sitemap: {absolute_url('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type=TEXT)


@public_page()
def security(request):
    """Says to whoever finds a fault of the site whom to tell (RFC 9116)."""
    centre = the_centre()
    written = re.search(r"[^\s<>]+@[^\s<>]+", f"{centre.email} {centre.data_protection_contact}")
    if not written:
        raise Http404
    return HttpResponse(security_txt(written[0], on=timezone.localdate()), content_type=TEXT)


def security_txt(email: str, *, on: date) -> str:
    """Gives the file; its end of life moves with the day, as the row that it is made of is kept."""
    expires = datetime.combine(on + READ_AGAIN, time(), timezone.get_default_timezone())
    lines = {
        "Contact": f"mailto:{quote(email, safe='@+')}",
        "Expires": expires.isoformat(timespec="seconds"),
        "Preferred-Languages": "fr",
        "Canonical": absolute_url("security"),
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


class OurSitemap(Sitemap):
    """Names the pages by the address of the site, whatever the request called it."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PagesSitemap(OurSitemap):
    def items(self):
        names = [
            "home",
            "programmes",
            "where_to_enter",
            "earnings",
            "employers",
            "accessibility",
            "legal_notice",
            "privacy",
            "open_data",
        ]
        return [f"catalogue:{name}" for name in names]

    def location(self, item):
        return reverse(item)


class ProgrammesSitemap(OurSitemap):
    def items(self):
        return Programme.objects.published()

    def lastmod(self, programme):
        return programme.updated_on


@public_page()
def sitemap(request):
    """Lists the public pages for search engines (sitemaps.org)."""
    urls = [url for section in (PagesSitemap(), ProgrammesSitemap()) for url in section.get_urls()]
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
