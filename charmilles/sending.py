"""The last step of a mail, between the queue and the server."""

from django.conf import settings
from django.utils.module_loading import import_string


class ValidHeaders:
    """Takes out the header « Expires » of post_office, whose date has no year.

    The queue itself keeps the end of life of a mail; a mailbox has no use for it.
    """

    def send_messages(self, messages):
        for message in messages:
            message.extra_headers.pop("Expires", None)
        return super().send_messages(messages)


class Backend(ValidHeaders, import_string(settings.SENDING_BACKEND)):
    """Sends to the server of EMAIL_URL."""
