"""Counts what the site does, for Prometheus: `/metrics`, under the token of METRICS_TOKEN.

Each process of the server counts in files of a folder that the server makes when it starts
(bin/gunicorn.conf.py), and any of them answers for all. What the database knows (mails, erasures…)
is read from it when asked, so that it is true whichever process did it.
"""

import os

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}  # a client may invent others
REQUESTS = Counter(
    "charmilles_requests", "Requests answered, by page.", ["view", "method", "status"]
)
SECONDS = Histogram(
    "charmilles_request_seconds",
    "Time from a whole request to the first byte of its answer.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
UPLOADS_REFUSED = Counter("charmilles_uploads_refused", "Files refused, by reason.", ["reason"])


def count(*, view: str, method: str, status: int, seconds: float) -> None:
    """Counts one request. A view has a name, never the free values of its address."""
    REQUESTS.labels(view, method if method in METHODS else "other", status).inc()
    SECONDS.labels(view).observe(seconds)


def count_refused_upload(reason: str) -> None:
    UPLOADS_REFUSED.labels(reason).inc()


@require_safe
@never_cache
def page(request):
    """Answers whoever has the token; it does not exist for anybody else."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not (settings.METRICS_TOKEN and constant_time_compare(token, settings.METRICS_TOKEN)):
        raise Http404
    read = import_string(settings.MEASURES)
    text = _counted() + generate_latest(_registry(_Read(read(timezone.now()))))
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _counted():
    """Gives the counts of every process of the server, or of this one alone."""
    several = "PROMETHEUS_MULTIPROC_DIR" in os.environ
    return generate_latest(_registry(MultiProcessCollector(None)) if several else REGISTRY)


def _registry(collector):
    registry = CollectorRegistry()
    registry.register(collector)
    return registry


class _Read:
    """What was read from the database: (name, help, {label: value} or value) for each."""

    def __init__(self, measures):
        self.measures = measures

    def collect(self):
        for name, words, value in self.measures:
            by_label = isinstance(value, dict)
            family = GaugeMetricFamily(
                f"charmilles_{name}", words, labels=["which"] if by_label else []
            )
            for label, number in value.items() if by_label else [(None, value)]:
                if number is not None:  # not known, or nothing of the kind here
                    family.add_metric([label] if by_label else [], number)
            yield family
