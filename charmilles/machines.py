"""URLs for machines: health probes, robots.txt and the sitemap."""

from django.contrib.sitemaps import Sitemap
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.models import Programme

TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def healthz(request):
    """Says that the process runs. A slow database must not get it killed, so none is read."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request):
    """Says whether the process can serve: the database answers and has all the migrations."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return HttpResponse("base de données injoignable\n", content_type=TEXT, status=503)
    if missing:
        return HttpResponse("migrations à appliquer\n", content_type=TEXT, status=503)
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
def robots(request):
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /gestion/", "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type=TEXT)


class PagesSitemap(Sitemap):
    def items(self):
        names = ["home", "programmes", "accessibility", "legal_notice", "privacy"]
        return [f"catalogue:{name}" for name in names]

    def location(self, item):
        return reverse(item)


class ProgrammesSitemap(Sitemap):
    def items(self):
        return Programme.objects.published()

    def lastmod(self, programme):
        return programme.updated_on


sitemaps = {"pages": PagesSitemap, "formations": ProgrammesSitemap}
