"""Lists every URL of the site, read from the URLconf."""

from django.urls import URLPattern, get_resolver


def all_addresses(resolver=None, route="", namespace=""):
    """Yields (name, route) of each URL; the route stands for the name of one that has none."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else path), path
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_addresses(entry, path, inner)
