"""The addresses of the site, and one that fails, to see the page shown then."""

from django.urls import path

from charmilles import urls


def failing(request):
    raise RuntimeError("panne voulue par les tests")


urlpatterns = [path("panne/", failing), *urls.urlpatterns]
