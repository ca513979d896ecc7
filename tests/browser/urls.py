"""The URLs of the site, and two that fail, to show the error pages."""

from django.core.exceptions import BadRequest
from django.urls import path

from charmilles import urls


def failing(request):
    raise RuntimeError("panne voulue par les tests")


def unread(request):
    raise BadRequest("demande incomprise, voulue par les tests")


urlpatterns = [path("panne/", failing), path("incomprise/", unread), *urls.urlpatterns]
