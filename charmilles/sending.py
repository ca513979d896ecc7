"""The two ends of the mail queue: how a finished text enters it, and what leaves for the server."""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from post_office import mail
from post_office.models import Email

AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # else, out-of-office messages would answer


def queue(to: str, texts: dict[str, str], *, headers: dict | None = None, **options) -> Email:
    """Puts finished texts in the queue, in the caller's transaction: `subject`, `message`…

    post_office runs each text as a template: we give it one that only inserts the finished text, so
    that nothing typed by anybody is ever run as a template.
    """
    finished = {name: mark_safe(text) for name, text in texts.items()}  # noqa: S308 - rendered
    templates = {name: f"{{{{ {name} }}}}" for name in finished}
    return mail.send(
        to, context=finished, headers=AUTOMATIC | (headers or {}), **templates, **options
    )


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
