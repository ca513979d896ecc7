def same_origin_resources(get_response):
    """Forbids other sites to embed our images, fonts and pages; Django has no setting for it."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
