"""Every address of the site, read from the URLconf."""

from django.urls import URLPattern, get_resolver


def all_addresses(resolver=None, route="", namespace=""):
    """(name, route) of each; an address without a name is known by its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else whole), whole
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_addresses(entry, whole, inner)
