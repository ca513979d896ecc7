"""The URLs of the site, and pages that fail in the ways in which a page of ours may fail."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from charmilles import urls
from charmilles.urls import handler400, handler403, handler500  # noqa: F401 - read by Django

HEAVY = 8_000_000  # bytes: more than the kernel keeps for a client that does not read


@csrf_exempt
def fails(request, token):
    """Reads what is sent, then fails with an error that quotes the application."""
    sent = request.POST
    raise ValueError(f"{token}, {sent.get('reference')} de {sent.get('email')} en panne")


def breaks_off(request, token):
    """Fails once its answer has begun: the server itself logs it, not Django."""

    def parts():
        yield b"debut"
        raise OSError("disque plein")

    return StreamingHttpResponse(parts())


def waits(request):
    return HttpResponse("Plus tard.", status=503)


def heavy(request):
    """Serves a file, as the papers are served."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    file.truncate(HEAVY)
    return FileResponse(file, content_type="application/pdf")


urlpatterns = [
    path("candidature/panne/<str:token>/", fails, name="fails"),
    path("candidature/coupure/<str:token>/", breaks_off, name="breaks_off"),
    path("attente/", waits, name="waits"),
    path("lourde/", heavy, name="heavy"),
    *urls.urlpatterns,
]
