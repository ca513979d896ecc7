"""Builds the full URLs of our pages, for papers, mails and calendars."""

from django.conf import settings
from django.urls import reverse


def absolute_url(name: str, *args) -> str:
    """Returns the full URL of the page with this URL name."""
    return settings.SITE_URL + reverse(name, args=args)
