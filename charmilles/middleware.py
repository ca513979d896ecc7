from django.http import Http404


def same_origin_resources(get_response):
    """Forbids other sites to embed our files and pages; Django has no setting for it."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def no_nul_in_addresses(get_response):
    """Answers 404 to a URL with a NUL character, which PostgreSQL refuses and SQLite accepts."""

    def middleware(request):
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware
