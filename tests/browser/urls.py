"""The URLs of the site, and one that fails, to show the error page."""

from django.urls import path

from charmilles import urls


def failing(request):
    raise RuntimeError("panne voulue par les tests")


urlpatterns = [path("panne/", failing), *urls.urlpatterns]
